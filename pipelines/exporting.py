"""`edustat export`: what people hand on, made from the current publication, which stays as it is."""

import os
from dataclasses import dataclass
from pathlib import Path

from dashboards.annex import Group, groups, write_annex
from dashboards.audience import Audience, write_bundle
from dashboards.booklet import NotPrinted, browser, print_booklet
from dashboards.earlier import MANIFEST
from pipelines import published, screens
from pipelines.language import Refusal, Speech, say
from pipelines.log import LOG
from sources import Home
from warehouse import Connection

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
        _refuse_missing(con, asked, codes, found)
        folder = asked.folder(home)
        LOG.info(say("export.annexes", n=len(found)))
        written = [write_annex(con, group, folder, home.current.resolve().name) for group in found]
        names = {code: published.region(con, code)["name"] for code in codes}
    return written + _booklets(home, asked, names, folder)


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


def _booklets(home: Home, asked: Asked, names: dict[str, str], folder: Path) -> list[Path]:
    """The booklet of every region that was named, where a browser can print it; else one sentence says so."""
    if names and browser() is None:
        LOG.info(say("export.no_browser"))
        return []
    written = []
    for code, name in names.items():
        LOG.info(say("export.booklet", region=name))
        file = folder / say("export.booklet_file", region=name, code=code, year=asked.year or "")
        try:
            written.append(print_booklet(home.current / "site", code, asked.year, file, lang=Speech.language))
        except NotPrinted as error:
            raise Refusal("refuse.not_printed", code=3, region=name, error=error) from None
    return written


def _refuse_missing(con: Connection, asked: Asked, codes: list[str], found: list[Group]) -> None:
    """Every region that was named has figures for the tables or, where a browser can print it, a booklet."""
    told = {group.region for group in found}
    named = zip(asked.regions, codes, strict=True)
    without = [name for name, code in named if code not in told and not _has_booklet(con, code, asked.year)]
    if without or not (found or codes):
        year = say("export.year", year=asked.year) if asked.year else ""
        raise Refusal("refuse.no_annex", regions="、".join(without) or say("export.anywhere"), year=year)


def _has_booklet(con: Connection, code: str, year: int | None) -> bool:
    """Whether duties of the region were judged (in that year), and a browser is there to print them."""
    judged = "SELECT count(*) FROM verdicts WHERE region = $code AND year = coalesce($year, year)"
    return browser() is not None and con.execute(judged, {"code": code, "year": year}).fetchall() != [(0,)]


def tell(written: list[Path]) -> None:
    """Name what was written."""
    for path in written:
        screens.note(str(path))
    screens.note(say("export.done", n=len(written), folder=written[0].parent))
