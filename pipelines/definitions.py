"""What Dagster loads: the graph, its one job, the schedules and the inbox sensor."""

import dagster as dg

from pipelines.assets import ASSETS, store
from pipelines.schedules import ANNUAL, inbox, yearly

defs = dg.Definitions(
    assets=ASSETS,
    resources={"store": store},
    jobs=[ANNUAL],
    schedules=[yearly],
    sensors=[inbox],
    executor=dg.in_process_executor,  # the store has one writer; DuckDB itself uses every core
)
