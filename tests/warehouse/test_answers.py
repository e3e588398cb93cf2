"""A return workbook taken in: its lines are answers, its corrected sheets a delivery of the one who sent them."""

from pathlib import Path

import pytest

from sources import Home
from sources.returned.printed import COPIED, EXCERPT, WHOLE
from tests.sources.files import write_book, write_csv
from warehouse import Connection, Record, open_store, receive
from warehouse.intake import read_again

HEAD = "年度,地区,学段,指标,数值,单位"
LINES = ("2023,全国,小学,在校生数,5,人", "2023,全国,初中,在校生数,7,人")
ASKED = {"a1": "soft", "h1": "hard", "h2": "hard", "c1": "closed"}
LIST: list[object] = ["问题编号", "规则号", "处理", "说明", "填报人", "审核人", "地区代码", "年度", "所涉数值"]
CONFIRMED: list[object] = ["确认无误", "新建学校", "王一", "李二", "000000", "2023", "9f"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which 甲县 has sent one file."""
    home = Home(tmp_path / "home").create()
    (home.inbox / "甲县").mkdir()
    write_csv(home.inbox / "甲县" / "在校生.csv", HEAD, *LINES)
    return home


def grid(primary: object = 5, junior: object = 7) -> list[list[object]]:
    rows: list[list[object]] = [list(line.split(",")) for line in (HEAD, *LINES)]
    rows[1][4], rows[2][4] = primary, junior
    return rows


def back(
    home: Home, delivery: str, *lines: list[object], sheet: list[list[object]] | None = None, extent: str = WHOLE
) -> None:
    """A filled return workbook in the inbox itself, under a name of the sender's choosing."""
    contents: list[list[object]] = [list(COPIED.values()), ["1 在校生", "在校生.csv", "", 1, extent, delivery]]
    write_book(home.inbox / "答复.xlsx", 问题清单=[LIST, *lines], **{"1 在校生": sheet or grid(), "目录": contents})


def taken(con: Connection, home: Home) -> list[Record]:
    return list(receive(con, home, asked=ASKED))


def test_usable_lines_become_answers_and_the_others_are_told_with_their_cells(home: Home) -> None:
    refused = [[id, "E-005", *CONFIRMED] for id in ("x9", "h1", "c1")]
    with open_store(home) as con:
        [sent] = taken(con, home)
        back(home, sent.arrival.delivery_id, ["a1", "E-005", *CONFIRMED], *refused, ["h2", "E-001", "更正"])
        [record] = taken(con, home)
        assert (record.state, record.rows, record.arrival.sender) == ("answers", 2, "甲县")
        unknown, hard, closed = str(record.problem).splitlines()
        assert unknown.startswith("答复.xlsx › 问题清单 › C3：问题编号 x9 不在现有问题之中")
        assert "C4：问题 h1 属于逻辑校验，必须更正" in hard and "C5：问题 c1 已经解决" in closed
        columns = 'finding_id, rule, region, year, covers, treatment, approver, "row"'
        told = con.sql(f"SELECT {columns} FROM answers").fetchall()
        assert told[0] == ("a1", "E-005", "000000", 2023, "9f", "confirm", "李二", 2)
        assert told[1][:6] == ("h2", "E-001", None, None, None, "correct")
        assert con.sql("SELECT state FROM deliveries").fetchall() == [("accepted",), ("answers",)]


def test_a_sheet_corrected_right_there_is_read_as_a_new_delivery_of_the_same_sender(home: Home) -> None:
    with open_store(home) as con:
        [sent] = taken(con, home)
        back(home, sent.arrival.delivery_id, ["h1", "E-001", "更正"], sheet=grid(primary=6))
        corrected, workbook = taken(con, home)
        assert (corrected.arrival.file_name, corrected.state) == ("答复.xlsx › 在校生.xlsx", "accepted")
        assert (corrected.arrival.sender, workbook.state) == ("甲县", "answers")
        told = con.sql("SELECT level, pupils FROM current_enrolment WHERE pupils IS NOT NULL ORDER BY level").fetchall()
        assert [(level, int(pupils)) for level, pupils in told] == [("junior", 7), ("primary", 6)]
        assert con.sql("SELECT superseded_by IS NOT NULL FROM deliveries").fetchall()[0] == (True,)
        back(
            home, sent.arrival.delivery_id, ["h1", "E-001", "更正"], ["a1", "E-005", *CONFIRMED], sheet=grid(primary=6)
        )
        assert [record.state for record in taken(con, home)] == ["known", "answers"]


@pytest.mark.slow
def test_a_copy_that_is_only_an_excerpt_or_of_nobody_here_is_told(home: Home) -> None:
    with open_store(home) as con:
        [sent] = taken(con, home)
        back(home, sent.arrival.delivery_id, ["h1", "E-001", "更正"], sheet=grid(primary=6), extent=EXCERPT)
        assert "答复.xlsx › 1 在校生：只是节选，却有改动" in str(taken(con, home)[0].problem)
        back(home, "nobody", ["h1", "E-001", "更正"])
        assert "所依据的报送件不在本库" in str(taken(con, home)[0].problem)


@pytest.mark.slow
def test_reading_again_keeps_what_was_answered_when_it_was_open(home: Home) -> None:
    with open_store(home) as con:
        [sent] = taken(con, home)
        back(home, sent.arrival.delivery_id, ["a1", "E-005", *CONFIRMED], ["x9", "E-005", *CONFIRMED], sheet=grid(6))
        taken(con, home)
        before = con.sql("FROM answers").fetchall()
        states = [record.state for record in read_again(con, home)]
        assert (sorted(states), con.sql("FROM answers").fetchall()) == (["accepted", "accepted", "answers"], before)


@pytest.mark.slow
def test_a_file_that_was_stopped_is_done_with_once_it_was_corrected_in_the_workbook(home: Home) -> None:
    write_csv(home.inbox / "甲县" / "在校生.csv", HEAD, LINES[0], "2023,全国,初中,在校生数,七个,人")
    with open_store(home) as con:
        [sent] = taken(con, home)
        back(home, sent.arrival.delivery_id, ["h1", "E-001", "无此处理"], sheet=grid())
        taken(con, home)
        back(home, sent.arrival.delivery_id, ["h1", "E-001", "更正"])
        taken(con, home)
        told = con.sql("""SELECT old.state, new.state FROM deliveries AS old
            LEFT JOIN deliveries AS new ON new.delivery_id = old.superseded_by ORDER BY ALL""").fetchall()
    assert told == [("accepted", None), ("answers", "answers"), ("answers", None), ("unreadable", "accepted")]
