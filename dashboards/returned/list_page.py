"""The first sheet: what this workbook is, how to fill it in, and one line for each finding."""

from collections.abc import Mapping
from typing import Any

from dashboards.returned.asked import Asked, Row
from dashboards.returned.layout import HEIGHT, lines
from dashboards.returned.look import Looks
from dashboards.returned.naming import link_to, shown_sender
from dashboards.words import words
from sources.returned.printed import CELLS, FILLED, FOUND, KEYS, TREATMENTS

WIDTHS = {
    **{"finding_id": 10, "rule": 7, "severity": 10, "file_name": 14, "sheet": 9, "cell": 6, "row_label": 9},
    **{"column_label": 11, "says": 34, "found": 11, "expected": 11, "difference": 10, "cause_text": 15, "effect": 20},
    **{"hint": 18, "last_reason": 12, "treatment": 9, "text": 15, "author": 8, "approver": 8},
}
MOST_LINES = 16  # of a row; the rest of a longer text stands in the other list
EMPTY = 6  # width of a column in which nothing stands
HEADINGS = 4  # row of the headings, from 0
MOST_LINKS = 60_000  # links a sheet may hold: 65,530
HOW = (
    "怎么填：① 逐行在“处理”中选“更正”或“确认无误”。② 选“确认无误”的，写明“说明”，由“填报人”和“审核人”两人分别署名；"
    "须更正的只能选“更正”。③ 更正可以直接在后面的表页里改涂色的格（表页名称、行列不要动），也可以另报更正后的文件。"
    "④ 保存后把本册放回 inbox，文件名、行列次序可以变动，只填一部分也可以；问题编号不要改。"
)
Links = Mapping[tuple[Any, ...], str]  # delivery and its sheet (none: any) → the sheet of this workbook


def write_list(page: Any, asked: Asked, links: Links, looks: Looks) -> None:
    """Write the findings sheet."""
    _write_top(page, asked, looks)
    for column, heading in enumerate([*FOUND.values(), *FILLED.values(), *KEYS.values()]):
        page.write_string(HEADINGS, column, heading, looks.of("heading"))
    told = [texts(finding) for finding in asked.findings]
    widths = {name: width if _needed(name, told) else EMPTY for name, width in WIDTHS.items()}
    for row, (line, finding) in enumerate(zip(told, asked.findings, strict=True), HEADINGS + 1):
        shown = {name: _cut(text, WIDTHS[name]) for name, text in line.items()}
        page.set_row(row, HEIGHT * max(lines(text, widths[name]) for name, text in shown.items()))
        _write_line(page, row, {**finding, **shown}, links, looks)
        page.data_validation(row, len(FOUND), row, len(FOUND), _choice(finding))
    _arrange(page, HEADINGS + len(asked.findings), widths)


def texts(finding: Row) -> dict[str, str]:
    """What the list says of a finding, column by column, before anything is cut."""
    told = {**finding, "severity": _severity(finding), "says": _says(finding)}
    return {name: told[name] or "" for name in FOUND}


def is_cut(name: str, text: str) -> bool:
    """Whether a text is longer than the list shows it; the rest stands in the other list."""
    return lines(text, WIDTHS[name]) > MOST_LINES


def _cut(text: str, width: float) -> str:
    said = text
    while lines(said, width) > MOST_LINES:
        said = f"{said[: int(len(said) * 0.9) - 12]}……（其余见“{CELLS}”）"
    return said


def _needed(name: str, told: list[dict[str, str]]) -> bool:
    return name not in FOUND or any(line[name] for line in told)


def _write_top(page: Any, asked: Asked, looks: Looks) -> None:
    hard = sum(finding["severity"] == "hard" for finding in asked.findings)
    cells = sum(map(len, asked.failing.values()))
    until = f"依据 {asked.until:%Y年%m月%d日} 及以前收到的报送件；" if asked.until else ""
    told = (
        f"{until}共 {len(asked.findings):,} 个问题：须更正 {hard:,} 个，须核实或说明 {len(asked.findings) - hard:,} 个"
    )
    last = len(FOUND) + len(FILLED) - 1
    page.write_string(0, 0, f"退回表：{shown_sender(asked.sender)}报送件的问题清单", looks.of("title"))
    page.merge_range(
        1, 0, 1, last, f"{told}；涉及 {cells:,} 处，同一原因的见“{CELLS}”。签发：{asked.sign_off}。", looks.of("lead")
    )
    page.merge_range(2, 0, 2, last, HOW, looks.of("lead"))
    page.set_row(0, 26)
    page.set_row(1, 2 * HEIGHT)
    page.set_row(2, 44)
    page.set_row(HEADINGS, 2 * HEIGHT)
    page.write_string(3, 0, "图例", looks.of("lead"))
    for at, (severity, word) in zip((2, 8), words().severities.items(), strict=True):
        page.merge_range(3, at, 3, at + (4 if at == 2 else 1), f"表页中这样的格：{word}", looks.of("text", severity))


def _write_line(page: Any, row: int, finding: Row, links: Links, looks: Looks) -> None:
    for column, name in enumerate(FOUND):
        page.write_string(row, column, finding[name], looks.of("said"))
    name, cell = ("cell", finding["cell"]) if finding["cell"] else ("file_name", "A1")
    link = links.get((finding["delivery_id"], finding["sheet"] or ""))
    if link and row <= MOST_LINKS:
        page.write_url(row, list(FOUND).index(name), link_to(link, cell), looks.of("link"), finding[name])
    first = len(FOUND)
    for column in range(first, first + len(FILLED)):
        page.write_blank(row, column, None, looks.of("fill"))
    for column, name in enumerate(KEYS, first + len(FILLED)):
        page.write_string(row, column, str(finding[name] or ""))


def _severity(finding: Row) -> str:
    promised = "；已答复更正，待更正件" if finding["state"] == "promised" else ""
    return f"{words().severities[finding['severity']]}{promised}"


def _says(finding: Row) -> str:
    more = f"（同一原因共 {finding['failures']:,} 处，见“{CELLS}”）" if (finding["failures"] or 1) > 1 else ""
    before = f"\n此前答复：{finding['answer']}" if finding["answer"] else ""
    return f"{finding['title']}\n{finding['message'] or ''}{more}{before}"


def _choice(finding: Row) -> dict[str, Any]:
    """The list to choose from; what must be corrected can't be confirmed."""
    words_to_choose = [TREATMENTS["correct"]] if finding["severity"] == "hard" else list(TREATMENTS.values())
    return {"validate": "list", "source": words_to_choose, "error_title": "处理", "error_message": "请从列表中选择"}


def _arrange(page: Any, last: int, widths: Mapping[str, float]) -> None:
    for column, width in enumerate(widths.values()):
        page.set_column(column, column, width)
    hidden = len(WIDTHS)
    page.set_column(hidden, hidden + len(KEYS) - 1, 10, None, {"hidden": True})
    page.freeze_panes(HEADINGS + 1, 1)
    page.autofilter(HEADINGS, 0, last, len(WIDTHS) - 1)
    page.print_area(0, 0, last, len(WIDTHS) - 1)
    print_setup(page, HEADINGS)


def print_setup(page: Any, headings: int) -> None:
    """A4 across, as wide as the paper, the headings on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(headings)
    page.set_footer("&L&A&R第 &P 页，共 &N 页")
