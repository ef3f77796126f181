"""The parts of `batch.py`."""
