"""Write the pages of the shipped schemes, and the list of them and of the gallery.

`make pages` runs this; a test sees that the pages are in step with the schemes.
"""

from __future__ import annotations

from pathlib import Path

from partygrade import catalog
from partygrade.api import Scheme, load
from partygrade.page import page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemes"

_HEAD = """\
# 自带的办法

每份办法一页，由办法文件生成（`make pages`），依据条款写在各项旁边。要打印，可用 `partygrade show NAME --format html`。

| 办法 | 标识 | 版本 | 等次 | 读法和假定 | 办法文件 |
| --- | --- | --- | --- | --- | --- |
"""
_GALLERY = """
## 示例库

用同一种语言写成的其他办法，用来说明语言能写什么；`partygrade show NAME --format markdown` 给出同样的一页。

| 办法 | 标识 | 版本 | 等次 | 读法和假定 | 办法文件 |
| --- | --- | --- | --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """Give the text of every page by the name of its file."""
    out = {f"{name}.md": page(load(name), "zh") for name in catalog.names()}
    return {"README.md": index(), **out}


def index() -> str:
    """List the shipped schemes, and those of the gallery."""
    shipped = (_row(load(name), f"[{{title}}]({name}.md)", "../../schemes") for name in catalog.names())
    gallery = (_row(load(name), "{title}", "../../schemes/gallery") for name in catalog.gallery())
    return "".join([_HEAD, *shipped, _GALLERY, *gallery])


def _row(scheme: Scheme, link: str, folder: str) -> str:
    readings = sum(reading["status"] in ("read", "assumed") for reading in scheme.readings)
    title = scheme.title.replace("|", "\\|")
    cells = (
        link.replace("{title}", title),
        f"`{scheme.id}`",
        (scheme.edition or "").replace("|", "\\|"),
        str(len(scheme.grades)),
        str(readings),
        f"[{scheme.id}.yaml]({folder}/{scheme.id}.yaml)",
    )
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write the files, and take away those of schemes that are no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in found:
            path.unlink()
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
