"""A finding as the comment of a cell, in the order of a message: rule, what was found, cause, effect, what to do."""

from dashboards.returned.asked import Row
from dashboards.words import words
from sources.returned.printed import FINDINGS

LONG = 150  # signs of a cause, an effect …
LONGEST = 1500  # signs of one comment; the list has everything


def remark(found: list[tuple[Row, Row]]) -> str:
    """The comment of a cell: every finding it is concerned by."""
    said = "\n\n".join(_one(finding, failure) for finding, failure in found)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 12]}……（见问题清单）"


def _one(finding: Row, failure: Row) -> str:
    more = finding["failures"] or 1
    lines = [
        f"【{words().severities[finding['severity']]} {failure['rule']}】{finding['title']}",
        _where(failure),
        failure["message"] or "",
        _numbers(failure),
        _labelled("可能原因", finding["cause_text"]),
        _labelled("影响", finding["effect"]),
        _labelled("怎么改", finding["hint"]),
        _labelled("此前答复", finding["answer"]),
        _labelled("上年说明", finding["last_reason"]),
        f"问题编号：{finding['finding_id']}" + (f"（同一原因共 {more} 处）" if more > 1 else ""),
    ]
    return "\n".join(line for line in lines if line)


def _where(failure: Row) -> str:
    parts = [f"{word}：{failure[key]}" for key, word in (("row_label", "行"), ("column_label", "列")) if failure[key]]
    place = " ".join(part for part in (failure["sheet"], failure["cell"]) if part)
    return f"{place}（{'｜'.join(parts)}）" if parts else place


def _numbers(failure: Row) -> str:
    told = (("填报", "found"), ("应为", "expected"), ("相差", "difference"))
    return "，".join(f"{word} {failure[key]}" for word, key in told if failure[key])


def _labelled(word: str, text: str | None) -> str:
    said = text or ""
    return f"{word}：{said if len(said) <= LONG else f'{said[:LONG]}……（见{FINDINGS}）'}" if said else ""
