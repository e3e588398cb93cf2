import pytest

from sources import DeclarationError
from warehouse.declarations import declarations
from warehouse.formulas import Input, parse


def test_declarations_agree_with_each_other() -> None:
    known = declarations()
    assert len(known.measures) >= 12 and len(known.indicators) >= 15


def test_every_measure_is_told_by_some_form_and_used_by_some_indicator_or_rule() -> None:
    """Nothing declared may go unused: each measure has a name under which a table can deliver it."""
    known = declarations()
    assert all(named.id in known.measures or named.id in known.indicators for named in known.names.values())


def test_a_secondary_school_is_not_a_junior_school() -> None:
    assert "普通中学" not in declarations().level_names


def test_formulas_compile_to_sql_with_each_input_put_in_its_place() -> None:
    formula = parse("junior.grade_3 - pupils + ago(primary.entrants, 8)")
    assert formula.inputs == (Input("junior", "grade_3"), Input("", "pupils"), Input("primary", "entrants", 8))
    placed = formula.sql(lambda each: f'"{each.level}{each.ago}".{each.measure}')
    assert placed == '"junior0".grade_3 - "0".pupils + "primary8".entrants'


@pytest.mark.parametrize(
    "text",
    [
        *("pupils / schools", "sum(pupils)", "(SELECT 1)", "pupils; DROP TABLE x", "pupils +"),
        *("ago(pupils)", "ago(pupils + 1, 2)", "ago(pupils, 'x')", "ago(pupils, 1.5)", "before(pupils, 1)"),
    ],
)
def test_a_formula_is_sums_and_products_only(text: str) -> None:
    with pytest.raises(DeclarationError):
        parse(text)
