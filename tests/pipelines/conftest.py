"""A small home with a signed publication, to be copied and tampered with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from dashboards import publication, publish
from dashboards.signatures import Signer, sign
from dashboards.signed import content_now
from dashboards.signing import standing
from expectations import prepare
from sources import Home
from tests.sources.files import write_csv
from warehouse import Connection, open_store, receive


@contextmanager
def bare_publications() -> Iterator[None]:
    """Publications of tables and one page only."""

    def one_page(con: Connection, folder: Path, **_: object) -> None:
        (folder / "index.html").write_text("页", encoding="utf-8")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(publication, "build_site", one_page)
        patched.setattr(publication, "exports_beside", lambda *_: nullcontext())
        yield


@pytest.fixture
def bare() -> Iterator[None]:
    with bare_publications():
        yield


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that published a delivery, a file it could not read and a finding; signed by one person without it."""
    home = Home(tmp_path_factory.mktemp("signed") / "home").create()
    write_csv(home.inbox / "一.csv", "年度,地区,学段,指标,数值,单位", "2023,怀柔区,小学,在校生数,50,人")
    (home.inbox / "坏.xlsx").write_bytes(b"x")
    with open_store(home) as con, bare_publications():
        prepare(con)
        list(receive(con, home))
        con.sql(
            "INSERT INTO findings (finding_id, severity, rule, message) VALUES ('f1', 'hard', 'E-001', '<b>错</b>')"
        )
        con.sql("INSERT INTO failures (failure_id, finding_id, severity, rule) VALUES ('x1', 'f1', 'hard', 'E-001')")
        content = content_now(con)
        sign(con, standing(con, content), content, Signer("statistician", "张三", ["f1"]))
        publish(con, home)
    return home


@pytest.fixture
def signed_home(signed: Home, bare: None, tmp_path: Path) -> Home:
    """A copy of it to work on, where publications stay bare."""
    return Home(Path(shutil.copytree(signed.root, tmp_path / "home", symlinks=True)))
