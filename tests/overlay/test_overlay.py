"""How the file that a file extends is found, and rows of files that extend one another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import partygrade
from partygrade.overlay import MOST

Load = Callable[..., partygrade.Scheme]
Faults = Callable[..., list[tuple[str, int, str, str]]]
HEAD = "partygrade: 1\nscheme: over\ntitle: 增改办法\n"


def head(extends: str, name: str = "over") -> str:
    return f"partygrade: 1\nscheme: {name}\ntitle: {name}\nextends: {extends}\n"


def row(count: int) -> dict[str, str]:
    """Give so many files, each of which extends the one before; the first extends the base."""
    return {f"f{n}": head("base.yaml" if n == 1 else f"f{n - 1}.yaml", f"f{n}") for n in range(1, count + 1)}


class TestWhatIsExtended:
    """`extends` names a shipped scheme, or a file by its path from this one."""

    def test_a_shipped_scheme(self, load: Load) -> None:
        """A name leads to the shipped scheme of that name."""
        scheme = load("", head("three-tier-weighted"))
        assert (scheme.id, scheme.title) == ("over", "over")
        assert scheme.grades == ("advanced", "general", "backward")

    def test_a_path_starts_from_the_file(self, load: Load, folder: Path) -> None:
        """A path is followed from the folder of the file, not from the working folder."""
        (folder / "north").mkdir()
        (folder / "north" / "mine.yaml").write_text(head("../base.yaml"), encoding="utf-8")
        assert partygrade.load("north/mine.yaml").grades == ("good", "fair", "poor")

    def test_the_path_of_a_text_starts_from_the_working_folder(self, folder: Path) -> None:
        """A text has no folder of its own."""
        assert partygrade.loads(head("base.yaml")).grades == ("good", "fair", "poor")

    def test_messages_name_a_file_by_its_path_from_here(self, folder: Path) -> None:
        """A message about the other file names it so that it can be opened."""
        (folder / "north").mkdir()
        text = head("../base.yaml") + "remove: [review]\n"
        (folder / "north" / "mine.yaml").write_text(text.replace("review", "absences"), encoding="utf-8")
        with pytest.raises(partygrade.SchemeError, match=r"^base\.yaml:15:18: "):
            partygrade.load(Path("north", "mine.yaml"))

    def test_a_file_that_a_shipped_one_extends_is_called_as_it_is_written(self) -> None:
        """No name of a file depends on where the library is installed."""
        shipped = partygrade.load("social-organisation-huaining")
        assert shipped.files == ("social-organisation-huaining.yaml", "social-organisation-assessment.yaml")
        over = partygrade.loads(head("social-organisation-huaining"), name="mine/over.yaml")
        assert over.files == ("mine/over.yaml", *shipped.files)

    @pytest.mark.parametrize("wanted", ["three-tier-weightd", "nothing.yaml", "base.yml", "."])
    def test_what_is_neither(self, wanted: str, faults: Faults) -> None:
        """A name that leads nowhere is a fault at that name."""
        assert faults("", head(wanted)) == [("over.yaml", 4, "no-scheme", wanted)]

    @pytest.mark.parametrize(
        ("wanted", "meant"), [("three-tier-weightd", "three-tier-weighted"), ("bas.yaml", "base.yaml")]
    )
    def test_a_slip_of_the_pen(self, wanted: str, meant: str, load: Load) -> None:
        """A name that resembles a shipped scheme, or a file beside this one, comes with it."""
        with pytest.raises(partygrade.SchemeError, match=f"help: did you mean `{meant}`"):
            load("", head(wanted))

    def test_a_file_that_is_not_utf_8(self, faults: Faults, folder: Path) -> None:
        """Text in another encoding cannot be extended."""
        (folder / "other.yaml").write_bytes("title: 办法".encode("gb18030"))
        assert faults("", head("other.yaml")) == [("over.yaml", 4, "no-scheme", "other.yaml")]

    def test_what_is_no_text(self, faults: Faults) -> None:
        """`extends` holds a text."""
        assert faults("", head("[base.yaml]")) == [("over.yaml", 4, "wrong-type", "[base.yaml]")]

    def test_all_faults_are_told_where_nothing_can_be_extended(self, faults: Faults) -> None:
        """What else is wrong with the shape of the file is told beside it."""
        found = faults("facts: {x: {type: flga}}\nremove: 3\n", head("nothing.yaml"))
        assert [code for _, _, code, _ in found] == ["no-scheme", "unknown-option", "wrong-type"]


class TestRows:
    """A file that `extends` may itself be extended, up to five deep."""

    def test_five_deep(self, load: Load) -> None:
        """Five files in a row may each extend the next."""
        assert MOST == 5
        files = row(4)
        files["f2"] += "parameters: {weight: 0.5}\n"
        files["f3"] += "change: {good: {from: 85}}\n"
        scheme = load("rules: [{id: new, when: twice > 90, grade: poor}]\n", head("f4.yaml"), **files)
        assert [rule.origin.id for rule in scheme.program.rules] == ["absent", "new"]
        assert scheme.grade({"review": 50, "absences": 1}).grade == "good"
        assert scheme.grade({"review": 49, "absences": 1}).grade == "fair"

    def test_six_deep(self, faults: Faults) -> None:
        """A sixth is too many, and is told where it stands."""
        assert faults("", head("f5.yaml"), **row(5)) == [("f1.yaml", 4, "extends-too-deep", "base.yaml")]

    def test_a_later_file_goes_before_an_earlier_one(self, load: Load) -> None:
        """Each file changes what the ones below it made."""
        middle = head("base.yaml", "middle") + "change: {good: {from: 85}, fair: {from: 65}}\n"
        scheme = load("change: {good: {from: 90}}\n", head("middle.yaml"), middle=middle)
        assert [scheme.grade({"review": n}).grade for n in (50, 49, 25, 24)] == ["good", "fair", "fair", "poor"]

    @pytest.mark.parametrize("wanted", ["over.yaml", "./over.yaml", "one.yaml"])
    def test_a_circle(self, wanted: str, faults: Faults) -> None:
        """Files that extend each other are a fault where the circle closes."""
        found = faults("", head(wanted), one=head("two.yaml", "one"), two=head("one.yaml", "two"))
        closing = ("two.yaml", 4, "extends-circle", "one.yaml")
        assert found == [closing if wanted == "one.yaml" else ("over.yaml", 4, "extends-circle", wanted)]

    def test_a_circle_is_named(self, load: Load) -> None:
        """The message names the files of the circle in their order."""
        with pytest.raises(partygrade.SchemeError, match=r": one\.yaml → two\.yaml → one\.yaml\n") as caught:
            load("", head("one.yaml"), one=head("two.yaml", "one"), two=head("one.yaml", "two"))
        assert str(caught.value).startswith("two.yaml:4:10: error[extends-circle]: these files extend each other")

    def test_every_fault_of_every_file(self, faults: Faults) -> None:
        """The faults of the change are told for all files of a row at once, each in its own file."""
        middle = head("base.yaml", "middle") + "change: {goood: {from: 85}}\nremove: [fair]\n"
        found = faults("change: {lat: {points: 1}}\nremove: [late, nobody]\n", head("middle.yaml"), middle=middle)
        assert found == [
            ("over.yaml", 5, "unknown-element", "lat"),
            ("over.yaml", 6, "unknown-element", "nobody"),
            ("base.yaml", 30, "unknown-grade", "fair"),
            ("middle.yaml", 5, "unknown-element", "goood"),
        ]

    def test_what_a_file_in_the_middle_took_out_is_noted(self, load: Load) -> None:
        """A fault about what is gone says where it was taken out, in whichever file that is."""
        middle = head("base.yaml", "middle") + "remove: [fair]\n"
        with pytest.raises(partygrade.SchemeError) as caught:
            load("", head("middle.yaml"), middle=middle)
        assert str(caught.value).splitlines() == [
            "base.yaml:30:49: error[unknown-grade]: no grade is called `fair`: expected one of good, poor",
            "   |",
            "30 |   - {id: absent, when: twice >= limit, at_most: fair, source: 六}",
            "   |                                                 ^^^^",
            "   |",
            " 5 | remove: [fair]",
            "   |          ^^^^",
            "   = note: it is taken out here (middle.yaml:5:10)",
            "",
            "1 error",
        ]

    def test_yaml_faults_of_the_other_file(self, faults: Faults) -> None:
        """What cannot be read in the other file is told there, and nothing is missed that may have stood there."""
        other = head("x", "other").replace("extends: x\n", "score: {id: yes, points: 1}\n")
        found = faults("change: {gone: {label: x}}\nremove: 3\n", head("other.yaml"), other=other)
        assert found == [("over.yaml", 6, "wrong-type", "3"), ("other.yaml", 4, "yaml-trap", "yes")]

    def test_another_file_without_any_data(self, faults: Faults) -> None:
        """An empty file cannot be extended, and says so itself."""
        found = faults("remove: 3\n", head("other.yaml"), other="")
        assert found == [("over.yaml", 5, "wrong-type", "3"), ("other.yaml", 1, "yaml-empty", "")]

    def test_yaml_faults_of_the_file_itself(self, faults: Faults) -> None:
        """What cannot be read in the file itself is told once."""
        found = faults("parameters: {limit: yes}\nchange: {nobody: {}}\n")
        assert found == [("over.yaml", 5, "yaml-trap", "yes"), ("over.yaml", 6, "unknown-element", "nobody")]


def test_a_file_that_extends_nothing_is_as_it_was() -> None:
    """Without `extends` nothing is looked for."""
    text = "partygrade: 1\nscheme: x\ntitle: x\nscore: {id: t, points: 5}\n"
    assert partygrade.loads(text).grade({"t": 3}).score == 3


@pytest.mark.parametrize("key", ["change: {}", "remove: []", "insert: {}"])
def test_keys_of_a_change_need_extends(key: str) -> None:
    """A file that says what is different says from what."""
    text = f"partygrade: 1\nscheme: x\ntitle: x\nscore: {{id: t, points: 5}}\n{key}\n"
    with pytest.raises(partygrade.SchemeError, match="it stands in a file that says with `extends`"):
        partygrade.loads(text)


def test_the_other_file_may_be_incomplete_by_itself(load: Load) -> None:
    """The merged scheme is checked as a whole, not the other file alone."""
    part = "partygrade: 1\nscheme: part\ntitle: part\ngrades: [{id: good, from: 5}, {id: poor}]\nband_on: x\n"
    scheme = load("facts: {x: {type: count}}\n", head("part.yaml"), part=part)
    assert scheme.grade({"x": 5}).grade == "good"


def test_names_of_files_are_paths(load: Load) -> None:
    """The name of a file that is extended has no detours."""
    with pytest.raises(partygrade.SchemeError) as caught:
        load("remove: [absences]\n", head(f".{os.sep}base.yaml"))
    assert caught.value.document is not None
    assert [file.name for file in caught.value.document.files] == ["over.yaml", "base.yaml"]
