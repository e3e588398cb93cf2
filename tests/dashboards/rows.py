"""A few real rows in the published shape: 北京 2023, 武汉 2019, 全国 2011–2024 (2021 初中 with its 同口径 growth)."""

import json
from datetime import datetime
from typing import Any

from expectations import declared_tests
from warehouse import declarations

Row = dict[str, Any]
BEIJING, PUPILS, WUHAN, NATION = "b1" * 8, "b2" * 8, "a3" * 8, "c4" * 8
FILES = {
    BEIJING: "北京市一般公共预算教育经费增长情况2023.csv",
    PUPILS: "北京市生均公用经费增长情况2023.csv",
    WUHAN: "武汉市2019年教育经费执行情况统计表.xlsx",
    NATION: "全国教育经费执行情况1994-2024.csv",
}
SHEETS = {BEIJING: "", PUPILS: "", WUHAN: "表一", NATION: ""}
UNITS = {
    "budget_education_total": "万元",
    "recurrent_revenue_total": "万元",
    "per_pupil_funding": "元",
    "per_pupil_public": "元",
    "fiscal_gdp_share": "%",
    "education_funding_total": "万元",
}
NAMES = {
    "budget_education_total": "一般公共预算教育经费",
    "recurrent_revenue_total": "财政经常性收入",
    "per_pupil_funding": "生均一般公共预算教育经费",
    "per_pupil_public": "生均一般公共预算公用经费",
    "fiscal_gdp_share": "国家财政性教育经费占GDP",
    "education_funding_total": "教育经费总投入",
}
REGIONS = [
    ("000000", "全国", "country", None),
    ("991009", "示例县", "example", None),
    ("110000", "北京市", "province", "000000"),
    ("110111", "房山区", "district", "110000"),
    ("110113", "顺义区", "district", "110000"),
    ("110116", "怀柔区", "district", "110000"),
    ("420000", "湖北省", "province", "000000"),
    ("420100", "武汉市", "city", "420000"),
    ("420106", "武昌区", "district", "420100"),
    ("420114", "蔡甸区", "district", "420100"),
]
TESTS = [test for test in declared_tests() if test.id in ("T1", "T2", "T3b", "B1")]
BEIJING_ROWS = [
    ("110111", 55.29, 2.52, -16.23, 5462.39, 6865.47, 2),
    ("110113", 52.51, 0.85, 11.77, 8767.60, 13541.60, 3),
    ("110116", 24.54, 0.62, 0.65, 8638.56, 12846.18, 4),
]
GDP_SHARE = [3.93, 4.28, 4.16, 4.10, 4.26, 4.22, 4.14, 4.11, 4.04, 4.22, 4.01, 4.01, 4.00, 4.00]
JUNIOR = {2019: 16009.43, 2020: 16633.35, 2021: 16603.02, 2022: 17100.31, 2023: 17490.28, 2024: 17752.00}


def cell(part: str, delivery: str, address: str, value: float, unit: str) -> Row:
    """One source cell as the evidence of a verdict names it."""
    return {
        "part": part,
        "label": {"value": "本年值", "previous": "文件所列上年值", "growth": "文件所列增长率"}[part],
        "value": value,
        "unit": unit,
        "printed": f"{value}{unit}",
        "delivery_id": delivery,
        "file": FILES[delivery],
        "sheet": SHEETS[delivery],
        "cell": address,
    }


def side(about: tuple[str, str, int], growth: float | None, basis: str, cells: list[Row], **more: Any) -> Row:
    """One side of a test; `about` is its role, indicator and year."""
    role, indicator, year = about
    start: Row = {"role": role, "indicator": indicator, "year": year, "value": None, "unit": UNITS[indicator]}
    return {**start, "growth": growth, "growth_basis": basis, "raw_growth": None, "cells": cells, **more}


def verdict(region: str, year: int, test: str, word: str, evidence: list[Row], **more: Any) -> Row:
    """One row of `verdicts`."""
    start: Row = {"region": region, "year": year, "level": "all", "test": test, "release": "bulletin", "verdict": word}
    start |= {"flags": [], "left_indicator": evidence[0]["indicator"], "left_value": evidence[0]["growth"]}
    right = evidence[1] if len(evidence) > 1 else {"indicator": None, "growth": None}
    start |= {"right_indicator": right["indicator"], "right_value": right["growth"], "gap": None, "shortfall": None}
    start |= {
        "gap_unit": "百分点" if right["indicator"] else "%",
        "missing": [],
        "formula": "",
        "evidence": json.dumps(evidence, ensure_ascii=False),
    }
    return {**start, **more}


def beijing_verdicts() -> list[Row]:
    """T1 and T3b of three districts."""
    rows = []
    for code, total, growth, income, before, now, line in BEIJING_ROWS:
        left = side(
            ("left", "budget_education_total", 2023),
            growth,
            "stated",
            [cell("value", BEIJING, f"C{line}", total, "亿元"), cell("growth", BEIJING, f"E{line}", growth, "%")],
            value=total * 10000,
        )
        right = side(
            ("right", "recurrent_revenue_total", 2023),
            income,
            "stated",
            [cell("growth", BEIJING, f"F{line}", income, "%")],
        )
        gap = growth - income
        flags = ["stated_only"] + (["revenue_fell"] if income < 0 else []) + (["marginal"] if abs(gap) < 0.05 else [])
        short = -gap / 100 * total * 10000 if gap < 0 else None
        rows.append(
            verdict(
                code,
                2023,
                "T1",
                "pass" if gap > 0 else "fail",
                [left, right],
                gap=gap,
                flags=flags,
                shortfall=short,
                formula=f"{growth}% − {income}% = {gap:.2f}个百分点",
            )
        )
        rise = (now / before - 1) * 100
        pupil = side(
            ("left", "per_pupil_public", 2023),
            rise,
            "printed_previous",
            [cell("value", PUPILS, f"G{line}", now, "元"), cell("previous", PUPILS, f"F{line}", before, "元")],
            value=now,
        )
        rows.append(
            verdict(
                code,
                2023,
                "T3b",
                "pass",
                [pupil],
                level="primary",
                gap=rise,
                formula=f"{now} ÷ {before} − 1 = {rise:.2f}%",
            )
        )
    return rows


def wuhan_verdicts() -> list[Row]:
    """T1 lacks the revenue; B1 of 蔡甸 falls."""
    rows = []
    for code, total, growth, line in (("420106", 253210.0, 4.2, 6), ("420114", 130744.0, -9.3, 7)):
        cells = [cell("value", WUHAN, f"B{line}", total, "万元"), cell("growth", WUHAN, f"E{line}", growth, "%")]
        left = side(("left", "budget_education_total", 2019), growth, "stated", cells, value=total)
        right = side(("right", "recurrent_revenue_total", 2019), None, "none", [])
        rows.append(verdict(code, 2019, "T1", "insufficient", [left, right], missing=["财政经常性收入"]))
        word, short = ("fail", 13406.0) if growth < 0 else ("pass", None)
        rows.append(
            verdict(
                code, 2019, "B1", word, [left], gap=growth, shortfall=short, flags=["stated_only"], formula=f"{growth}%"
            )
        )
    return rows


def national_verdicts() -> list[Row]:
    """生均 of 普通初中, with the 同口径 growth of 2021."""
    rows = []
    for line, (year, value) in enumerate(JUNIOR.items(), start=2):
        before = JUNIOR.get(year - 1)
        raw = (value / before - 1) * 100 if before else None
        comparable = year == 2021
        growth = 1.74 if comparable else raw
        cells = [cell("value", NATION, f"E{line}", value, "元")]
        cells += [cell("growth", NATION, f"H{line}", 1.74, "%")] if comparable else []
        left = side(
            ("left", "per_pupil_funding", year),
            growth,
            "comparable" if comparable else "last_year",
            cells,
            value=value,
            raw_growth=raw,
        )
        word = "insufficient" if growth is None else "pass"
        rows.append(
            verdict(
                "000000",
                year,
                "T2",
                word,
                [left],
                level="junior",
                gap=growth,
                flags=["stated_only"] if comparable else [],
                formula=f"{value} ÷ {before} − 1",
                missing=["上年生均一般公共预算教育经费"] if growth is None else [],
            )
        )
    return rows


def value_row(region: str, year: int, level: str, indicator: str, value: float | None, **more: Any) -> Row:
    """One row of `indicator_values`."""
    return {
        "region": region,
        "year": year,
        "level": level,
        "indicator": indicator,
        "release": "bulletin",
        "scope": "全国",
        "basis": "published",
        "value": value,
        "unit": UNITS[indicator],
        "coverage": 1.0,
        "growth_basis": "none",
        "comparable": False,
        "delivery_id": NATION,
        **more,
    }


def values() -> list[Row]:
    """Series long enough for every kind of chart."""
    rows = [value_row("000000", 2011 + i, "all", "fiscal_gdp_share", v) for i, v in enumerate(GDP_SHARE)]
    rows += [
        value_row("000000", 2011 + i, "all", "education_funding_total", 238692936.0 + i * 26000000)
        for i in range(14)
        if i != 5
    ]
    rows += [value_row("000000", y, "junior", "per_pupil_funding", v) for y, v in JUNIOR.items()]
    for code, total, growth, income, before, now, _ in BEIJING_ROWS:
        rows.append(
            value_row(code, 2023, "all", "budget_education_total", total * 10000, growth=growth, delivery_id=BEIJING)
        )
        rows.append(value_row(code, 2023, "all", "recurrent_revenue_total", None, growth=income, delivery_id=BEIJING))
        rows.append(
            value_row(
                code,
                2023,
                "primary",
                "per_pupil_public",
                now,
                previous=before,
                growth=(now / before - 1) * 100,
                delivery_id=PUPILS,
            )
        )
    return rows


def deliveries() -> list[Row]:
    """The four files, one of them stopped."""
    rows = []
    for n, (key, name) in enumerate(FILES.items()):
        rows.append(
            {
                "delivery_id": key,
                "file_name": name,
                "sha256": key * 4,
                "bytes": 2048 + n,
                "suffix": name[-4:],
                "received_at": datetime(2026, 9, 1, 9, n),
                "form": "funding_annex",
                "title": name[:-4],
                "years": "2023",
                "release": "bulletin",
                "state": "accepted",
                "rows": 16,
                "problem": None,
                "note": "有公式，采用的是文件保存的计算结果",
            }
        )
    return rows


OF_FINDINGS = ("state", "answer", "cause_text", "failures", "last_reason")


def findings() -> list[Row]:
    """One hard finding on a cell, one about a whole delivery."""
    whole = {
        "finding_id": "f1",
        "rule": "same_figures",
        "severity": "soft",
        "delivery_id": PUPILS,
        "file_name": FILES[PUPILS],
        "message": "两个报送件题名不同而数字完全相同",
        "hint": "请核对是否误传",
        "held": False,
    }
    one = {
        "finding_id": "f2",
        "rule": "gap_identity",
        "severity": "hard",
        "region": "110113",
        "year": 2023,
        "level": "all",
        "delivery_id": BEIJING,
        "file_name": FILES[BEIJING],
        "sheet": "",
        "cell": "G3",
        "row_label": "顺义区",
        "column_label": "增长幅度比较",
        "found": "10.92",
        "expected": "−10.92",
        "difference": "21.84",
        "rate": "+16.0%",
        "message": "增长幅度比较应等于两项增长之差",
        "hint": "请核对是否两列互换",
        "held": True,
        "state": "promised",
        "answer": "答复将更正（填报人 王一）",
        "cause_text": "两列互换",
        "failures": 3,
        "last_reason": "上年列序不同",
    }
    doubted = {
        **one,
        "finding_id": "f3",
        "rule": "same_figures",
        "severity": "soft",
        "cell": "C4",
        "held": False,
        "state": "open",
        "message": "比上年增长过快",
    }
    invented = {
        **doubted,
        "finding_id": "f4",
        "region": "991009",
        "cell": "C8",
        "message": "示例县的数不对",
        "state": "explained",
    }
    return [whole, one, doubted, invented]


def all_rows() -> dict[str, list[Row]]:
    """Rows of every table the sample fills."""
    return {
        "deliveries": deliveries(),
        "expected_returns": [
            {"unit": "110113", "form": "school_list", "year": 2023, "status": "overdue", "due": "2023-09-20"},
            {"unit": "110113", "form": "school_list", "year": 2022, "status": "accepted"},
        ],
        "delivered_units": [
            {"delivery_id": BEIJING, "form": "district_funding", "reporter": "110000", "unit": unit, "year": 2023}
            for unit in ("110111", "110113", "110116")
        ],
        "evidence": [
            {
                "region": "000000",
                "year": 2023,
                "level": "all",
                "indicator": "fiscal_gdp_share",
                "release": "bulletin",
                "delivery_id": BEIJING,
                "cell": "C4",
            }
        ],
        "forms": [{"id": "district_funding", "title": "分区经费表"}, {"id": "school_list", "title": "学校一览表"}],
        "school_shortcomings": [
            {
                "region": "110113",
                "year": 2023,
                "level": "primary",
                "school": "2111000001",
                "name": "石园小学",
                "asked": 7,
                "met": 6,
                "missed": [
                    {"indicator": "生均教学仪器设备值", "value": 1900.0, "norm": 2000.0, "unit": "元", "ratio": 0.95}
                ],
                "least": 0.95,
            }
        ],
        "rule_yield": [
            {
                "rule": "same_figures",
                "year": year,
                "example": False,
                "fired": 2,
                "corrected": 1,
                "explained": 0,
                "open": 1,
                "withdrawn": 0,
            }
            for year in (2022, 2023)
        ],
        "reconciliation": [
            {
                "ledger": "two_sources",
                "measure": "pupils",
                "region": region,
                "year": 2023,
                "level": "primary",
                "release": "return",
                "title": "在校学生数",
                "unit": "人",
                "left_name": "事业统计",
                "left_value": 1060,
                "left_delivery": BEIJING,
                "left_sheet": "",
                "left_cell": "C4",
                "right_name": "经费统计",
                "right_release": "return",
                "right_value": 1000,
                "difference": 60,
                "tolerance": 50,
                "within": False,
                "state": state,
                "carried": state == "explained",
                "explanation": "沿用原说明：统计时点不同" * (state != "open"),
                "owner": "统计人员",
                "source": "核对",
            }
            for region, state in (("110113", "open"), ("991009", "explained"))
        ],
        "regions": [dict(zip(("code", "name", "kind", "parent"), r, strict=True)) for r in REGIONS],
        "indicators": [
            {
                "id": i,
                "name": NAMES[i],
                "unit": u,
                "change": "points" if u == "%" else "relative",
                "year_kind": "fiscal",
                "decimals": 2,
                "definition": "公告口径",
                "document": "统计公告",
            }
            for i, u in UNITS.items()
        ],
        "statutory_families": [
            {"id": "education_law", "title": "三个增长", "place": 0},
            {"id": "two_no_decrease", "title": "两个只增不减", "place": 1},
        ],
        "levels": [
            {"id": one.id, "name": one.name, "name_en": one.name_en, "position": place}
            for place, one in enumerate(declarations().levels.values())
        ],
        "releases": [
            {"id": one.id, "name": one.name, "name_en": one.name_en, "rank": one.rank}
            for one in declarations().releases.values()
        ],
        "statutory_tests": [
            {
                "id": t.id,
                "family": t.family,
                "title": t.title,
                "title_en": t.title_en,
                "short": t.short,
                "law": t.law,
                "article": t.article,
                "text": t.text,
                "left_indicator": t.left,
                "right_indicator": t.right,
                "verify": t.verify,
            }
            for t in TESTS
        ],
        "norms": [
            {
                "id": "four",
                "indicator": "fiscal_gdp_share",
                "level": "all",
                "operator": ">=",
                "value": 4.0,
                "unit": "%",
                "valid_from": "2012",
                "title": "不低于4%",
                "document": "教育规划纲要",
            }
        ],
        "rules": [
            {
                "id": "same_figures",
                "subject": "delivery",
                "severity": "soft",
                "title": "两个报送件不应数字全同",
                "source": "复核规则",
            },
            {
                "id": "gap_identity",
                "subject": "funding",
                "severity": "hard",
                "title": "增长差等于两项增长之差",
                "source": "恒等式",
            },
        ],
        "breaks": [
            {"indicator": "per_pupil_funding", "year": 2021, "reason": "学生数口径调整", "document": "2021年统计公告"}
        ],
        "indicator_values": values(),
        "verdicts": beijing_verdicts() + wuhan_verdicts() + national_verdicts(),
        "findings": findings(),
        "failures": [
            {"failure_id": each["finding_id"], **{name: text for name, text in each.items() if name not in OF_FINDINGS}}
            for each in findings()
        ],
    }


def grid(delivery: str) -> list[tuple[str, list[list[str]]]]:
    """The delivered sheets as text."""
    body = [[f"r{r}c{c}" for c in range(1, 9)] for r in range(1, 9)]
    body[0][:3] = ["序号", "地区", "一般公共预算教育经费（亿元）"]
    return [(SHEETS[delivery], body)]
