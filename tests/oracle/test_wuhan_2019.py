"""武汉市2019年教育经费执行情况统计表：十四个地区、六个学段，每一格都由本表两年数复算。"""

import json

from tests.oracle.conftest import Ask

PER_PUPIL = {"T2": "per_pupil_funding", "T2S": "per_pupil_operating", "T3b": "per_pupil_public"}
WUHAN = "(region = '420100' OR region IN (SELECT code FROM regions WHERE parent = '420100')) AND year = 2019"


def test_the_first_test_names_the_missing_input(ask: Ask) -> None:
    told = ask(f"SELECT verdict, missing FROM verdicts WHERE test = 'T1' AND {WUHAN}")
    assert told == [("insufficient", ["财政经常性收入"])] * 14


def test_caidian_and_huangpi_spent_less(ask: Ask) -> None:
    told = ask(f"""SELECT name, round(gap, 2), gap_unit FROM verdicts JOIN regions ON code = region
        WHERE test = 'B1' AND verdict = 'fail' AND {WUHAN} ORDER BY name""")
    assert told == [("蔡甸区", -9.3, "%"), ("黄陂区", -3.0, "%")]


def test_per_pupil_verdicts_agree_with_the_annex_for_every_cell(ask: Ask) -> None:
    cells = 0
    for test, indicator in PER_PUPIL.items():
        printed = ask(f"""SELECT region, level, CASE WHEN stated_growth > 0 THEN 'pass' ELSE 'fail' END
            FROM published_figures WHERE indicator = '{indicator}' AND {WUHAN} ORDER BY ALL""")
        judged = ask(f"SELECT region, level, verdict FROM verdicts WHERE test = '{test}' AND {WUHAN} ORDER BY ALL")
        assert judged == printed
        cells += len(judged)
    assert cells == 213


def test_printed_growth_recomputes_within_rounding(ask: Ask) -> None:
    off = ask(f"""SELECT max(abs(growth - stated_growth)) FROM indicator_values
        WHERE growth_basis = 'printed_previous' AND {WUHAN}""")
    assert off[0][0] < 0.006


def test_every_verdict_leads_to_its_cells(ask: Ask) -> None:
    query = "SELECT evidence FROM verdicts WHERE test = 'T2' AND region = '420114' AND level = 'primary'"
    ((evidence,),) = ask(query)
    told = sorted(
        (cell["sheet"], cell["cell"], cell["printed"]) for side in json.loads(evidence) for cell in side["cells"]
    )
    assert told == [("表二", "E15", "15553.6元"), ("表二", "F15", "11817.59元"), ("表二", "G15", "-24.02%")]
