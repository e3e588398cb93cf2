"""One run of the annual job inside this process, with its progress told as it goes."""

from collections.abc import Sequence

from pipelines.homes import use
from pipelines.language import Refusal
from sources import Home

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_annual(home: Home, years: Sequence[int]) -> None:
    """Take in the inbox, recompute the years from the earliest to the latest named (none: all), publish."""
    from pipelines.assets import YEARS
    from pipelines.definitions import defs
    from pipelines.history import instance
    from pipelines.schedules import all_years, range_tags

    _refuse_unknown(years, YEARS.get_partition_keys())
    use(home)
    tags = range_tags(str(min(years)), str(max(years))) if years else all_years()
    with instance(home.dagster) as history:
        defs.resolve_job_def("annual").execute_in_process(instance=history, tags=tags, run_config=QUIET)


def _refuse_unknown(years: Sequence[int], known: Sequence[str]) -> None:
    for year in years:
        if str(year) not in known:
            raise Refusal("refuse.year", first=known[0], last=known[-1], given=year)
