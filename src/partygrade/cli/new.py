"""`partygrade new`: a scheme file to start from, with golden cases, and the schemas by which editors help.

The schemas are copies beside the scheme, so that the first lines of the files are right offline, after an update of
the library, and for everybody who gets the folder.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from partygrade import catalog
from partygrade.cli.options import Options
from partygrade.cli.screen import Screen
from partygrade.cli.stop import USAGE, Stop
from partygrade.document import read

SCHEMAS = {"scheme.schema.json": "--file", "cases.schema.json": "--cases"}
"""The schemas, each with the option of `partygrade schema` that prints it."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ENDINGS = ("yaml", "cases.yaml")


def run(options: Options, screen: Screen) -> int:
    """Write the files, or none of them."""
    name, folder = options.name, options.dir
    _check_name(name, screen)
    texts = {folder / f"{name}.{ending}": _text(name, ending, screen) for ending in _ENDINGS}
    _check_place(folder, list(texts), screen)
    for schema, option in SCHEMAS.items():
        beside = folder / schema
        if beside.exists():
            _note_another(beside, _packaged(schema), option, screen)
        else:
            texts[beside] = _packaged(schema)
    _write(texts, screen)
    for path in texts:
        screen.print(screen.say(f"written: {path}", f"已写入：{path}"))
    scheme = folder / f"{name}.yaml"
    screen.print(screen.say(f"next: partygrade check --cases {scheme}", f"下一步：partygrade check --cases {scheme}"))
    return 0


def _check_name(name: str, screen: Screen) -> None:
    if _ID.fullmatch(name) is None:
        text = screen.say(
            f"error: `{name}` is no id of a scheme: expected lower-case letters, digits and single `-` between them, "
            "such as `village-2024`",
            f"错误：`{name}` 不能作办法的标识：应为小写字母、数字，中间可用单个 `-` 连接，如 `village-2024`",
        )
        raise Stop(text, USAGE)
    if catalog.find(name) is not None:
        text = screen.say(
            f"error: a shipped scheme is called `{name}`: expected another name",
            f"错误：`{name}` 是自带办法的名称，请换一个",
        )
        raise Stop(text, USAGE)


def _check_place(folder: Path, paths: list[Path], screen: Screen) -> None:
    if not folder.is_dir():
        raise Stop(screen.say(f"error: there is no folder `{folder}`", f"错误：没有文件夹 `{folder}`"))
    for path in paths:
        if path.exists() or path.is_symlink():
            text = screen.say(
                f"error: `{path}` is there already, and is not overwritten; nothing is written",
                f"错误：`{path}` 已经存在，不会覆盖；没有写入任何文件",
            )
            raise Stop(text)


def _note_another(path: Path, schema: str, option: str, screen: Screen) -> None:
    """Say that editors will go by a schema that is not that of this library."""
    if path.read_bytes() != schema.encode():
        screen.note(
            f"`{path}` is not the schema of this version; `partygrade schema {option} > {path}` renews it",
            f"`{path}` 与本版本不同；可用 `partygrade schema {option} > {path}` 更新",
        )


def _text(name: str, ending: str, screen: Screen) -> str:
    text = _packaged(f"cli/start/{screen.lang}.{ending}")
    text = text.replace("start.yaml", f"{name}.yaml")
    return re.sub(r"(?m)^scheme: start$", f"scheme: {_scalar(name)}", text)


def _scalar(name: str) -> str:
    """Put an id in quotes where plain YAML would be something else than text, such as `2024` or `on`."""
    found = read(f"scheme: {name}")
    return name if found.data == {"scheme": name} and not found.faults else f'"{name}"'


def _packaged(name: str) -> str:
    return files("partygrade").joinpath(name).read_text(encoding="utf-8")


def _write(texts: dict[Path, str], screen: Screen) -> None:
    done: list[Path] = []
    for path, text in texts.items():
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                done.append(path)
                file.write(text)
        except OSError as error:
            for written in done:
                written.unlink(missing_ok=True)
            why = error.strerror or str(error)
            said = screen.say(f"error: `{path}` cannot be written: {why}", f"错误：无法写入 `{path}`：{why}")
            raise Stop(said) from error
