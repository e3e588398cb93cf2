"""A bundle whole: the filtered database, and pages and downloads made from it exactly as a publication's are."""

import json
import secrets
import shutil
from contextlib import closing
from pathlib import Path

import duckdb

from dashboards.audience.declared import Audience
from dashboards.audience.filtered import filtered
from dashboards.delivered import archive_grids
from dashboards.earlier import DATABASE, MANIFEST
from dashboards.exports import exports_beside
from dashboards.publication import file_digests, language
from dashboards.site import build_site
from dashboards.tables import copy_tables
from sources import Home


def write_bundle(home: Home, audience: Audience, folder: Path) -> Path:
    """Write what an audience may see of the current publication into `folder`, in the place of an earlier bundle."""
    building = folder.with_name(f".building-{secrets.token_hex(4)}")
    (building / "site").mkdir(parents=True)
    try:
        _write(home, audience, building)
        if (folder / MANIFEST).exists():
            shutil.rmtree(folder)
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return folder


def _write(home: Home, audience: Audience, building: Path) -> None:
    publication, lang = home.current.resolve(), language(home)
    with filtered(publication / DATABASE, audience) as con:
        copy_tables(con, building / DATABASE)
    with (
        exports_beside(building / DATABASE, building / "exports", lang),
        closing(duckdb.connect(building / DATABASE, read_only=True)) as con,
    ):
        grid = archive_grids(con, home)
        build_site(con, building / "site", publication=publication.name, grid=grid, lang=lang, audience=audience.id)
    told = {"publication": publication.name, "audience": audience.id, "files": file_digests(building)}
    (building / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
