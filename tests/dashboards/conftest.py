"""A small store in the published shape, a site built from it, and a browser where there is one."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards import build_site, publication
from sources import Home
from tests.dashboards import rows as sample
from tests.dashboards.store import fill
from tests.dashboards.visit import CHROMIUM, QUIET


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    fill(connection, sample.all_rows())
    yield connection
    connection.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def grid() -> Callable[[str], list[tuple[str, list[list[str]]]]]:
    return sample.grid


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of the sample."""
    folder = tmp_path_factory.mktemp("site")
    connection = duckdb.connect()
    fill(connection, sample.all_rows())
    build_site(connection, folder, publication="20261122T094500-abcdef01", grid=sample.grid)
    connection.close()
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publications of tables and one page only: how they follow each other does not depend on what is in them."""

    def one_page(con: duckdb.DuckDBPyConnection, folder: Path, *, publication: str, **_: object) -> None:
        (folder / "index.html").write_text(publication, encoding="utf-8")

    monkeypatch.setattr(publication, "build_site", one_page)
    monkeypatch.setattr(publication, "exports_beside", lambda *_: nullcontext())


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        warnings.warn("没有找到 Chromium：浏览器测试全部跳过 NO CHROMIUM FOUND, BROWSER TESTS SKIPPED", stacklevel=1)
        pytest.skip("没有找到 Chromium no chromium found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{switch}" for switch in QUIET])
        yield running
        running.close()
