"""What people write for the words of a scheme file, and the words that they may mean.

Before: a word that is not known where it stands. After: the words of the language that it may stand for, the likeliest
first; which of them fits depends on the place.
"""

from __future__ import annotations

_KEYS = {
    "title": "标题 题目 办法名称 文件名称 名称 heading",
    "scheme": "办法 标识 办法标识",
    "edition": "版本 version",
    "in_force": "施行期间 有效期 施行",
    "subject": "评定对象 对象",
    "sources": "依据文件 文件 依据 documents",
    "parameters": "参数 数值 params",
    "facts": "事实 情况 指标 数据 inputs",
    "derived": "派生量 派生",
    "score": "评分 评分表 得分 总分 分数",
    "grades": "等次 等级 档次 levels ladder bands",
    "rules": "规则 条件",
    "order": "顺序 阶段顺序 次序",
    "checks": "校验 检查",
    "procedure": "程序 评定程序 步骤",
    "cohort": "同批 同批比例",
    "quotas": "名额 比例 quota",
    "cycle": "年度升降 升降",
    "draws": "抽查",
    "follow_up": "结果运用 运用",
    "left_out": "未收录 未收入的内容 未收入",
    "extends": "原办法 扩展",
    "label": "名称 标签 名字 name title text description caption",
    "source": "依据 依据条款 条款 来源 出处 clause ref",
    "note": "备注 说明 注 注释 remark comment description",
    "id": "标识 编号 代码 name key code",
    "type": "类型 种类 kind",
    "unit": "单位",
    "default": "缺省 缺省值 默认 默认值",
    "optional": "可缺 选填 required",
    "better": "方向 好坏 direction",
    "decimals": "小数位数 小数 digits precision",
    "of": "选项 依据 类别 options values choices from",
    "min": "最小 最小值 minimum at_least",
    "max": "最大 最大值 最高分 满分 maximum full at_most",
    "step": "最小单位 步长",
    "fields": "字段",
    "value": "取值 值 公式 数值 formula expression",
    "readings": "读法 其他读法",
    "assumed": "假定 假设 理由 assumption",
    "points": "分值 分 满分 分数 得分 扣分 加分 score full max mark marks value point",
    "deduct": "扣分 减分 deduction deductions minus penalties",
    "add": "加分 奖励 additions bonus bonuses plus",
    "sum": "合计 总和 相加 items children parts nodes total",
    "weighted": "加权 加权合计 weights",
    "highest": "取最高 最高",
    "lowest": "取最低 最低",
    "steps": "分段 档 thresholds ranges bands",
    "table": "查表 lookup",
    "linear": "线性插值 线性",
    "weight": "权重 比重",
    "full": "满分 full_points max",
    "round": "取舍 四舍五入 舍入 rounding",
    "when": "条件 当 如果 若 if condition where",
    "where": "条件 其中 计入的事件 if when condition",
    "each": "每次 每 次数 per every",
    "once_per": "同一事项 事项",
    "counting": "计法 计分方式",
    "amount": "酌定分",
    "from": "下限 分数线 起 以上 at_least min minimum ge gte cutoff threshold",
    "above": "超过 高于 大于 gt",
    "up_to": "上限 以下 不超过 at_most max maximum le lte",
    "below": "低于 小于 不足 lt",
    "at_least": "下限 最低 保底 不少于 不低于 min minimum floor",
    "at_most": "上限 封顶 最高 最高等次 不超过 max maximum cap ceiling limit",
    "raise_by": "升级 升 raise promote",
    "lower_by": "降级 降 lower demote",
    "grade": "直接认定 等次 直接定为 set",
    "not_graded": "不定级 不参评",
    "require": "要求 条件 requires must condition when",
    "otherwise": "否则 不满足时 else",
    "rank_by": "排序 排名 order_by sort_by",
    "within": "分组 范围 group_by",
    "among": "计入的对象 其中 where",
    "by": "实施主体 主体 who",
    "after": "前一步骤 之后",
    "until": "截止日 期限",
    "what": "内容",
    "why": "理由 原因 reason",
    "date": "日期",
    "issuer": "发文机关 机关",
    "number": "文号",
    "case": "样例 名称 name title label",
    "expect": "应得 预期 结果 expected except result",
    "set": "读法 参数 设定 parameters",
    "records": "记录 各组织",
    "base": "基本情况 共同情况",
    "cases": "样例",
    "fired": "触发 触发的规则",
    "failed_checks": "未通过的校验",
    "nodes": "评分项 各项 items",
    "band": "档次",
    "own_grade": "自身等次",
}
_OPTIONS = {
    "points": "打分 评分 得分 分数 分值 score",
    "number": "数 数字 数值 小数 decimal float",
    "percent": "百分比 百分数 比例 率 percentage rate share",
    "count": "计数 次数 个数 人数 整数 integer int whole",
    "flag": "是否 是非 boolean bool yesno yes_no",
    "choice": "选择 选项 单选 enum select option",
    "date": "日期 时间 datetime day time",
    "grade": "等次 等级",
    "tally": "分类计数",
    "amount": "酌定分 酌情",
    "text": "文字 文本 string str",
    "panel": "多人评分 评委",
    "events": "事件 列表 list array records",
    "up": "高 越高越好 高好 上 正向 higher high more asc",
    "down": "低 越低越好 低好 下 反向 负向 lower low less desc",
    "warning": "警告 提示 提醒 warn",
    "invalid": "无效 作废 error fail",
    "each": "各计 累计 分别计 all sum",
    "highest": "取最高 最高 max",
    "enforce": "执行 调整",
    "report": "报告 只报告",
    "half_up": "四舍五入",
    "graded": "有等次的",
    "all": "全部 全体",
}
_CONSTANTS = {"true": "是 真 有 对 yes", "false": "否 假 无 错 no"}


def _turned(*tables: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Turn the lists round: for each word that is written, those that it may mean."""
    out: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for meant, written in table.items():
            for word in written.split():
                out[word] = (*out.get(word, ()), meant)
    return out


_MEANT = _turned(_KEYS, _OPTIONS)
_TRUTHS = _turned(_CONSTANTS)


def may_mean(word: str) -> tuple[str, ...]:
    """Give the keys and options that a word may stand for."""
    return _MEANT.get(word, ())


def truth(word: str) -> str | None:
    """Give `true` or `false` where a word says yes or no."""
    return next(iter(_TRUTHS.get(word, ())), None)
