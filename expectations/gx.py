"""Great Expectations as vocabulary and record of the rules: each is one expectation whose query runs on DuckDB."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from types import ModuleType
from typing import Any, ClassVar

import polars as pl

HEAVY_AND_UNUSED = ("scipy.stats", "altair")  # for expectations and pictures nobody asks for
SEVERITY = {"hard": "critical", "soft": "warning"}
_ANSWER: ContextVar[Callable[[str, str], int]] = ContextVar("answer")


@dataclass(frozen=True)
class Query:
    """A query that must select nothing; `meta` goes into the record."""

    id: str
    suite: str
    severity: str
    title: str
    text: str
    meta: dict[str, str] = field(default_factory=dict)


def failing(queries: Iterable[Query], answer: Callable[[str, str], int]) -> dict[str, int]:
    """Run every query as an expectation, one suite after the other; how many rows each selected, by query id.

    `answer` runs a query, given its id and text, and tells the number of its rows.
    """
    counts: dict[str, int] = {}
    token = _ANSWER.set(answer)
    try:
        context, frame = open_context(), pl.DataFrame({"rows": [1]})
        for suite, group in groupby(queries, key=lambda query: query.suite):
            for each in validate(context, suite, [_expectation(query) for query in group], frame):
                if (each.exception_info or {}).get("raised_exception"):
                    raise RuntimeError(f"{each.expectation_config}: {each.exception_info}")
                counts[each.expectation_config.kwargs["rule"]] = each.result["unexpected_count"]
    finally:
        _ANSWER.reset(token)
    return counts


def open_context() -> Any:
    """A context that leaves nothing behind, and shows no progress bars."""
    context = _imported("great_expectations").get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


def ready_made(kind: str, **options: Any) -> Any:
    """One of the expectations that Great Expectations brings along."""
    return getattr(_imported("great_expectations.expectations.core"), kind)(**options)


def _imported(name: str) -> Any:
    """A module of Great Expectations, without what takes a third of the time of its import."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    for unused in HEAVY_AND_UNUSED:
        _postpone(unused)
    return import_module(name)


def _postpone(name: str) -> None:
    """Let `import name` cost nothing until something of it is used; then the real module answers."""
    if name in sys.modules:
        return

    def answer(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    stand_in = ModuleType(name)
    stand_in.__spec__ = find_spec(name)
    stand_in.__getattr__ = answer  # type: ignore[method-assign]
    sys.modules[name] = stand_in


def validate(context: Any, name: str, expectations: Sequence[Any], frame: pl.DataFrame) -> list[Any]:
    """Run one suite over a small frame; one result per expectation."""
    from great_expectations import ExpectationSuite, ValidationDefinition

    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    suite = context.suites.add(ExpectationSuite(name, expectations=list(expectations)))
    whole = asset.add_batch_definition_whole_dataframe(name)
    definition = context.validation_definitions.add(ValidationDefinition(name=name, data=whole, suite=suite))
    return list(definition.run(batch_parameters={"dataframe": frame.to_pandas()}).results)


def judge_frame(frame: pl.DataFrame, expectations: Sequence[Any]) -> list[Any]:
    """Run expectations over one small frame that needs no record of its own; one result per expectation.

    Which values break them is only asked where one is broken: to be told costs as much again as to be judged.
    """
    from great_expectations import ExpectationSuite

    batch = _frames().get_batch(batch_parameters={"dataframe": frame.to_pandas()})
    suite = ExpectationSuite("frame", expectations=list(expectations))
    judged = batch.validate(suite, result_format="BOOLEAN_ONLY")
    return list((judged if judged.success else batch.validate(suite, result_format="SUMMARY")).results)


@cache
def _frames() -> Any:
    """Where small frames are handed in, one after the other."""
    asset = open_context().data_sources.add_pandas("frames").add_dataframe_asset("frames")
    return asset.add_batch_definition_whole_dataframe("frames")


def _expectation(query: Query) -> Any:
    about = {"severity": SEVERITY[query.severity], "description": query.title, "meta": query.meta}
    return _no_rows()(rule=query.id, query=query.text, **about)


@cache
def _no_rows() -> Any:
    from great_expectations.expectations.expectation import BatchExpectation

    class ExpectNoRows(BatchExpectation):
        """No row may come back from `query`, which selects the rows that break `rule`."""

        rule: str
        query: str
        metric_dependencies: ClassVar[tuple[str, ...]] = ()
        success_keys: ClassVar[tuple[str, ...]] = ("rule", "query")
        domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)

        def _validate(self, metrics: Any, runtime_configuration: Any = None, execution_engine: Any = None) -> Any:
            count = _ANSWER.get()(self.rule, self.query)
            return {"success": not count, "result": {"unexpected_count": count}}

    return ExpectNoRows
