"""For every rule one paper that breaks it and one that keeps it as narrowly as possible."""

from tests.expectations.cases import Case, fact, figure, two_years
from tests.expectations.rule_cases_others import OTHER_CASES
from tests.expectations.rule_cases_schools import SCHOOL_CASES
from tests.expectations.small_store import Paper, put


def _gap(gap: float, education: float, revenue: float) -> Case:
    def write(paper: Paper) -> None:
        paper.figure("growth_gap", gap)
        paper.figure("budget_education_total", stated_growth=education)
        paper.figure("recurrent_revenue_total", stated_growth=revenue)

    return write


def _figures(**values: float) -> Case:
    def write(paper: Paper) -> None:
        for indicator, value in values.items():
            paper.figure(indicator, value)

    return write


def _after(before: float, value: float, **more: object) -> Case:
    """The same indicator last year (stored) and this year."""

    def write(paper: Paper) -> None:
        paper.figure("budget_education_total", before, year=2022)
        paper.figure("budget_education_total", value, **more)

    return write


def _twice(*told: tuple[float, float, bool]) -> Case:
    """One figure told twice, each time with a value, a growth and whether that is 同口径."""

    def write(paper: Paper) -> None:
        for i, (value, growth, comparable) in enumerate(told):
            cells = {"cell": f"v{i}", "growth_cell": f"g{i}"}
            paper.figure("gdp_total", value, stated_growth=growth, comparable=comparable, **cells)

    return write


def _ratio(printed: float, pupils: float, teachers: float) -> Case:
    def write(paper: Paper) -> None:
        paper.figure("pupil_teacher_ratio", printed, level="primary")
        paper.fact("enrolment", unit="万人", pupils=pupils)
        paper.fact("teachers", unit="万人", full_time_teachers=teachers)

    return write


def _again(books: int) -> Case:
    """Two levels with five figures each, as last year but for the books of one level."""

    def write(paper: Paper) -> None:
        last = Paper(paper.con, f"{paper.id} last", paper.region, "上年.xlsx", received="2023-01-01")
        for each, year, changed in ((last, 2022, 10), (paper, 2023, books)):
            told = {"teaching_area": 5, "living_area": 6, "admin_area": 7, "classrooms": 8}
            each.fact("facilities", year=year, books=10, **told)
            each.fact("facilities", year=year, level="junior", books=changed, **told)
            paper.con.execute("UPDATE deliveries SET form = ? WHERE delivery_id = ?", [paper.id, each.id])

    return write


def _state(state: str) -> Case:
    def write(paper: Paper) -> None:
        text = "UPDATE deliveries SET state = ?, problem = '认不出表式' WHERE delivery_id = ?"
        paper.con.execute(text, [state, paper.id])

    return write


def _waiting(state: str) -> Case:
    def write(paper: Paper) -> None:
        paper.con.execute("UPDATE deliveries SET problem = '不认识的地区' WHERE delivery_id = ?", [paper.id])
        paper.con.execute('INSERT INTO held_rows (delivery_id, "row", state) VALUES (?, 5, ?)', [paper.id, state])

    return write


def _summed(own: int, *schools: int, registered: int = 2) -> Case:
    """A region's own pupils and those of its schools, of which so many are registered."""

    def write(paper: Paper) -> None:
        for number in range(registered):
            put(paper.con, "schools", code=f"{paper.id} {number}", parent=paper.region, levels=["primary"])
        for number, pupils in enumerate(schools):
            keys = {"unit": f"{paper.id} {number}", "year": 2023, "level": "primary", "release": "bulletin"}
            put(paper.con, "enrolment", **keys, pupils=pupils, delivery_id=paper.id, sheet="", row=100 + number)
        paper.fact("enrolment", pupils=own)

    return write


def _school(ended: str) -> Case:
    def write(paper: Paper) -> None:
        columns = "code, name, parent, valid_to, ended"
        gone = ["2199000001", "某校", paper.id, "2023", ended]
        paper.con.execute(f"INSERT INTO schools ({columns}) VALUES (?, ?, ?, ?, ?)", gone)
        entry = "INSERT INTO school_entries (delivery_id, county, year) VALUES (?, ?, 2023)"
        paper.con.execute(entry, [paper.id, paper.id])

    return write


def _twin(last: float) -> Case:
    """Eight figures of another indicator in an earlier paper, the same but for the last one."""

    def write(paper: Paper) -> None:
        other = Paper(paper.con, f"{paper.id} other", paper.region, "乙.csv", received="2023-01-01")
        for year in range(2011, 2019):
            other.figure("fiscal_gdp_share", 4 + year / 1000, year=year)
            paper.figure("budget_education_share", 4 + (year / 1000 if year < 2018 else last), year=year)

    return write


def _unnamed_break(value: float) -> Case:
    def write(paper: Paper) -> None:
        put(paper.con, "breaks", indicator="gdp_total", year=2023)
        paper.figure("gdp_total", 100, year=2022)
        paper.figure("gdp_total", value, stated_growth=9)

    return write


def _held(cell: str) -> Case:
    """A column H that no declaration knows."""
    about = {"form": "grades", "sheet": "", "place": "H", "header": "在读人数", "cell": cell}
    edit = {"edit_file": "sources/forms/grades/columns.csv", "edit_line": None, "edit_column": 2012, "edit_text": "x"}
    return lambda paper: put(paper.con, "held_columns", delivery_id=paper.id, text="5", **about, **edit)


def _changed(kind: str, unit: str, was: str) -> Case:
    """A column that differs from last year's."""
    about = {
        "form": "grades",
        "against": "last",
        "sheet": "",
        "field": "pupils",
        "level": "primary",
    }
    here = {
        "place": "H",
        "header": "在校生数",
        "unit": unit,
        "was_place": "G",
        "was_header": "在校生数",
        "was_unit": was,
    }
    return lambda paper: put(paper.con, "drift", delivery_id=paper.id, kind=kind, part="value", **about, **here)


SOURCES = {"fiscal_funding": 70, "private_school_funding": 5, "donations": 5, "operating_income": 15}


def _answered(*reasons: str) -> Case:
    """The same finding explained in 2021, 2022 and 2023."""

    def write(paper: Paper) -> None:
        for year, reason in enumerate(reasons, 2021):
            about = {"rule": "E-005", "region": paper.region, "year": year, "level": "primary", "measure": "pupils"}
            said = {"treatment": "confirm", "text": reason, "approver": "李二", "received_at": f"{year + 1}-03-01"}
            put(paper.con, "answers", delivery_id=paper.id, sheet="问题清单", row=year, **about, **said)

    return write


def _two_sources(pupils: int, average: int) -> Case:
    def write(paper: Paper) -> None:
        paper.fact("enrolment", pupils=pupils)
        paper.fact("funding", funding_pupils=average)

    return write


CASES: dict[str, tuple[Case, Case]] = {
    "F-001": (_gap(-0.03, 0.65, 0.62), _gap(-0.03, 0.62, 0.65)),
    "F-002": (
        figure("per_pupil_public", 1126.23, previous_value=1108.56, stated_growth=1.56),
        figure("per_pupil_public", 2781, previous_value=2726, stated_growth=2.04, value_decimals=0,
                previous_decimals=0),
    ),
    "F-003": (_after(100, 110, stated_growth=9), _unnamed_break(110)),
    "F-004": (_after(100, 110, previous_value=101), _after(100, 110, previous_value=100.01)),
    "F-006": (
        _figures(per_pupil_operating=17689.93, per_pupil_public=17689.93),
        _figures(per_pupil_operating=17689.94, per_pupil_public=17689.93),
    ),
    "F-007": (
        _figures(per_pupil_operating=18670.5, per_pupil_funding=18612.98),
        _figures(per_pupil_operating=18612.99, per_pupil_funding=18612.98),
    ),
    "F-008": (
        _figures(budget_education_total=41495.09, expenditure_total=284605.57, budget_education_share=14.60),
        _figures(budget_education_total=41495.09, expenditure_total=284605.57, budget_education_share=14.58),
    ),
    "F-009": (
        _figures(fiscal_funding_total=54161.05, gdp_total=1349084, fiscal_gdp_share=4.03),
        _figures(fiscal_funding_total=54161.05, gdp_total=1348066, fiscal_gdp_share=4.02),
    ),
    "F-010": (figure("expenditure_total", -1), figure("growth_gap", -1)),
    "F-011": (fact("funding", donations=-1), fact("funding", donations=0)),
    "F-027": (fact("funding", funding_pupils=-1), fact("funding", funding_pupils=0)),
    "F-012": (
        fact("funding", unit="万元", fiscal_funding=101, education_funding=100),
        fact("funding", unit="万元", fiscal_funding=100, education_funding=100),
    ),
    "F-013": (
        _figures(fiscal_funding_total=101, education_funding_total=100),
        _figures(fiscal_funding_total=100.01, education_funding_total=100),
    ),
    "F-014": (
        fact("funding", education_funding=104, other_funding=5, **SOURCES),
        fact("funding", education_funding=102, other_funding=5, **SOURCES),
    ),
    "F-015": (_twice((100, 1, False), (101, 1, False)), _twice((100, 1, False), (100, 2, False))),
    "F-017": (_twice((100, 1, False), (100, 2, False)), _twice((100, 1, False), (100, 2, True))),
    "F-016": (two_years("funding", gdp=(1, 9), tuition=(1, 9), education_expenditure=(100, 79)),
              two_years("funding", gdp=(1, 9), tuition=(1, 9), education_expenditure=(100, 150))),
    "F-018": (
        figure("budget_education_total", 520000, previous_value=100000),
        figure("budget_education_total", 150000, previous_value=100000),
    ),
    "E-001": (fact("enrolment", graduates=-1), fact("enrolment", graduates=0)),
    "E-002": (
        fact("teachers", staff=100, full_time_teachers=101, level="higher"),
        fact("teachers", staff=100, full_time_teachers=101, level="primary"),
    ),
    "E-003": (fact("enrolment", entrants=101, pupils=100), fact("enrolment", entrants=100, pupils=100)),
    "E-004": (_ratio(17.56, 53_790_000, 3_054_700), _ratio(17.56, 53_650_000, 3_054_700)),
    "E-009": (_summed(30, 10, 15), _summed(30, 10, 15, registered=3)),
    "E-005": (two_years("enrolment", pupils=(1000, 1251)), two_years("enrolment", pupils=(100, 130))),
    "D-004": (_school("absent"), _school("decided")),
    "D-003": (_waiting("waiting"), _waiting("left_out")),
    "A-001": (_answered("撤并", "撤并", "撤并"), _answered("撤并", "新建", "撤并")),
    "A-002": (_two_sources(106, 100), _two_sources(105, 100)),
    "A-003": (_state("answers"), _state("accepted")),
    "I-001": (figure("net_enrolment_rate", 100.9), figure("gross_enrolment_rate", 100.9)),
    "I-002": (figure("pupil_teacher_ratio", 0.05), figure("pupil_teacher_ratio", 17.1)),
    "D-001": (_state("unreadable"), _state("accepted")),
    "D-005": (_again(10), _again(11)),
    "D-002": (_twin(2.018), _twin(2.019)),
    "L-001": (_held("H5"), lambda paper: None),
    "L-002": (_changed("unit", "万元", "亿元"), _changed("renamed", "元", "元")),
}  # fmt: skip
CASES |= SCHOOL_CASES | OTHER_CASES
