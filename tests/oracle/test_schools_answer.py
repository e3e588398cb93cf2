"""A county may leave to its schools what its own return does not tell; the two never contradict each other."""

from tests.oracle.conftest import Ask


def test_schools_answer_for_what_their_county_leaves_out(ask: Ask) -> None:
    """示例县 reports the children of its kindergartens itself, their teachers only school by school."""
    [(basis, value)] = ask("""SELECT basis, value FROM indicator_values WHERE indicator = 'pupil_teacher_ratio'
        AND (region, year, level) = ('991001', 2024, 'kindergarten')""")
    assert (basis, 10 < value < 15) == ("rolled_up", True)
    assert ask("SELECT verdict, missing FROM verdicts WHERE (region, year, test) = ('991001', 2024, 'K5')") == [
        ("pass", [])
    ]


def test_no_verdict_lacks_what_an_indicator_tells(ask: Ask) -> None:
    contradicted = ask("""SELECT v.region, v.year, v.level, v.test FROM verdicts v
        JOIN indicator_values i ON i.indicator = v.left_indicator
            AND (i.region, i.year, i.level, i.release) = (v.region, v.year, v.level, v.release)
        WHERE v.right_indicator IS NULL AND array_to_string(v.missing, '') LIKE '%（缺%' AND i.value IS NOT NULL
            AND len(v.missing) = 1 AND v.formula NOT LIKE '%项中%'""")
    assert contradicted == []
