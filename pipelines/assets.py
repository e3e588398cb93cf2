"""The graph: deliveries → findings, indicators, verdicts by year → a publication; bodies only call a room."""

import warnings
from collections import Counter
from collections.abc import Iterator

import dagster as dg

from pipelines import narrowing, wording
from pipelines.checks import check_results, check_specs
from pipelines.homes import sole_use
from pipelines.language import Speech, say
from pipelines.log import LOG
from pipelines.returning import return_workbooks
from sources import Home
from warehouse import Connection, Record, compute_indicators, open_store, receive

warnings.simplefilter("ignore", dg.BetaWarning)  # `backfill_policy`, which one run over many years needs
YEARS = dg.TimeWindowPartitionsDefinition(
    start="1990", fmt="%Y", cron_schedule="0 0 1 1 *", timezone="Asia/Shanghai", end_offset=1
)
BY_YEAR = dg.BackfillPolicy.single_run()
OWNERS = ["team:statistics"]
Store = dg.ResourceParam[Connection]


@dg.resource(description=say("resource.store"))
def store() -> Iterator[Connection]:
    """The store of the home that EDUSTAT_HOME names, opened once for a whole run and by one run at a time."""
    home = Home.from_environment()
    with sole_use(home), open_store(home) as con:
        yield con


@dg.asset(group_name="sources", kinds={"excel", "duckdb"}, owners=OWNERS, description=say("asset.deliveries"))
def deliveries(store: Store) -> dg.MaterializeResult[None]:
    from expectations import answerable, check_return

    received = receive(store, Home.from_environment(), check_return, answerable(store))
    states = Counter(_told(record) for record in received)
    return dg.MaterializeResult(metadata=dict(states))


@dg.asset(
    deps=[deliveries],
    partitions_def=YEARS,
    backfill_policy=BY_YEAR,
    check_specs=check_specs("findings"),
    group_name="expectations",
    kinds={"great_expectations", "duckdb"},
    owners=OWNERS,
    description=say("asset.findings"),
)
def findings(context: dg.AssetExecutionContext, store: Store) -> Iterator[dg.MaterializeResult[None]]:
    from expectations import check

    LOG.info(say("run.checking"))
    yield dg.MaterializeResult(check_results=check_results(check(store, years(context))))


@dg.asset(
    deps=[findings],
    partitions_def=YEARS,
    backfill_policy=BY_YEAR,
    group_name="warehouse",
    kinds={"duckdb", "sql"},
    owners=OWNERS,
    description=say("asset.indicator_values"),
)
def indicator_values(context: dg.AssetExecutionContext, store: Store) -> None:
    due = narrowing.due(store, Home.from_environment(), years(context))
    LOG.info(wording.computing(due))
    compute_indicators(store, due.years, due.regions)


@dg.asset(
    deps=[indicator_values, findings],
    partitions_def=YEARS,
    backfill_policy=BY_YEAR,
    group_name="expectations",
    kinds={"duckdb", "sql"},
    owners=OWNERS,
    description=say("asset.verdicts"),
)
def verdicts(context: dg.AssetExecutionContext, store: Store) -> None:
    from expectations import judge, list_schools, tell_effects

    LOG.info(say("run.judging"))
    due = narrowing.due(store, Home.from_environment(), years(context))
    judge(store, due.years, due.regions)
    list_schools(store, due.years, due.regions)
    tell_effects(store)
    narrowing.done(store, Home.from_environment(), years(context))


@dg.asset(
    deps=[verdicts],
    group_name="dashboards",
    kinds={"plotly", "html"},
    owners=OWNERS,
    description=say("asset.publication"),
)
def publication(store: Store) -> dg.MaterializeResult[None]:
    from dashboards import publish

    LOG.info(say("run.publishing"))
    published = publish(store, Home.from_environment(), lang=Speech.language)
    return dg.MaterializeResult(metadata={say("run.front_page"): dg.MetadataValue.path(str(published.site))})


@dg.asset(
    deps=[publication],
    group_name="dashboards",
    kinds={"excel"},
    owners=OWNERS,
    description=say("asset.outbox"),
)
def outbox(store: Store) -> dg.MaterializeResult[None]:
    written = return_workbooks(store, Home.from_environment())
    return dg.MaterializeResult(metadata={say("run.outbox"): dg.MetadataValue.path(str(written))})


def _told(record: Record) -> str:
    state = wording.state(record.state)
    LOG.info(say("run.received", file=record.arrival.file_name, state=state, rows=record.rows))
    if record.note:
        LOG.info(record.note)
    return record.state


def years(context: dg.AssetExecutionContext) -> list[int] | None:
    """The years of this run; None when it covers all partitions, and with them years before the first."""
    keys = context.partition_keys
    return None if len(keys) == len(YEARS.get_partition_keys()) else [int(key) for key in keys]


ASSETS = [deliveries, findings, indicator_values, verdicts, outbox, publication]
