"""Indicators of a test's own, computed over schools of a test's own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import polars as pl

from tests.warehouse.facts import store
from warehouse import Connection, compute_indicators, prepare
from warehouse.declarations import declarations
from warehouse.records import Indicator
from warehouse.store import insert

COUNTY, OTHER, CITY = "420102", "420103", "420100"
BASE: dict[str, Any] = {
    "name_en": "example", "unit": "册", "levels": ["primary", "junior"], "year_kind": "census",
    "definition": "示例", "document": "示例", "theme": "access",
}  # fmt: skip
BOOKS = BASE | {"numerator": "books", "denominator": "pupils"}
SPREAD = BASE | {"kind": "dispersion", "of": "x_books"}


def compute_with(
    con: Connection,
    years: Sequence[int] | None = None,
    regions: Sequence[str] | None = None,
    **records: dict[str, Any],
) -> None:
    """Compute the declared indicators and these."""
    made = {name: Indicator(id=name, name=name, **values) for name, values in records.items()}
    known = replace(declarations(), indicators=declarations().indicators | made)
    with patch("warehouse.store.declarations", lambda: known), patch("warehouse.compute.declarations", lambda: known):
        prepare(con)
        compute_indicators(con, years, regions)


def county(schools: Iterable[str], levels: Sequence[str] = ("primary",), parent: str = COUNTY) -> Connection:
    """A store in which these schools are registered."""
    con = store()
    register(con, schools, levels, parent)
    return con


def register(con: Connection, schools: Iterable[str], levels: Sequence[str], parent: str = COUNTY, **more: str) -> None:
    rows = [{"code": code, "parent": parent, "levels": list(levels), "valid_from": "", "valid_to": ""} | more
            for code in schools]  # fmt: skip
    insert(
        con, "schools", pl.DataFrame(rows, schema_overrides={"levels": pl.List(pl.String)}) if rows else pl.DataFrame()
    )
