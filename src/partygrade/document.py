"""Read a YAML file strictly: text → plain data, and symbolic places → lines and columns. Nothing else imports yaml.

Before: any text. After: mappings with text keys, lists, text, `int`, `Decimal`, `bool` and `None`, as YAML 1.2 reads
them, or no data where the text cannot be read. Time and memory stay in proportion to the text, whatever it holds.
Complains of: `file-too-long`, `line-too-long`, `too-deep`, `unprintable`, `yaml-empty`, `not-a-mapping`,
`repeated-key`, `yaml-anchor`, `yaml-documents`, `yaml-key`, `yaml-merge`, `yaml-syntax`, `yaml-tag`, `yaml-trap`.

These faults stand at offsets in the whole text: `Place(start=…, end=…)` without a path.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import yaml

from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.misread import begins_with, misread, starter
from partygrade.scalars import Trap, disputed, scalar
from partygrade.source import Place, Span

Data = dict[str, Any] | list[Any] | str | int | Decimal | bool | None

MAX_CHARACTERS = 1_000_000
MAX_LINE = 10_000
MAX_DEPTH = 40
MAX_FAULTS = 100
"""After so many faults the rest of the file is not read."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_BREAK = re.compile(r"\r\n|\n|\r")
_LONG_LINE = re.compile(rf"(?<![^\r\n])[^\r\n]{{{MAX_LINE + 1},}}")
_ANCHOR = re.compile(r"&[^\s,\[\]{}]*")
_TAG = re.compile(r"![^\s,\[\]{}]*")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_BEGIN = Text("begin with a line such as `partygrade: 1`", "请从 `partygrade: 1` 这样的一行开始")
_EMPTY = (Text("the file is empty", "文件是空的"), _BEGIN)
_NO_MAPPING = (Text("the file is not made of keys and values", "文件不是由键和值组成的"), _BEGIN)
_DOCUMENTS = (
    Text("a second document begins here: expected one in a file", "这里开始了第二份文档：一个文件只能有一份"),
    Text("put it into a file of its own", "请放进另一个文件"),
)
_DEEP = (
    Text(f"the file is nested too deeply: expected at most {MAX_DEPTH} levels", f"文件嵌套太深：最多 {MAX_DEPTH} 层"),
    Text("take out some levels", "请减少层数"),
)
_MERGE = (Text("`<<` does not merge mappings here", "这里不能用 `<<` 合并"), Text("write out the keys", "请写出各个键"))
_ODD_KEY = (
    Text("a key is a list or a mapping: expected a word", "键是列表或映射：应为一个词"),
    Text("quote it if it is text", "如果是文字，请加引号"),
)
_NO_KEY = (
    Text("nothing stands before `:`: expected a key", "`:` 前面缺少键"),
    Text("write `key: value`", "请写 `键: 值`"),
)
_NO_SPACE = (
    Text("no space stands after `:`", "`:` 后面没有空格"),
    Text("write `: `, or quote the key if it is text", "请写 `: `；如果整个是键，请加引号"),
)
_WIDE_COLON = (
    Text("`：` is a full-width sign: expected `:`", "`：` 是全角符号：应为 `:`"),
    Text("write `: `, with a space after it", "请写半角冒号加空格 `: `"),
)


@dataclass(slots=True)
class _Node:
    """Where a value stands, as offsets. `inner` is where its text begins, if the file has it literally."""

    start: int
    end: int
    key: tuple[int, int] | None = None
    inner: int | None = None
    children: dict[str, _Node] | list[_Node] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `data` is to be trusted only where there are no `faults`."""

    name: str
    text: str
    data: Data
    faults: tuple[Diagnostic, ...]
    _root: _Node | None = field(default=None, repr=False, compare=False)
    _starts: tuple[int, ...] = field(default=(0,), repr=False, compare=False)

    @property
    def files(self) -> tuple[Document, ...]:
        """The files that it is made of."""
        return (self,)

    def at(self, place: Place) -> tuple[Document, Place]:
        """Give the file in which the text of a place stands, and the place there."""
        return self, place

    def line(self, number: int) -> str:
        """Give a line, counted from 1, without its break."""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def span(self, place: Place) -> Span:
        """Give the lines and columns of a place, or of the nearest place above it that exists."""
        start, end = self._offsets(place)
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Span(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, min(offset, len(self.text)))
        return line, offset - self._starts[line - 1] + 1

    def _offsets(self, place: Place) -> tuple[int, int]:
        if not place.path and place.start is not None:
            return place.start, place.start if place.end is None else place.end
        node = self._root
        if node is None:
            return 0, 0
        whole = True
        for step in place.path:
            below = _child(node, step)
            if below is None:
                whole = False
                break
            node = below
        if whole and place.start is not None and node.inner is not None:
            last = node.end - (node.inner - node.start)
            end = last if place.end is None else min(node.inner + place.end, last)
            return min(node.inner + place.start, last), end
        if node.key and ((whole and place.key) or node.start == node.end):
            return node.key
        return node.start, node.end


def _child(node: _Node, step: str | int) -> _Node | None:
    match node.children:
        case dict():
            return node.children.get(str(step))
        case list() if isinstance(step, int) and 0 <= step < len(node.children):
            return node.children[step]
        case _:
            return None


def read(text: str, name: str = "<text>") -> Document:
    """Read the text of a YAML file that holds one mapping."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        return Document(name, text, None, (_too_long(len(text)),))
    starts = (0, *(found.end() for found in _BREAK.finditer(text)))
    faults = tuple(islice(chain(_long_lines(text), _unprintable(text)), MAX_FAULTS))
    if faults:
        return Document(name, text, None, faults, _starts=starts)
    builder = _Builder(text)
    builder.build()
    return Document(name, text, builder.data, tuple(builder.faults), builder.root, starts)


def _too_long(length: int) -> Diagnostic:
    return Diagnostic(
        "file-too-long",
        Text(
            f"the file is too long: expected at most {MAX_CHARACTERS} characters, got {length}",
            f"文件太长：最多 {MAX_CHARACTERS} 个字符，现有 {length} 个",
        ),
        Place(start=0, end=0),
    )


def _long_lines(text: str) -> Iterator[Diagnostic]:
    for found in _LONG_LINE.finditer(text):
        start, length = found.start(), found.end() - found.start()
        yield Diagnostic(
            "line-too-long",
            Text(
                f"the line is too long: expected at most {MAX_LINE} characters, got {length}",
                f"这一行太长：最多 {MAX_LINE} 个字符，现有 {length} 个",
            ),
            Place(start=start, end=start + 1),
            help=Text("break the line", "请换行"),
        )


def _unprintable(text: str) -> Iterator[Diagnostic]:
    for found in _UNPRINTABLE.finditer(text):
        code = f"U+{ord(found.group()):04X}"
        yield Diagnostic(
            "unprintable",
            Text(f"a character that cannot be printed stands here: {code}", f"这里有不可打印的字符 {code}"),
            Place(start=found.start(), end=found.end()),
            help=Text("delete it", "请删除"),
        )


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being read. In a mapping `key` is the key whose value comes next."""

    data: dict[str, Any] | list[Any]
    node: _Node
    key: str | None = None
    key_at: tuple[int, int] = (0, 0)
    drop: bool = False


def _index(mark: Any) -> int:
    return int(mark.index) if mark else 0


class _Stop(Exception):
    """The rest of the file is not worth reading."""


class _Builder:
    """One pass over the events of the parser, with a stack of its own."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data: Data = None
        self.root: _Node | None = None
        self.faults: list[Diagnostic] = []
        self.stack: list[_Frame] = []
        self.documents = 0
        self.quoted: tuple[int, int] | None = None

    def build(self) -> None:
        try:
            for event in yaml.parse(self.text, Loader=_LOADER):
                self.event(event)
            self.check_root()
        except _Stop:
            self.data = None
        except yaml.YAMLError as error:
            self.misread(error)
            self.data = None

    def fault(self, code: str, start: int, end: int, text: Text, help: Text, *notes: Note) -> None:
        self.faults.append(Diagnostic(code, text, Place(start=start, end=end), help=help, notes=notes))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop

    def check_root(self) -> None:
        if self.root is None or self.root.start == self.root.end:
            self.fault("yaml-empty", 0, 0, *_EMPTY)
        elif not isinstance(self.data, dict):
            wide = self.text.find("：", self.root.start, self.root.end)
            if wide >= 0:
                self.fault("not-a-mapping", wide, wide + 1, *_WIDE_COLON)
            else:
                self.fault("not-a-mapping", self.root.start, self.root.end, *_NO_MAPPING)

    def misread(self, error: yaml.YAMLError) -> None:
        at = _index(getattr(error, "problem_mark", None))
        began = getattr(error, "context_mark", None)
        context = _index(began) if began else None
        if not self.text[at:].strip():
            opened = (frame.node.start for frame in reversed(self.stack) if self.text[frame.node.start] in "[{")
            context = next(opened, context) if context in (at, None) else context
        line = self.text.rfind("\n", 0, at) + 1
        if not any(line <= (fault.place.start or 0) <= at for fault in self.faults):
            self.faults.append(misread(self.text, at, context, self.quoted))

    def event(self, event: yaml.Event) -> None:
        start, end = _index(event.start_mark), _index(event.end_mark)
        if isinstance(event, yaml.ScalarEvent):  # By far the most frequent.
            if event.anchor is not None or event.tag is not None:
                self.properties(event, start)
            self.scalar(event, start, end)
            return
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.fault("yaml-documents", start, end, *_DOCUMENTS)
                    raise _Stop
            case yaml.AliasEvent():
                self.fault("yaml-anchor", start, end, *_anchor(self.text[start:end]))
                self.value(None, _Node(start, end))
            case yaml.CollectionStartEvent():
                self.properties(event, start)
                mapping = isinstance(event, yaml.MappingStartEvent)
                node = _Node(start, end, children={} if mapping else [])
                self.open(_Frame({} if mapping else [], node))
            case yaml.CollectionEndEvent():
                self.close(end)
            case _:
                pass

    def properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, start: int) -> None:
        """Refuse the anchor and the tag of a value."""
        if event.anchor is not None:
            found = _ANCHOR.search(self.text, start)
            end = found.end() if found else start
            self.fault("yaml-anchor", found.start() if found else start, end, *_anchor(f"&{event.anchor}"))
        if event.tag is not None:
            found = _TAG.search(self.text, start)
            begin, end = found.span() if found else (start, start)
            wrong = Text(f"a tag stands here: `{self.text[begin:end]}`", f"这里有 YAML 标签 `{self.text[begin:end]}`")
            plain = Text("delete it", "请删除")
            self.fault("yaml-tag", begin, end, wrong, plain if event.tag.startswith("tag:") else starter("!"))

    def scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> None:
        plain = event.style is None or event.style == ""
        self.quoted = (start, end) if event.style in ("'", '"') else None
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.data, dict) and frame.key is None:
            self.key(frame, event.value, plain, start, end)
            return
        value = scalar(event.value) if plain and event.tag is None else event.value
        if event.style == ">" and self.text[start + 1 : start + 3].strip("+-")[:1].isdigit():
            self.fault("yaml-syntax", start, start + 1, *begins_with(">"))
        if isinstance(value, Trap):
            self.fault("yaml-trap", start, end, value.text, value.help)
            value = event.value
        inner = start + (self.quoted is not None)
        literal = self.text.startswith(event.value, inner) and "\n" not in event.value
        self.value(value, _Node(start, end, inner=inner if literal else None))

    def key(self, frame: _Frame, text: str, plain: bool, start: int, end: int) -> None:
        """Take a key whose value comes next; the value of a faulty key is read and left out."""
        children = frame.node.children
        if text.isidentifier() and len(text) > 3 and isinstance(children, dict) and text not in children:
            frame.key, frame.key_at, frame.drop = text, (start, end), False
            return
        frame.key, frame.key_at, frame.drop = text, (start, end), True
        trap = disputed(text) if plain else None
        first = children.get(text) if isinstance(children, dict) else None
        if trap:
            self.fault("yaml-trap", start, end, trap.text, Text(f'quote it: `"{text}"`', f'请加引号：`"{text}"`'))
        elif plain and text == "<<":
            self.fault("yaml-merge", start, end, *_MERGE)
        elif plain and text == "":
            self.fault("yaml-key", start, end, *_NO_KEY)
        elif plain and "：" in text:
            wide = self.text.index("：", start)
            self.fault("yaml-syntax", wide, wide + 1, *_WIDE_COLON)
        elif plain and ":" in text:
            colon = self.text.index(":", start)
            self.fault("yaml-syntax", colon, colon + 1, *_NO_SPACE)
        elif first and first.key:
            note = Note(Text("it stands here first", "第一次出现在这里"), Place(start=first.key[0], end=first.key[1]))
            self.fault("repeated-key", start, end, *_repeated(text), note)
        else:
            frame.drop = False

    def open(self, frame: _Frame) -> None:
        self.quoted = None
        if len(self.stack) >= MAX_DEPTH:
            self.fault("too-deep", frame.node.start, frame.node.start + 1, *_DEEP)
            raise _Stop
        self.stack.append(frame)

    def close(self, end: int) -> None:
        self.quoted = None
        frame = self.stack.pop()
        start = frame.node.start
        frame.node.end = start + len(self.text[start:end].rstrip())
        above = self.stack[-1] if self.stack else None
        if above and isinstance(above.data, dict) and above.key is None:
            self.fault("yaml-key", start, frame.node.end, *_ODD_KEY)
            above.key, above.drop = "", True
            return
        self.value(frame.data, frame.node)

    def value(self, value: Data, node: _Node) -> None:
        """Put a finished value into the mapping or list that it belongs to."""
        if not self.stack:
            self.data, self.root = value, node
            return
        frame = self.stack[-1]
        children = frame.node.children
        if isinstance(frame.data, list) and isinstance(children, list):
            frame.data.append(value)
            children.append(node)
            return
        assert isinstance(frame.data, dict) and isinstance(children, dict) and frame.key is not None, "a key came first"
        node.key = frame.key_at
        if not frame.drop:
            frame.data[frame.key] = value
            children[frame.key] = node
        frame.key = None


def _anchor(written: str) -> tuple[Text, Text]:
    return (
        Text(f"an anchor or a reference stands here: `{written}`", f"这里有 YAML 锚点或引用 `{written}`"),
        Text("write the value out in full, or quote it if it is text", "请把值完整写出；如果是文字，请加引号"),
    )


def _repeated(key: str) -> tuple[Text, Text]:
    return Text(f"the key `{key}` stands twice", f"键 `{key}` 重复"), Text("keep one of them", "请只留一个")
