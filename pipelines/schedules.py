"""When the line runs by itself: two days of the bureau's year, and whenever the inbox has rested."""

from hashlib import sha256
from pathlib import Path

import dagster as dg

from pipelines.assets import YEARS
from pipelines.language import say
from sources import Home

ANNUAL = dg.define_asset_job("annual", selection=dg.AssetSelection.all(), description=say("job.annual"))
# 1 August: flash figures of the last fiscal year came out in late July. 21 September: schools, counted on the 1st,
# have reported by the 20th.
FLASH_AND_CENSUS = ["0 8 1 8 *", "0 8 21 9 *"]


def range_tags(first: str, last: str) -> dict[str, str]:
    """Tags that make one run cover all yearly partitions from `first` to `last`."""
    return {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}


def all_years() -> dict[str, str]:
    """Tags of a run over every year the graph knows."""
    return range_tags(YEARS.get_first_partition_key() or "", YEARS.get_last_partition_key() or "")


@dg.schedule(
    job=ANNUAL,
    cron_schedule=FLASH_AND_CENSUS,
    execution_timezone=YEARS.timezone,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=say("schedule.yearly"),
)
def yearly() -> dg.RunRequest:
    """Every year, since what waits in the inbox may be about any of them."""
    return dg.RunRequest(tags=all_years())


@dg.sensor(
    job=ANNUAL,
    minimum_interval_seconds=30,
    description=say("sensor.inbox"),
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def inbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run for everything in the inbox, once two looks in a row find the same files (all has arrived)."""
    seen = fingerprint(Home.from_environment().inbox)
    if not seen:
        return dg.SkipReason(say("sensor.empty"))
    if seen != context.cursor:
        context.update_cursor(seen)
        return dg.SkipReason(say("sensor.arriving"))
    return dg.RunRequest(run_key=seen, tags=all_years())


def fingerprint(folder: Path) -> str:
    """Hash of the names, times and sizes of the files under a folder; empty text when there are none."""
    files = [(str(path), path.stat()) for path in sorted(folder.rglob("[!.~]*")) if path.is_file()]
    lines = "".join(f"{name}\t{stat.st_mtime_ns}\t{stat.st_size}\n" for name, stat in files)
    return sha256(lines.encode()).hexdigest() if files else ""
