"""`edustat export`: what people hand on, made from the current publication, which stays as it is."""

import os
from dataclasses import dataclass
from pathlib import Path

from dashboards.annex import Group, groups, write_annex
from dashboards.audience import Audience, write_bundle
from dashboards.earlier import MANIFEST
from pipelines import published, screens
from pipelines.language import Refusal, say
from pipelines.log import LOG
from sources import Home

DEFAULT = "export"  # within the outbox
INTERNAL, PUBLIC, REGION = "internal", "public", "region:"


@dataclass(frozen=True)
class Asked:
    """What is wanted: which regions (none: all under which there are figures), which year (none: the newest), where."""

    regions: list[str]
    year: int | None = None
    to: Path | None = None
    audience: str = INTERNAL

    def folder(self, home: Home) -> Path:
        """Where it goes; refused where nothing can be written."""
        folder = self.to or home.outbox / DEFAULT
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise Refusal("refuse.no_folder", folder=folder) from None
        if not os.access(folder, os.W_OK):
            raise Refusal("refuse.no_folder", folder=folder)
        return folder


def export(home: Home, asked: Asked) -> list[Path]:
    """Write what is asked for; returns the files, or the folder of a bundle."""
    if asked.audience != INTERNAL:
        return [_bundle(home, asked)]
    with published.publication(home) as con:
        codes = [published.region(con, each)["code"] for each in asked.regions]
        found = groups(con, codes, asked.year)
        _refuse_missing(asked, codes, found)
        folder = asked.folder(home)
        LOG.info(say("export.annexes", n=len(found)))
        return [write_annex(con, group, folder, home.current.resolve().name) for group in found]


def _bundle(home: Home, asked: Asked) -> Path:
    """The bundle of an audience, which holds every year and all regions it may see."""
    audience = _audience(home, asked)
    folder = asked.folder(home) / audience.folder
    if folder.exists() and not (folder / MANIFEST).exists():
        raise Refusal("refuse.no_folder", folder=folder)
    LOG.info(say("export.bundle", audience=audience.id))
    return write_bundle(home, audience, folder)


def _audience(home: Home, asked: Asked) -> Audience:
    kind, _, region = asked.audience.partition(":")
    if asked.audience != PUBLIC and not (region and asked.audience.startswith(REGION)):
        raise Refusal("refuse.audience", given=asked.audience)
    if asked.regions or asked.year:
        raise Refusal("refuse.audience_whole", audience=kind)
    with published.publication(home) as con:
        return Audience(published.region(con, region)["code"] if region else "")


def _refuse_missing(asked: Asked, codes: list[str], found: list[Group]) -> None:
    """Every region that was named has figures, and there is something to write."""
    told = {group.region for group in found}
    without = [name for name, code in zip(asked.regions, codes, strict=True) if code not in told]
    if without or not found:
        year = say("export.year", year=asked.year) if asked.year else ""
        raise Refusal("refuse.no_annex", regions="、".join(without) or say("export.anywhere"), year=year)


def tell(written: list[Path]) -> None:
    """Name what was written."""
    for path in written:
        screens.note(str(path))
    screens.note(say("export.done", n=len(written), folder=written[0].parent))
