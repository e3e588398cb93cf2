"""Which home a command works on, the demo's own folder, and who may write."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sources
from pipelines.language import Refusal
from sources import Home

DEMO = "edustat-demo"
MARKER = ".edustat-demo"
LOCK = ".lock"
EXAMPLE = "示例县"
EXAMPLE_FORMS = ("school_list", "population", "funding_basis")  # what is needed for every page, in a few files
DELIVERED = {".csv", ".xls", ".xlsx"}


def demo_home() -> Home:
    """Where `run --demo` works: EDUSTAT_HOME, else ./edustat-demo; refused unless empty or our own demo."""
    home = Home(Path(os.environ.get("EDUSTAT_HOME", DEMO)).absolute())
    if home.root.exists() and not (_is_demo(home) or _is_empty(home)):
        raise Refusal("refuse.not_a_demo", folder=home.root, marker=MARKER)
    return home


def reading_home() -> Home:
    """The home that `status`, `show` and `open` read: the working one, else the demo beside it."""
    home = Home.from_environment()
    demo = Home(Path(DEMO).absolute())
    if "EDUSTAT_HOME" not in os.environ and not home.root.exists() and _is_demo(demo):
        return demo
    if not home.root.exists():
        raise Refusal("refuse.no_home", folder=home.root)
    return home


def remake_demo(home: Home) -> None:
    """Empty the demo's folder and put the sample deliveries and those of the synthetic county into its inbox."""
    with sole_use(home):
        (home.root / MARKER).touch()
        for path in home.root.iterdir():
            if path.name not in {LOCK, MARKER}:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        home.inbox.mkdir()
        stock(home.inbox)


def stock(inbox: Path) -> int:
    """Put every demo delivery into an inbox: the samples, and the files of 示例县; returns how many."""
    from sources.example import Order, send

    for path in samples():
        shutil.copyfile(path, inbox / path.name)
    invented = send(inbox / EXAMPLE, Order(schools=60, years=3, seed=1, forms=EXAMPLE_FORMS))
    return len(samples()) + len(invented.files)


def samples() -> list[Path]:
    """The demo deliveries that come with the product."""
    folder = Path(sources.__file__).with_name("samples")
    return sorted(path for path in folder.iterdir() if path.suffix in DELIVERED)


def use(home: Home) -> None:
    """Make `home` ready and the one that Dagster and the functions it runs will find."""
    settings = home.create().dagster / "dagster.yaml"
    if not settings.exists():
        shutil.copyfile(Path(__file__).with_name("dagster.yaml"), settings)
    os.environ |= {"EDUSTAT_HOME": str(home.root), "DAGSTER_HOME": str(home.dagster)}


@contextmanager
def sole_use(home: Home) -> Iterator[None]:
    """Hold the home's lock; a second run on the same home is refused."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / LOCK).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal("refuse.busy", folder=home.root) from None
        yield


def _is_empty(home: Home) -> bool:
    return home.root.is_dir() and all(path.name == LOCK for path in home.root.iterdir())


def _is_demo(home: Home) -> bool:
    return (home.root / MARKER).is_file()
