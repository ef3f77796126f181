"""`partygrade schema`: the JSON Schema of records, of results, of scheme files, and of golden cases."""

from __future__ import annotations

import json
from importlib.resources import files

from partygrade.cli.options import Options
from partygrade.cli.screen import Screen
from partygrade.cli.stop import USAGE, Stop

_FILES = {
    "result": "result.schema.json",
    "cohort": "cohort.schema.json",
    "file": "scheme.schema.json",
    "cases": "cases.schema.json",
}


def run(options: Options, screen: Screen) -> int:
    """Print one schema."""
    if (options.scheme is None) == (options.part is None):
        text = screen.say(
            "error: say one of SCHEME, --result, --cohort, --file and --cases",
            "错误：请在 SCHEME、--result、--cohort、--file、--cases 中写一个",
        )
        raise Stop(text, USAGE)
    screen.raw(_record(options.scheme, screen) if options.part is None else _packaged(_FILES[options.part], screen))
    return 0


def _record(name: str, screen: Screen) -> str:
    # The others are read as they are, and need no scheme and none of what loading one imports.
    from partygrade.cli.scheme_file import open_scheme

    return json.dumps(open_scheme(name, [], screen.lang).record_schema(), ensure_ascii=False, indent=2) + "\n"


def _packaged(name: str, screen: Screen) -> str:
    try:
        return files("partygrade").joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        text = screen.say(f"error: the file `{name}` is missing from the package", f"错误：安装包中缺少文件 `{name}`")
        raise Stop(text) from error
