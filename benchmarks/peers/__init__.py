"""The rules of Anyang under the default readings, once in each way of writing them.

Every module has a `NAME`, a `make(records)` that prepares everything and gives the function to be timed, and an
`outcome` that reads what this function returns: the score, the grade (None where the grading is invalid), and the ids
of what applied, or None. `READS_TEXT` says whether the function also takes records whose numbers are decimal text.
"""
