"""The download as one workbook in words, in the language of its pages: of each table what people can use in one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dashboards.english import telling
from dashboards.signing import SignOff, read
from dashboards.words import words

IN_WORDS = {
    "指标值": """SELECT r.name AS 地区, v.year AS 年份, l.name AS 学段, i.name AS 指标,
          v.value AS 数值, v.unit AS 单位, v.previous AS 上年数, v.growth AS 增长, v.raw_growth AS 直接相除,
          e.name AS 版次, v.scope AS 口径, d.file_name AS 报送件
        FROM indicator_values v JOIN indicators i ON i.id = v.indicator LEFT JOIN regions r ON r.code = v.region
        LEFT JOIN levels l ON l.id = v.level LEFT JOIN releases e ON e.id = v.release
        LEFT JOIN deliveries d USING (delivery_id) ORDER BY v.region, v.year, v.level, v.indicator, v.release""",
    "法定检验结论": """SELECT r.name AS 地区, v.year AS 年份, l.name AS 学段, t.title AS 法定检验,
          v.verdict AS 结论, v.flags AS 标记, v.gap AS 差距, v.gap_unit AS 差距单位,
          v.shortfall AS "需增拨（万元）", v.missing AS 缺少, v.formula AS 算式,
          e.name AS 版次, t.law AS 依据, t.article AS 条款
        FROM verdicts v JOIN statutory_tests t ON t.id = v.test LEFT JOIN regions r ON r.code = v.region
        LEFT JOIN levels l ON l.id = v.level LEFT JOIN releases e ON e.id = v.release
        ORDER BY v.region, v.year, v.level, v.test, v.release""",
    "数据质量问题": """SELECT coalesce(u.title, f.rule) AS 规则, f.severity AS 性质, f.file_name AS 文件, f.sheet AS 表,
          f.cell AS 单元格, f.message AS 问题, f.found AS 文件给出, f.expected AS 应为, f.difference AS 相差,
          f.rate AS 差率, f.cause_text AS 可能原因, f.failures AS 涉及处数, f.effect AS 影响, f.hint AS 处理建议,
          f.state AS 处理状态, f.answer AS 答复,
          f.last_reason AS 上年说明
        FROM findings f LEFT JOIN rules u ON u.id = f.rule ORDER BY f.severity, f.rule, f.finding_id""",
    "问题涉及的每一处": """SELECT coalesce(u.title, f.rule) AS 规则, f.severity AS 性质, f.file_name AS 文件,
          f.sheet AS 表, f.cell AS 单元格, f.row_label AS 行, f.column_label AS 列, f.message AS 问题,
          f.found AS 文件给出, f.expected AS 应为, f.difference AS 相差, f.rate AS 差率, f.finding_id AS 所属问题
        FROM failures f LEFT JOIN rules u ON u.id = f.rule ORDER BY f.finding_id, f.failure_id""",
    "核对台账": """SELECT c.title AS 核对项, coalesce(r.name, c.region) AS 地区, c.year AS 年份, l.name AS 学段,
          c.left_name AS 甲方, c.left_value AS 甲方数, c.right_name AS 乙方, c.right_value AS 乙方数, c.unit AS 单位,
          c.difference AS 相差, c.tolerance AS 容许差, c.state AS 核对状态, c.explanation AS 说明, c.owner AS 责任人
        FROM reconciliation c LEFT JOIN regions r ON r.code = c.region LEFT JOIN levels l ON l.id = c.level
        ORDER BY c.ledger, c.measure, c.region, c.year, c.level""",
}
TABLES = {"指标值": "indicator_values", "法定检验结论": "verdicts", "数据质量问题": "findings"}
TABLES |= {"问题涉及的每一处": "failures", "核对台账": "reconciliation"}
MOST_ROWS = 20_000  # rows of a sheet, its newest years: more are slow to open, and stand in the other downloads
REST = "其余 {left} 行见下载文件夹中的 {table}（csv、parquet）。"
AS_WRITTEN = {"报送件", "文件", "表", "单元格", "行", "列", "答复", "上年说明", "姓名"}  # in whatever language
SIGNERS = ("签发人", "姓名", "签发日期", "状态", "说明")
MOST_FOOTER = 110  # characters; a footer holds 255, of which every & takes two


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, and what it says below them of those it has no place for."""

    rows: pl.DataFrame
    rest: str = ""


def write_workbook(con: duckdb.DuckDBPyConnection, folder: Path, lang: str = "zh") -> None:
    """Write `edustat.xlsx` with a sheet per table; a large one ends with a line that says where the rest is."""
    sign_off = read(con)
    sheets = {words().signing[sign_off.state]: Sheet(_signers(sign_off))}
    for name in IN_WORDS:
        sheets[name] = _sheet(con, name)
    footer = sign_off.sentence
    if lang == "en":
        sheets = {telling.told(name): _in_english(sheet) for name, sheet in sheets.items()}
        footer = telling.told(footer)
    _write_book(sheets, footer, folder)


def _sheet(con: duckdb.DuckDBPyConnection, name: str) -> Sheet:
    """A whole table, or of a large one the newest years that have a place."""
    query = IN_WORDS[name]
    ((whole,),) = con.execute(f"SELECT count(*) FROM {TABLES[name]}").fetchall()
    if whole > MOST_ROWS:
        query = f"FROM ({query}) WHERE {_recent(con, name)} LIMIT {MOST_ROWS}"
    rows = con.sql(query).pl()
    left = whole - rows.height
    return Sheet(_in_words(rows), REST.format(left=f"{left:,}", table=TABLES[name]) if left else "")


def _recent(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """SQL: the newest years of a table that fill a sheet; all rows of one that has no years."""
    if "年份" not in con.sql(IN_WORDS[name]).columns:
        return "true"
    ((oldest,),) = con.execute(f"""SELECT max(year) FROM (SELECT year, sum(count(*)) OVER (ORDER BY year DESC) AS so_far
        FROM {TABLES[name]} GROUP BY year) WHERE so_far >= {MOST_ROWS}""").fetchall()
    return f"年份 >= {oldest}"


def _in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Verdicts, flags, severities and states by their words."""
    known = words()
    told = {
        "结论": {name: sign.word for name, sign in known.verdicts.items()},
        "标记": {name: sign.word for name, sign in known.flags.items()},
        "性质": known.severities,
        "处理状态": known.finding_states,
        "核对状态": known.ledger_states,
    }
    return frame.with_columns(_worded(name, frame.schema[name], told[name]) for name in frame.columns if name in told)


def _worded(name: str, kind: pl.DataType, told: dict[str, str]) -> pl.Expr:
    if isinstance(kind, pl.List):
        return pl.col(name).list.eval(pl.element().replace(told))
    return pl.col(name).replace(told)


def flat(frame: pl.DataFrame, between: str = "；") -> pl.DataFrame:
    """Lists as text, for formats that know none."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(between) for name in lists)


def _in_english(sheet: Sheet) -> Sheet:
    """The sheet as readers of English get it; what files say themselves stays as it was written."""
    rows = sheet.rows.with_columns(_told(one) for one in sheet.rows if one.name not in AS_WRITTEN)
    return Sheet(flat(rows.rename({name: telling.told(name) for name in rows.columns}), "; "), telling.told(sheet.rest))


def _told(column: pl.Series) -> pl.Series:
    """The texts of a column in English; most columns say few different things."""
    if isinstance(column.dtype, pl.List):
        return column.list.eval(pl.element().map_batches(_told, return_dtype=pl.String))
    if column.dtype != pl.String:
        return column
    known = {text: telling.told(text) for text in column.unique().drop_nulls()}
    return column.replace_strict(known, return_dtype=pl.String)


def _write_book(sheets: dict[str, Sheet], footer: str, folder: Path) -> None:
    """A sheet per table; the first one's tab tells whether they are signed, every printed page by whom."""
    import xlsxwriter  # type: ignore[import-untyped]

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(folder / "edustat.xlsx"), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same tables give the same bytes
        for name, sheet in sheets.items():
            if sheet.rows.height:
                _write_sheet(book.add_worksheet(name), sheet, _footer(footer))
        book.worksheets()[:2][-1].activate()  # the first table, where there is any


def _signers(sign_off: SignOff) -> pl.DataFrame:
    told = words().signing
    rows = [(role.title, role.name, role.day, told[role.state], role.reason) for role in sign_off.roles]
    without = [("不在签发范围的问题", finding, None, None, None) for finding in sign_off.withheld]
    return pl.DataFrame(rows + without, schema=dict.fromkeys(SIGNERS, pl.String), orient="row")


def _footer(sentence: str) -> str:
    """For the foot of printed sheets, within what a workbook allows; & would begin a code."""
    return f"&L{sentence[:MOST_FOOTER].replace('&', '&&')}&R&P / &N"


def _write_sheet(sheet: Any, content: Sheet, footer: str) -> None:
    """Values as they are: text stays text, even where it looks like a formula."""
    frame = flat(content.rows)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, frame.width - 1, 16)
    sheet.set_footer(footer)
    for row, texts in enumerate([frame.columns, *frame.iter_rows()]):
        for column, value in enumerate(texts):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)
    if content.rest:
        sheet.write_string(frame.height + 1, 0, content.rest)
