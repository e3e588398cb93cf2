"""A region's booklet: the published page printed by Chromium, its head and foot on every page."""

import re
from pathlib import Path

import pytest

from dashboards import booklet


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(booklet.browser() is None, reason="没有找到 Chromium no chromium found")
def test_the_booklet_is_a_pdf_of_several_pages(site: Path, tmp_path: Path) -> None:
    made = booklet.print_booklet(site, "110116", None, tmp_path / "怀柔区.pdf")
    pages = len(re.findall(rb"/Type\s*/Page\b", made.read_bytes()))
    assert pages >= 2


def test_without_a_browser_nothing_is_written(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booklet, "BROWSERS", ("no-such-browser",))
    with pytest.raises(booklet.NotPrinted):
        booklet.print_booklet(site, "110116", None, tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_fails_leaves_the_last_booklet(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booklet, "BROWSERS", ("false",))
    file = tmp_path / "x.pdf"
    file.write_bytes(b"%PDF last")
    with pytest.raises(booklet.NotPrinted):
        booklet.print_booklet(site, "110116", None, file)
    assert file.read_bytes() == b"%PDF last"
