"""The command line: `edustat run | check | status | show | export | sign | verify | open`."""

import os
import sys
import traceback
import webbrowser
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines import examples, homes, screens, show_screen, usage, wording
from pipelines.language import Refusal, say
from sources import DeclarationError, Home
from sources.example import Order
from warehouse import StoreBusy

os.environ |= {"DAGSTER_DISABLE_TELEMETRY": "1"}
DONE, BLOCKED, MISUSED, FAULT = range(4)
STOPPED = 130  # what shells call a command stopped by Ctrl-C

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback(help="app.help")
def settings(
    lang: Annotated[str, typer.Option(help="help.lang")] = "zh",
    debug: Annotated[bool, typer.Option("--debug", help="help.debug")] = False,
) -> None:
    """Settings of every command; `main` has already read both."""


@app.command(help="help.run")
def run(
    demo: Annotated[bool, typer.Option("--demo", help="help.run.demo")] = False,
    year: Annotated[list[int] | None, typer.Option(help="help.run.year")] = None,
) -> int:
    from pipelines.run import run_annual

    home = homes.demo_home() if demo else Home.from_environment()
    screens.note(say("run.home", folder=home.root))
    if demo:
        homes.remake_demo(home)
    with screens.progress():
        run_annual(home, year or [])
    screens.summary(home)
    if year:
        screens.note(say("run.partial", first=min(year), last=max(year)))
    return DONE


@app.command(help="help.check")
def check(files: Annotated[list[Path], typer.Argument(help="help.check.files")]) -> int:
    from pipelines import check_screen
    from pipelines.preview import preview

    for file in files:
        if not (file.exists() and os.access(file, os.R_OK)):
            raise Refusal("refuse.unreadable", file=file)
    with screens.progress():
        seen = preview(Home.from_environment(), files)
    check_screen.preview(seen)
    return MISUSED if seen.unreadable else BLOCKED if seen.hard else DONE


@app.command(help="help.status")
def status() -> None:
    screens.status(_reading_home())


@app.command(help="help.show")
def show(
    region: Annotated[str, typer.Argument(help="help.show.region")],
    year: Annotated[int | None, typer.Option(help="help.show.year")] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="help.show.as_of")] = None,
) -> None:
    show_screen.show(_reading_home(), region, year, as_of)


@app.command(help="help.sign")
def sign(
    role: Annotated[str, typer.Option(help="help.sign.role")],
    name: Annotated[str, typer.Option(help="help.sign.name")],
    withhold: Annotated[list[str] | None, typer.Option(help="help.sign.withhold")] = None,
) -> int:
    from dashboards.signatures import Signer
    from pipelines import signoff

    signer = Signer(signoff.role(role), name, signoff.findings(withhold or []))
    return _settled(lambda home: signoff.sign(home, signer))


@app.command(help="help.unsign")
def unsign(
    name: Annotated[str, typer.Option(help="help.unsign.name")],
    reason: Annotated[str, typer.Option(help="help.unsign.reason")],
) -> int:
    from pipelines import signoff

    return _settled(lambda home: signoff.unsign(home, name, reason))


@app.command(help="help.export")
def export(
    region: Annotated[list[str] | None, typer.Argument(help="help.export.region")] = None,
    year: Annotated[int | None, typer.Option(help="help.export.year")] = None,
    audience: Annotated[str, typer.Option(help="help.export.audience")] = "internal",
    to: Annotated[Path | None, typer.Option(help="help.export.to")] = None,
) -> int:
    from pipelines import exporting

    home = _reading_home()
    with screens.progress():
        written = exporting.export(home, exporting.Asked(region or [], year, to, audience))
    exporting.tell(written)
    return DONE


@app.command(help="help.verify")
def verify() -> int:
    from pipelines import verify_screen
    from pipelines.verify import verify as proven

    home = _reading_home()
    with screens.progress():
        proof = proven(home, verify_screen.track)
    verify_screen.proof(proof)
    return DONE if proof.holds else BLOCKED


@app.command(help="help.example")
def example(
    folder: Annotated[Path, typer.Argument(help="help.example.folder")],
    *,
    schools: Annotated[int, typer.Option(min=20, max=5000, help="help.example.schools")] = 300,
    years: Annotated[int, typer.Option(min=1, max=30, help="help.example.years")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="help.example.seed")] = 1,
    fault: Annotated[list[str] | None, typer.Option(help="help.example.fault")] = None,
    books: Annotated[int, typer.Option(min=0, help="help.example.books")] = 0,
    packed: Annotated[bool, typer.Option("--zip", help="help.example.zip")] = False,
) -> None:
    order = Order(schools=schools, years=years, seed=seed, faults=tuple(fault or ()), books=books, packed=packed)
    written = examples.write(folder, order)
    told = {"schools": schools, "years": years, "seed": seed, "folder": folder}
    screens.note(say("example.done", files=len(written.files), faults=len(written.planted), **told))


@app.command("open", help="help.open")
def open_site() -> None:
    page = screens.front_page(_reading_home())
    screens.note(say("open.opening", page=page))
    webbrowser.open(page.as_uri())


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer one command line and leave with its exit code."""
    sys.exit(answer(list(sys.argv[1:] if arguments is None else arguments)))


def answer(arguments: list[str]) -> int:
    """Exit code of one command line; every failure is one sentence, its traceback only with --debug."""
    try:
        ordered = usage.settings_first(arguments)
        code = int(usage.translated(app).main(ordered, prog_name="edustat", standalone_mode=False) or DONE)
    except typer.exceptions.TyperException as misuse:
        usage.explain(misuse, arguments)
        return MISUSED
    except Exception as error:
        return _confess(error, debug="--debug" in arguments)
    except BaseException:  # Ctrl-C, which Dagster turns into a kind of its own
        code = STOPPED
    if code == STOPPED:
        screens.complain(say("stopped"))
    return code


def _settled(act: Callable[[Home], None]) -> int:
    """Do what changes the sign-off, or tell everything that stands against it."""
    from pipelines.signoff import Against

    home = Home.from_environment()
    try:
        with screens.progress():
            act(home)
    except Against as refused:
        for obstacle in refused.obstacles:
            screens.complain(wording.obstacle(obstacle))
        return BLOCKED
    screens.sign_off(home)
    return DONE


def _reading_home() -> Home:
    home = homes.reading_home()
    if home != Home.from_environment():
        screens.note(say("run.demo_used", folder=Home.from_environment().root))
    return home


def _confess(error: BaseException, debug: bool) -> int:
    """One sentence about a fault, told by its first cause; a refusal from inside a run is still a refusal."""
    while error.__cause__ is not None:
        error = error.__cause__
    if debug:
        screens.complain("".join(traceback.format_exception(error)))
    if isinstance(error, DeclarationError):
        screens.complain(str(error))
        return MISUSED
    if isinstance(error, StoreBusy):
        error = Refusal("refuse.busy", folder=Home.from_environment().root)
    if isinstance(error, Refusal):
        screens.complain(str(error))
        return error.code
    screens.complain(say("fault", error=" ".join(f"{type(error).__name__}: {error}".split())))
    return FAULT


if __name__ == "__main__":
    main()
