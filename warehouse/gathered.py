"""What one delivery adds to the store: frames with the columns of the tables they go into."""

from dataclasses import dataclass, field

import polars as pl

from sources import Problem
from warehouse.records import SUBJECTS
from warehouse.schema import AFTER_POINT, DIGITS

AMOUNT = pl.Decimal(DIGITS, AFTER_POINT)
KEYS = ["unit", "year", "level", "release"]


@dataclass
class Facts:
    """What one delivery adds to the store: frames with the columns of the tables they go into."""

    subjects: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {subject: [] for subject in SUBJECTS})
    figures: list[pl.DataFrame] = field(default_factory=list)
    layouts: list[pl.DataFrame] = field(default_factory=list)
    notes: list[pl.DataFrame] = field(default_factory=list)
    unknown: list[pl.DataFrame] = field(default_factory=list)
    held: list[pl.DataFrame] = field(default_factory=list)
    schools: list[pl.DataFrame] = field(default_factory=list)
    delivered: list[pl.DataFrame] = field(default_factory=list)
    waiting: list[Problem] = field(default_factory=list)
    counties: list[pl.DataFrame] = field(default_factory=list)
    answers: list[pl.DataFrame] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether every row waits or is left out."""
        return not self.delivered

    def told(self) -> pl.DataFrame:
        """One row per fact: table, region, year, level, release, field, scope, comparable and one of its numbers.

        `region` is the unit; `place` the region it is or, as a school, lies in.
        """
        wide = [_told(subject, frame) for subject, frames in self.subjects.items() for frame in frames]
        ready = [
            figures.select(
                pl.lit("published_figures").alias("table"),
                pl.col("unit").alias("region"),
                *("year", "level", "release", "field", "scope", "comparable"),
                number=pl.coalesce("value", "previous", "growth").cast(pl.Float64),
            )
            for figures in self.figures
        ]
        return self._with_place(pl.concat([*wide, *ready])) if wide or ready else pl.DataFrame()

    def _with_place(self, told: pl.DataFrame) -> pl.DataFrame:
        counties = pl.concat([frame.select(region="unit", place="place") for frame in self.counties]).unique("region")
        return told.join(counties, on="region", how="left", maintain_order="left").with_columns(
            pl.coalesce("place", "region").alias("place")
        )

    @property
    def frames(self) -> dict[str, list[pl.DataFrame]]:
        """Table → frames."""
        return self.subjects | {
            "published_figures": self.figures,
            "layouts": self.layouts,
            "held_columns": self.unknown,
            "cell_notes": self.notes,
            "held_rows": self.held,
            "school_entries": self.schools,
            "delivered_units": self.delivered,
            "answers": self.answers,
        }


def _told(subject: str, frame: pl.DataFrame) -> pl.DataFrame:
    measures = [name for name in frame.columns if name not in (*KEYS, "row", "sheet")]
    return frame.select(
        pl.lit(subject).alias("table"),
        pl.col("unit").alias("region"),
        *("year", "level", "release"),
        field=pl.lit("、".join(sorted(measures))),
        scope=pl.lit(""),
        comparable=pl.lit(False),
        number=pl.coalesce(measures).cast(pl.Float64),
    )
