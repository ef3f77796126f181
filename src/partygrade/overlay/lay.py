"""One file laid over another: two documents to one merged document.

Before: the document of a file that extends another, and that of the other, which may be merged itself; both hold
data. After: a document with the data of a whole scheme. The two are not changed.
Complains of: what does not fit the other file: ids that it lacks or has already, values that are none of its
parameter's, and what is changed in two ways. What the change leads to is seen when the merged scheme is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from partygrade.diagnostics import Diagnostic, Note, Text, suggestion
from partygrade.document import Data, Document
from partygrade.overlay.elements import LINES, NODES, Element, elements, id_of, tree
from partygrade.overlay.ladder import position
from partygrade.overlay.merged import OTHER, TAKEN_OUT, THIS, Merged, Overlaid, Part, above, lifted, merged, part
from partygrade.overlay.parameter import reset
from partygrade.shape import overlay_shape
from partygrade.source import Place

_REPLACED = ("partygrade", "scheme", "title", "edition", "in_force", "subject", "note", "order", "band_on")
_BY_NAME = ("sources", "facts", "derived")
_LISTS = ("grades", "rules", "checks", "procedure", "draws", "follow_up", "left_out")
_OWN = ("extends", "change", "remove", "insert")


def lay(this: Document, other: Document) -> Overlaid:
    """Lay a file over the one that it extends."""
    found = _Pieces(this, other)
    found.change_all()
    present = {element.id for element in elements(found.root)}
    before = {name: above(place, OTHER) for name, place in other.removed.items()} if isinstance(other, Merged) else {}
    removed = {name: place for name, place in (before | found.removed).items() if name not in present}
    return Overlaid(merged(found.root, this, other, removed), tuple(found.faults), frozenset(found.lost))


class _Pieces:
    """The pieces of the other file, and what becomes of them."""

    def __init__(self, this: Document, other: Document) -> None:
        self.this = this
        self.other = other
        self.data = _mapping(this.data)
        self.root = Part(this, (), part(other.data, other).value)
        self.elements: dict[str, Element] = {}
        for element in elements(self.root):
            self.elements.setdefault(element.id, element)
        self.removed: dict[str, Place] = {}
        self.faults: list[Diagnostic] = []
        self.lost: set[str] = set()

    def change_all(self) -> None:
        self.faults += [_own(fault) for fault in overlay_shape(self.this) if _is_of_the_change(fault)]
        self.remove()
        self.set_parameters()
        self.change()
        self.insert()
        self.add_by_name()
        self.add_to_lists()
        if isinstance(self.root.value, dict):
            self.root.value |= {key: self.piece(key) for key in _REPLACED if key in self.data}

    # What is done.

    def remove(self) -> None:
        for number, name in enumerate(_list(self.data.get("remove"))):
            if not isinstance(name, str):
                continue
            element, place = self.elements.get(name), Place(("remove", number))
            if element is None:
                self.unknown(name, place, "element", "要素", self.elements)
                continue
            gone = tree(element.part, element.owner, name) if element.kind == "node" else (element,)
            for inside in gone:
                self.removed.setdefault(inside.id, place)
            element.owner.drop(element.part)

    def set_parameters(self) -> None:
        for name, value in _mapping(self.data.get("parameters")).items():
            element, place = self.elements.get(name), Place(("parameters", name)).at_key()
            new = isinstance(value, dict) and "value" in value
            if element is not None and element.kind == "parameter" and name not in self.removed:
                self.reset(element, self.given("parameters", name))
            elif not new and (element is None or name in self.removed):
                known = [other.id for other in self.elements.values() if other.kind == "parameter"]
                self.unknown(name, place, "parameter", "参数", known)
            elif not self.taken(name, place):
                self.section("parameters", {}).put(name, self.piece("parameters", name))

    def change(self) -> None:
        for name, keys in _mapping(self.data.get("change")).items():
            element, place = self.elements.get(name), Place(("change", name)).at_key()
            if element is None:
                self.unknown(name, place, "element", "要素", self.elements)
            elif not self.is_changed_otherwise(name, place) and isinstance(keys, dict):
                if element.kind == "parameter":
                    self.reset(element, self.given("change", name))
                for key, piece in self.given("change", name).items() if element.kind != "parameter" else ():
                    element.part.put(key, piece)

    def insert(self) -> None:
        groups = {name: _group(found.part) for name, found in self.elements.items() if found.kind == "node"}
        for name, entries in _mapping(self.data.get("insert")).items():
            place = Place(("insert", name)).at_key()
            if name not in groups:
                self.unknown(name, place, "score node", "评分项", [known for known, group in groups.items() if group])
            elif not self.is_changed_otherwise(name, place) and isinstance(entries, list):
                self.insert_into(name, place, _group(self.elements[name].part))

    def insert_into(self, name: str, place: Place, group: Part | None) -> None:
        if group is None:
            text = Text(
                f"`{name}` has neither child nodes nor lines: expected a node with {_listed(' or ')}",
                f"`{name}` 既没有下级评分项，也没有加减分行：应为带 {_listed('、')} 的评分项",
            )
            self.fault("no-children", place, text)
            return
        for piece in self.piece("insert", name).members():
            inside = list(tree(piece, piece, ""))
            written = [found for found in inside if id_of(found.part) == found.id]
            if any([self.taken(found.id, Place((*found.part.path, "id"))) for found in written]):
                self.lost |= {found.id for found in written}
            elif isinstance(group.value, list):
                group.value.append(piece)

    def add_by_name(self) -> None:
        for key in _BY_NAME:
            for name in _mapping(self.data.get(key)):
                owner, place = self.section(key, {}), Place((key, name)).at_key()
                source = owner.child(name) if key == "sources" else None
                if source is not None:
                    self.in_use(name, place, source, None)
                elif key == "sources" or not self.taken(name, place):
                    owner.put(name, self.piece(key, name))

    def add_to_lists(self) -> None:
        for key in _LISTS:
            for number in range(len(_list(self.data.get(key)))):
                found, owner = self.piece(key, number), self.section(key, [])
                name = id_of(found)
                if (name is None or not self.taken(name, Place((key, number, "id")))) and isinstance(owner.value, list):
                    where = position(owner.value, found, self.figures()) if key == "grades" else len(owner.value)
                    owner.value.insert(where, found)

    def reset(self, element: Element, given: Mapping[str, Part]) -> None:
        names = {*_mapping(self.data.get("parameters")), *(name for name, _ in self.root.below("parameters").entries())}
        title = self.root.below("title").value
        fault = reset(element.id, element.part, given, names, title if isinstance(title, str) else self.other.name)
        if fault is not None:
            self.faults.append(_own(fault))

    # What there is.

    def piece(self, *path: str | int) -> Part:
        """Give a piece of this file."""
        found: Any = self.data
        for step in path:
            found = found[step]
        return part(found, self.this, path)

    def given(self, *path: str) -> dict[str, Part]:
        """Give the keys of a mapping of this file; a single value is the key `value`."""
        found = self.piece(*path)
        return dict(found.entries()) if isinstance(found.value, dict) else {"value": found}

    def section(self, key: str, empty: dict[str, Part] | list[Part]) -> Part:
        """Give a section of the merged scheme, which begins in this file if the other has none."""
        assert isinstance(self.root.value, dict), "both hold data"
        return self.root.value.setdefault(key, Part(self.this, (key,), empty))

    def figures(self) -> dict[str, int | Decimal]:
        """Give the values of the parameters that are plain figures."""
        values = {name: found.below("value").value for name, found in self.root.below("parameters").entries()}
        return {name: value for name, value in values.items() if isinstance(value, int | Decimal)}

    # What is told.

    def fault(self, code: str, place: Place, text: Text, help: Text | None = None, note: Note | None = None) -> None:
        """Tell a fault at a place of this file; that of the note is one of the merged document."""
        notes = (note,) if note else ()
        self.faults.append(Diagnostic(code, text, _own_place(place), help=help, notes=notes))

    def unknown(self, name: str, place: Place, en: str, zh: str, known: Iterable[str]) -> None:
        if self.other.faults:
            return  # What was not read may have had it.
        text = Text(
            f"`{name}` is no {en} of `{self.other.name}`: expected the id of one",
            f"`{self.other.name}` 中没有标识为 `{name}` 的{zh}",
        )
        self.fault("unknown-element", place, text, suggestion(name, known))

    def taken(self, name: str, place: Place) -> bool:
        """Tell whether the other file has an id already, and complain if so."""
        element = self.elements.get(name)
        if element is None or name in self.removed:
            return False
        help = Text("put it under `change` to change that element", "若要修改该要素，请写在 `change` 下")
        self.in_use(name, place, element.part, help)
        return True

    def in_use(self, name: str, place: Place, there: Part, help: Text | None) -> None:
        text = Text(
            f"`{name}` is already in `{self.other.name}`: expected an id of its own",
            f"`{self.other.name}` 中已有 `{name}`：应另取标识",
        )
        first = Place((*OTHER, *there.path))
        note = Note(Text("it stands here", "原在此处"), first.child("id") if id_of(there) else first.at_key())
        self.fault("repeated-id", place, text, help, note)

    def is_changed_otherwise(self, name: str, place: Place) -> bool:
        """Tell whether a change contradicts another part of this file, and complain if so."""
        if name in self.removed:
            text = Text(
                f"`{name}` is changed and also taken out: expected one of the two", f"`{name}` 既修改又删去：只能有其一"
            )
            self.fault("two-changes", place, text, None, Note(TAKEN_OUT, self.removed[name]))
        elif place.path[0] == "change" and name in _mapping(self.data.get("parameters")):
            text = Text(
                f"`{name}` stands under `parameters` and under `change`: expected one of the two",
                f"`{name}` 同时写在 `parameters` 和 `change` 下：只能写在一处",
            )
            note = Note(Text("it stands here too", "另一处在此"), _own_place(Place(("parameters", name)).at_key()))
            self.fault("two-changes", place, text, None, note)
        else:
            return False
        return True


def _mapping(data: Data) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _list(data: Data) -> list[Any]:
    return data if isinstance(data, list) else []


def _group(node: Part) -> Part | None:
    """Give the child nodes, or the lines, of a score node."""
    groups = [node.below(key) for key in (*NODES, *LINES)]
    return next((group for group in groups if isinstance(group.value, list)), None)


def _listed(last: str) -> str:
    *first, end = [f"`{key}`" for key in (*NODES, *LINES)]
    return (", " if last == " or " else last).join(first) + last + end


def _is_of_the_change(fault: Diagnostic) -> bool:
    """Tell a fault of the change itself from one that the merged scheme has too, and that is told there."""
    path = fault.place.path
    if not path or path[0] in _OWN:
        return len(path) <= 2
    return len(path) == 1 and (fault.code == "unknown-key" or path[0] in (*_BY_NAME, *_LISTS, "parameters"))


def _own(fault: Diagnostic) -> Diagnostic:
    return lifted(fault, _start(fault.place))


def _own_place(place: Place) -> Place:
    return above(place, _start(place))


def _start(place: Place) -> tuple[str | int, ...]:
    """Give what leads to a place of this file: nothing for what only this file can have."""
    return () if not place.path or place.path[0] in _OWN else THIS
