"""The scheme file as strict, frozen models.

Which keys there are, and of which shape. What they mean is decided by `compile`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainValidator, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from partygrade.exact import Mode


def _formula(value: object) -> object:
    if isinstance(value, str | int | Decimal):
        return value
    raise PydanticCustomError("formula_type", "formula")


def _figure(value: object) -> object:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("figure_type", "figure")


Formula = Annotated[
    str | int | Decimal | bool,
    PlainValidator(_formula),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
Figure = Annotated[int | Decimal, PlainValidator(_figure), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, Field(ge=0)]
Digits = Annotated[int, Field(ge=0, le=9)]


def _setting(*words: str) -> Any:
    """Offer the words of a setting that may also name a parameter."""
    return WithJsonSchema({"anyOf": [{"enum": [*words]}, {"type": "string"}]})


Otherwise = Annotated[str, _setting("warning", "invalid")]
PhaseName = Annotated[str, WithJsonSchema({"enum": ["raise_by", "at_least", "at_most", "lower_by", "grade", "quotas"]})]


def _says(english: str, chinese: str) -> Any:
    return Field(default=None, description=f"{english} / {chinese}")


class Model(BaseModel):
    """The base of every part: unknown keys are faults, nothing is coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Element(Model):
    """What every element may carry."""

    label: str | None = _says("what people call it", "名称")
    source: str | None = _says("the clause it comes from", "依据条款")
    note: str | None = _says("a remark, shown in explanations", "备注")


class InForce(Model):
    """From and to which day, both inclusive, the scheme is in force."""

    from_: str | None = Field(default=None, alias="from", description="first day / 施行日期")
    to: str | None = _says("last day", "失效日期")


class Source(Model):
    """A document."""

    title: str = Field(description="title of the document / 文件名称")
    issuer: str | None = _says("who issued it", "发文机关")
    date: str | None = _says("when", "日期")
    number: str | None = _says("its number", "文号")
    note: str | None = _says("a remark", "备注")


class ParameterSpec(Element):
    """A named figure with its origin."""

    value: Formula = Field(description="a number, a share, a flag, a word, or a formula of parameters / 取值")
    at_least: Formula | None = _says("least value that the document allows", "允许的下限")
    at_most: Formula | None = _says("greatest value that the document allows", "允许的上限")
    unit: str | None = _says("unit", "单位")
    readings: dict[str, str] | None = _says("other ways to read the clause: value and why", "其他读法")
    assumed: str | None = _says("why a figure is supplied that the document lacks", "假定的理由")


class FactSpec(Element):
    """What every fact may carry."""

    better: Literal["up", "down"] | None = _says(
        "`up` where more is better, `down` where less is", "方向：高者为优写 up，低者为优写 down"
    )
    actionable: bool | None = _says("the organisation can still change it", "可以改变")
    optional: bool | None = _says("may be unknown", "可缺")


class PointsFact(FactSpec):
    """A score given by an assessor."""

    type: Literal["points"] = Field(description="a score given by an assessor / 打分：评定人给的分")
    max: Figure = Field(description="greatest score / 最高分")
    step: Figure | None = _says("smallest step, 0.01 if not stated", "最小单位")
    default: Figure | None = _says("value where none is given", "缺省值")


class NumberFact(FactSpec):
    """A measured quantity."""

    type: Literal["number"] = Field(description="a measured quantity / 数值：量出来的数")
    min: Figure | None = _says("least value, 0 if not stated", "最小值")
    max: Figure = Field(description="greatest value / 最大值")
    decimals: Digits | None = _says("digits after the point, 0 if not stated", "小数位数")
    unit: str | None = _says("unit", "单位")
    default: Figure | None = _says("value where none is given", "缺省值")


class PercentFact(FactSpec):
    """A percentage from 0 to 100."""

    type: Literal["percent"] = Field(description="a percentage from 0 to 100 / 百分比：0 至 100")
    decimals: Digits | None = _says("digits after the point, 2 if not stated", "小数位数")
    default: Figure | None = _says("value where none is given", "缺省值")


class CountFact(FactSpec):
    """A whole number from 0."""

    type: Literal["count"] = Field(description="a whole number from 0 / 个数、次数：从 0 起的整数")
    max: Whole | None = _says("greatest value, 9999 if not stated", "最大值")
    unit: str | None = _says("unit", "单位")
    default: Whole | None = _says("value where none is given", "缺省值")


class FlagFact(FactSpec):
    """Yes or no."""

    type: Literal["flag"] = Field(description="yes or no / 是或否")
    default: bool | None = _says("value where none is given", "缺省值")


# The tags stand in brackets, so that no key of a file is like them.
Names = Annotated[
    Annotated[str, Tag("[name]")] | Annotated[list[str], Field(min_length=1), Tag("[list]")],
    Discriminator(lambda value: "[list]" if isinstance(value, list) else "[name]"),
]
Options = Annotated[
    Annotated[list[str], Field(min_length=1), Tag("[list]")]
    | Annotated[dict[str, str], Field(min_length=1), Tag("[mapping]")],
    Discriminator(lambda value: "[mapping]" if isinstance(value, dict) else "[list]"),
]


class ChoiceFact(FactSpec):
    """One of a list of words."""

    type: Literal["choice"] = Field(description="one of a list of words / 选项之一")
    of: Options = Field(description="the words, or word: label / 选项")
    ordered: bool | None = _says("the words are ordered, lowest first", "有序")
    default: str | None = _says("value where none is given", "缺省值")


class DateFact(FactSpec):
    """A calendar day."""

    type: Literal["date"] = Field(description="a calendar day / 日期")
    default: str | None = _says("value where none is given", "缺省值")


class GradeFact(FactSpec):
    """A grade of this scheme or of another ladder."""

    type: Literal["grade"] = Field(description="a grade of this scheme or of another ladder / 等次")
    of: Options | None = _says("the grades of another ladder, best first", "等次，从高到低")
    default: str | None = _says("value where none is given", "缺省值")


class TallyFact(FactSpec):
    """Counts by category."""

    type: Literal["tally"] = Field(description="counts by category / 分类计数：各类别的次数")
    of: Options = Field(description="the categories, or category: label / 类别")
    max: Whole | None = _says("greatest count, 9999 if not stated", "最大值")
    unit: str | None = _says("unit", "单位")
    default: Whole | None = _says("count where none is given", "缺省值")


class AmountFact(FactSpec):
    """A discretionary number of points: 0, or within the limits."""

    type: Literal["amount"] = Field(
        description="a discretionary number of points: 0, or within the limits / 酌定分：0，或在限度之内"
    )
    at_least: Figure | None = _says("least amount other than 0", "下限")
    at_most: Figure | None = _says("greatest amount, 9999 if not stated", "上限")
    step: Figure | None = _says("smallest step, 0.01 if not stated", "最小单位")
    default: Figure | None = _says("value where none is given", "缺省值")


class TextFact(FactSpec):
    """A word that only `within` uses."""

    type: Literal["text"] = Field(
        description="a word that only `within` and `once_per` use / 文字：只用于分组和同一事项"
    )
    default: str | None = _says("value where none is given", "缺省值")


class PanelFact(FactSpec):
    """The scores of several assessors."""

    type: Literal["panel"] = Field(description="the scores of several assessors / 多人评分")
    max: Figure = Field(description="greatest score / 最高分")
    step: Figure | None = _says("smallest step, 0.01 if not stated", "最小单位")
    roles: Options | None = _says("a panel for each role, or role: label", "评分人类别")
    at_least: Whole | None = _says("fewest scores, 1 if not stated", "最少人数")
    at_most: Whole | None = _says("most scores, 99 if not stated", "最多人数")


FieldFact = Annotated[
    PointsFact
    | NumberFact
    | PercentFact
    | CountFact
    | FlagFact
    | ChoiceFact
    | DateFact
    | GradeFact
    | AmountFact
    | TextFact,
    Field(discriminator="type"),
]


class EventsFact(FactSpec):
    """A list of small records."""

    type: Literal["events"] = Field(
        description="a list of small records, such as sanctions / 事件列表：如处分，每件一条"
    )
    fields: Annotated[dict[str, FieldFact], Field(min_length=1)] = Field(description="the fields, each a fact / 字段")
    derived: dict[str, Formula] | None = _says("names for formulas over the fields of an event", "事件派生量")
    key: Names | None = _says("the field or fields in which no two events agree", "唯一标识字段")
    at_most: Whole | None = _says("most events, 999 if not stated", "最多件数")
    children: bool | None = _says("filled from the gradings of the organisations below", "由下级评定结果填入")


AnyFact = Annotated[
    PointsFact
    | NumberFact
    | PercentFact
    | CountFact
    | FlagFact
    | ChoiceFact
    | DateFact
    | GradeFact
    | TallyFact
    | AmountFact
    | TextFact
    | PanelFact
    | EventsFact,
    Field(discriminator="type"),
]


class Rounding(Model):
    """How a number is rounded."""

    digits: Digits = Field(description="digits after the point / 小数位数")
    mode: Mode | None = _says("half_up if not stated", "方式")


class Renormalise(Rounding):
    """Scale what applies to the full points."""

    to: Formula | None = _says("the points to scale to, the full points if not stated", "折算后的满分")
    when: Formula | None = _says("a condition of parameters only", "适用的读法")


RoundingSpec = Annotated[
    Annotated[Digits, Tag("[digits]")] | Annotated[Rounding, Tag("[rounding]")],
    Discriminator(lambda value: "[rounding]" if isinstance(value, dict) else "[digits]"),
]
PointsSpec = Annotated[
    Annotated[Formula, Tag("[formula]")]
    | Annotated[dict[str, Formula], Tag("[mapping]")]
    | Annotated[list[Formula], Field(min_length=1), Tag("[list]")],
    Discriminator(
        lambda value: "[mapping]" if isinstance(value, dict) else "[list]" if isinstance(value, list) else "[formula]"
    ),
]


Of = Annotated[
    Annotated[Formula, Tag("[formula]")] | Annotated[list[Formula], Field(min_length=1, max_length=3), Tag("[list]")],
    Discriminator(lambda value: "[list]" if isinstance(value, list) else "[formula]"),
]


class LineSpec(Element):
    """A deduction or an addition."""

    id: str | None = _says("name", "标识")
    when: Formula | None = _says("the condition under which it counts once", "条件")
    each: Formula | None = _says("how often it counts: a formula, a tally or a list of events", "次数")
    where: Formula | None = _says("which events count", "计入的事件")
    amount: str | None = _says("an `amount` or `points` fact", "酌定分")
    value: Formula | None = _says("points by a formula, never negative", "按公式计分")
    points: PointsSpec | None = _says("points, points by category, or of the first, the second … event", "分值")
    by: str | None = _says("what orders the events", "事件的先后依据")
    nth_of: Names | None = _says("events that agree in this are numbered together", "按此分别计次")
    once_per: Names | None = _says(
        "only the event with most points counts of those that agree in this", "同一事项只计最高"
    )
    at_most: Formula | None = _says("greatest sum of the line", "封顶")
    counting: Annotated[str, _setting("each", "highest")] | None = _says("each or highest", "各计或取最高")


class StepSpec(Element):
    """A step of a lookup."""

    from_: Formula | None = Field(default=None, alias="from", description="inclusive lower bound / 下限（含）")
    above: Formula | None = _says("exclusive lower bound", "下限（不含）")
    up_to: Formula | None = _says("inclusive upper bound", "上限（含）")
    below: Formula | None = _says("exclusive upper bound", "上限（不含）")
    points: Formula = Field(description="points / 分值")


class CornerSpec(Model):
    """A corner of a `linear` node."""

    at: Formula = Field(description="the figure / 取值")
    points: Formula = Field(description="points there / 分值")


class NodeSpec(Element):
    """A node of the score tree; it has exactly one form."""

    id: str | None = _says("name", "标识")
    points: Formula | None = _says("full points, assessed or with `deduct`", "满分")
    deduct: list[LineSpec] | None = _says(
        "deductions: a list of lines with `when` or `each`, and `points`", "扣分：逐行写条件或次数，和分值"
    )
    add: list[LineSpec] | None = _says(
        "additions: a list of lines with `when` or `each`, and `points`", "加分：逐行写条件或次数，和分值"
    )
    sum: list[NodeSpec] | None = _says("the sum of the child nodes", "合计")
    weighted: list[NodeSpec] | None = _says("child nodes with weights that add to 1", "加权合计")
    highest: list[NodeSpec] | None = _says("the highest child node", "取最高")
    lowest: list[NodeSpec] | None = _says("the lowest child node", "取最低")
    value: Formula | None = _says("a formula", "公式")
    steps: list[StepSpec] | None = _says(
        "points by thresholds on `of`: `{from: 90, points: 30}`", "分段计分：如 `{from: 90, points: 30}`"
    )
    table: dict[str, Any] | None = _says("points by one or several keys", "查表")
    linear: list[CornerSpec] | None = _says("points along straight lines between corners", "线性插值")
    of: Of | None = _says("what steps, a table or lines look at", "依据")
    at_least: Formula | None = _says("floor of the value: a figure or a formula", "下限：数字或公式")
    at_most: Formula | None = _says("ceiling of the value: a figure or a formula", "封顶：数字或公式")
    round: RoundingSpec | None = _says("digits, or {digits, mode}", "取舍")
    when: Formula | None = _says("condition under which the node applies", "适用条件")
    full: Formula | None = _says("declared full points", "满分")
    weight: Formula | None = _says("weight in `weighted`", "权重")
    renormalise: Renormalise | None = _says("scale what applies to the full points", "折算")
    step: Figure | None = _says("step of the assessed points", "最小单位")
    default: Figure | None = _says("assessed points where none are given", "缺省值")
    optional: bool | None = _says("may not have been assessed; then it does not apply", "可缺")
    better: Literal["up", "down"] | None = _says(
        "`up` where more is better, `down` where less is", "方向：高者为优写 up，低者为优写 down"
    )


class DerivedSpec(Element):
    """A figure or condition with a name, worked out from facts; it has exactly one form."""

    value: Formula | None = _says("a formula", "公式")
    steps: list[StepSpec] | None = _says("a figure by thresholds", "分段")
    table: dict[str, Any] | None = _says("a figure or grade by one or several keys", "查表")
    linear: list[CornerSpec] | None = _says("a figure along straight lines between corners", "线性插值")
    of: Of | None = _says("what steps, a table or lines look at", "依据")
    round: RoundingSpec | None = _says("digits, or {digits, mode}", "取舍")
    unit: str | None = _says("unit", "单位")


class GradeSpec(Element):
    """A grade of the ladder."""

    id: str = Field(description="name / 标识")
    from_: Formula | None = Field(default=None, alias="from", description="inclusive lower bound / 下限（含）")
    above: Formula | None = _says("exclusive lower bound", "下限（不含）")
    up_to: Formula | None = _says("inclusive upper bound, where less is better", "上限（含），低者为优")
    below: Formula | None = _says("exclusive upper bound, where less is better", "上限（不含），低者为优")
    when: Formula | None = _says("condition", "条件")
    aliases: list[str] | None = _says("other names in records", "别名")


class RuleSpec(Element):
    """A rule on the grade."""

    id: str = Field(description="name / 标识")
    when: Formula = Field(description="condition / 条件")
    raise_by: Formula | None = _says("so many grades up", "升几级")
    at_least: str | None = _says("the grade is at least this", "保底等次")
    at_most: str | None = _says("the grade is at most this", "最高等次")
    lower_by: Formula | None = _says("so many grades down", "降几级")
    grade: str | None = _says("the grade is this, whatever the score", "直接认定的等次")
    not_graded: str | None = _says("no grade, and why", "不定级的理由")
    soft: bool | None = _says("yields to an override in the record", "原则性规则，可由记录中的例外改变")


class CheckSpec(Element):
    """What must hold for a grading to be valid."""

    id: str = Field(description="name / 标识")
    require: Formula = Field(description="what must hold / 要求")
    otherwise: Otherwise = Field(description="warning, invalid, or a parameter / 不满足时")


class QuotaSpec(Element):
    """A quota over one or several grades."""

    id: str = Field(description="name / 标识")
    grades: Annotated[list[str], Field(min_length=1)] = Field(description="the grades / 等次")
    at_most: Formula | None = _says("a share or a head count", "不超过")
    at_least: Formula | None = _says("a share or a head count", "不少于")
    of: Annotated[str, _setting("graded", "all")] | None = _says("graded, all, or a parameter", "基数")
    rounding: Annotated[str, _setting("down", "up", "half_up")] | None = _says(
        "down, up, half_up, or a parameter", "取整"
    )
    ties: Annotated[str, _setting("out", "in", "report")] | None = _says("out, in, report, or a parameter", "并列")
    action: Annotated[str, _setting("enforce", "report")] | None = _says("enforce, report, or a parameter", "作用")
    among: Formula | None = _says("a condition: who is counted, stands in the base and is moved", "计入的对象")
    when: Formula | None = _says("a condition of parameters only", "适用的读法")


class CohortSpec(Model):
    """Ranking and quotas."""

    within: list[str] | None = _says("facts that split the cohort", "分组")
    rank_by: list[str] | None = _says("formulas with asc or desc", "排序")
    quotas: list[QuotaSpec] | None = _says("quotas, in the order in which they act", "比例")


class OrderChoice(Model):
    """An order of phases for each option of a parameter."""

    choose: str = Field(description="a parameter / 参数")
    of: dict[str, list[PhaseName]] = Field(description="option: phases / 各读法的顺序")


OrderSpec = Annotated[
    Annotated[list[PhaseName], Tag("[list]")] | Annotated[OrderChoice, Tag("[choose]")],
    Discriminator(lambda value: "[choose]" if isinstance(value, dict) else "[list]"),
]


class StepOfProcedure(Element):
    """A step of the procedure; it declares the fact that says when, or whether, it was done."""

    id: str = Field(description="name / 标识")
    by: str | None = _says("who does it", "实施主体")
    yields: str | None = _says("what it yields", "形成的材料")
    dated: bool | None = _says("the fact is a day (default) or a flag", "记录日期或是否")
    optional: bool | None = _says("may be left out", "可不进行")
    after: str | None = _says("the step that comes before it", "前一步骤")
    until: Formula | None = _says("the last day on which it may be done", "截止日")
    notice_days: Whole | None = _says("for how many days it is on notice at least", "公示天数")
    participation: Formula | None = _says("the least share of those who may take part", "最低参与率")
    otherwise: Otherwise | None = _says(
        "warning, invalid, or a parameter: where it is missing, late or too small", "不满足时"
    )


class TargetSpec(Element):
    """A target from one year to the next."""

    id: str = Field(description="name / 标识")
    grades: Annotated[list[str], Field(min_length=1)] = Field(description="last year's grades / 上年等次")
    reach: str = Field(description="the least grade this year / 本年应达等次")
    share: Formula | None = _says("of how many, all if not stated", "比例")


class CycleSpec(Model):
    """From one year to the next."""

    previous: str = Field(description="the fact that holds last year's grade / 上年等次")
    targets: list[TargetSpec] | None = _says("targets", "目标")


class DrawSpec(Element):
    """A spot check."""

    id: str = Field(description="name / 标识")
    grades: Annotated[list[str], Field(min_length=1)] = Field(description="of which grades / 等次")
    share: Formula | None = _says("at least this share of each grade", "比例")
    at_least: Formula | None = _says("at least so many of each grade", "最少个数")


class FollowUpSpec(Model):
    """What a grade, or a condition, leads to."""

    grades: Annotated[list[str], Field(min_length=1)] | None = _says("the grades", "等次")
    when: Formula | None = _says("the condition, beside or instead of the grades", "适用条件")
    label: str = Field(description="what follows / 结果运用")
    source: str | None = _says("the clause", "依据条款")


class LeftOut(Model):
    """What the document says and the file does not."""

    what: str = Field(description="what the document says / 内容")
    why: str = Field(description="why it is left out / 理由")
    source: str | None = _says("the clause", "依据条款")


class SchemeFile(Model):
    """A scheme file."""

    partygrade: Literal[1] = Field(description="version of the language / 语言版本")
    scheme: str = Field(description="id of the scheme / 标识", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(description="title / 名称")
    edition: str | None = _says("which version of the document", "版本")
    in_force: InForce | None = _says("from when to when", "施行期间")
    subject: str | None = _says("what is graded", "评定对象")
    note: str | None = _says("anything worth knowing", "说明")
    sources: dict[str, Source] | None = _says("the documents", "依据文件")
    parameters: dict[str, ParameterSpec] | None = _says("named figures", "参数")
    facts: dict[str, AnyFact] | None = _says("what is known about one organisation", "事实")
    derived: dict[str, DerivedSpec] | None = _says("figures worked out from facts", "派生量")
    score: NodeSpec | None = _says("the score tree", "评分")
    band_on: Formula | None = _says("what the bounds of the grades are compared with", "划档依据")
    grades: Annotated[list[GradeSpec], Field(min_length=2)] | None = _says("the ladder, best first", "等次")
    staged: bool | None = _says("a grade needs the conditions of every grade below it", "逐级达标")
    grade_by: str | None = _says("a grade fact that gives the band", "直接评定的事实")
    rules: list[RuleSpec] | None = _says("rules on the grade", "规则")
    order: OrderSpec | None = _says("the order of the phases", "阶段顺序")
    checks: list[CheckSpec] | None = _says("what must hold for a grading to be valid", "校验")
    procedure: list[StepOfProcedure] | None = _says("the steps of the procedure", "评定程序")
    cohort: CohortSpec | None = _says("ranking and quotas", "同批比例")
    cycle: CycleSpec | None = _says("from one year to the next", "年度升降")
    draws: list[DrawSpec] | None = _says("spot checks", "抽查")
    follow_up: list[FollowUpSpec] | None = _says("what a grade leads to", "结果运用")
    left_out: list[LeftOut] | None = _says("what the document says and the file does not", "未收入的内容")


class ParameterChange(Element):
    """Other figures of a parameter, or a new parameter, which needs a `value`."""

    value: Formula | None = _says("a number, a share, a flag, a word, or a formula of parameters", "取值")
    at_least: Formula | None = _says("least value that the document allows", "允许的下限")
    at_most: Formula | None = _says("greatest value that the document allows", "允许的上限")
    unit: str | None = _says("unit", "单位")
    readings: dict[str, str] | None = _says("other ways to read the clause: value and why", "其他读法")
    assumed: str | None = _says("why a figure is supplied that the document lacks", "假定的理由")


ParameterSetting = Annotated[
    Annotated[Formula, Tag("[value]")] | Annotated[ParameterChange, Tag("[mapping]")],
    Discriminator(lambda value: "[mapping]" if isinstance(value, dict) else "[value]"),
]


class OverlayFile(Model):
    """A file that changes another scheme file."""

    partygrade: Literal[1] = Field(description="version of the language / 语言版本")
    scheme: str = Field(description="id of the scheme / 标识", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    extends: str = Field(description="a shipped scheme, or the path of a file from this one / 原办法")
    title: str | None = _says("title", "名称")
    edition: str | None = _says("which version of the document", "版本")
    in_force: InForce | None = _says("from when to when", "施行期间")
    subject: str | None = _says("what is graded", "评定对象")
    note: str | None = _says("anything worth knowing", "说明")
    sources: dict[str, Source] | None = _says("further documents", "新增依据文件")
    parameters: dict[str, ParameterSetting] | None = _says(
        "other values, and new parameters", "参数的新取值，或新增参数"
    )
    change: dict[str, dict[str, Any]] | None = _says("keys that replace those of an element, by its id", "修改的要素")
    remove: list[str] | None = _says("ids of elements that are taken out", "删去的要素")
    insert: dict[str, list[NodeSpec | LineSpec]] | None = _says(
        "child nodes or lines that a score node gets after its own", "增加的评分项或加减分行"
    )
    facts: dict[str, AnyFact] | None = _says("further facts", "新增事实")
    derived: dict[str, DerivedSpec] | None = _says("further derived figures", "新增派生量")
    band_on: Formula | None = _says("what the bounds of the grades are compared with", "划档依据")
    grades: list[GradeSpec] | None = _says("further grades", "新增等次")
    rules: list[RuleSpec] | None = _says("further rules", "新增规则")
    order: OrderSpec | None = _says("the order of the phases", "阶段顺序")
    checks: list[CheckSpec] | None = _says("further checks", "新增校验")
    procedure: list[StepOfProcedure] | None = _says("further steps of the procedure", "新增程序步骤")
    draws: list[DrawSpec] | None = _says("further spot checks", "新增抽查")
    follow_up: list[FollowUpSpec] | None = _says("what else a grade leads to", "新增结果运用")
    left_out: list[LeftOut] | None = _says("what else the document says and the file does not", "新增未收入的内容")
