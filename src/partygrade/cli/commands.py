"""The subcommands: what each does, what stands behind it, and the exit codes."""

from __future__ import annotations

from partygrade.diagnostics import Text

COMMANDS: dict[str, Text] = {
    "grade": Text("grade the organisations of a table", "评定表格中的各个组织"),
    "explain": Text("explain the grade of one organisation", "说明一个组织的评定过程"),
    "readings": Text("compare the results under every other reading", "比较各种读法下的结果"),
    "draw": Text("pick the organisations of a spot check", "抽取抽查的组织"),
    "check": Text("list every fault and finding in scheme files", "检查办法文件，列出全部差错和发现"),
    "test": Text("run the golden cases of schemes", "运行办法的样例"),
    "show": Text(
        "show every figure of a scheme, with its clause and its line", "列出办法的全部数值，附依据条款和所在行"
    ),
    "schemes": Text("list the schemes that come with the program", "列出自带的办法"),
    "schema": Text("print a JSON Schema", "输出 JSON Schema"),
    "template": Text("make an empty table for a scheme", "按办法生成空白表格"),
    "new": Text("write a scheme file to start from", "生成一份起步的办法文件"),
}

OPERANDS = {
    "grade": "SCHEME TABLE",
    "explain": "SCHEME TABLE --row KEY",
    "readings": "SCHEME TABLE",
    "draw": "SCHEME TABLE --seed TEXT",
    "check": "SCHEME...",
    "test": "[PATH...]",
    "show": "SCHEME",
    "schemes": "",
    "schema": "(SCHEME | --result | --cohort | --file)",
    "template": "SCHEME",
    "new": "NAME",
}

EXIT_CODES = Text(
    """exit codes:
  0    done
  1    faults in the scheme, the table or its rows, findings of `check`, golden cases or laws that fail;
       quotas that are not met are no faults
  2    the command itself is wrong
  130  interrupted

A SCHEME is the name of a scheme that `partygrade schemes` lists, or the path of a scheme file. A TABLE is a CSV
(UTF-8 or GB18030) or JSON Lines file. The language is that of --lang, or of PARTYGRADE_LANG, or of the locale.""",
    """退出码：
  0    完成
  1    办法、表格或其中的行有差错，`check` 有发现，样例或定律不符；比例未满足不算差错
  2    命令写错
  130  被中断

SCHEME 是 `partygrade schemes` 列出的自带办法的名称，或办法文件的路径。TABLE 是 CSV（UTF-8 或
GB18030）或 JSON Lines 文件。语言由 --lang 决定，其次是 PARTYGRADE_LANG，再次是系统区域设置。""",
)
