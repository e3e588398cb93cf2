"""What arrives: files as delivered, turned into typed returns in which every cell keeps its address.

Belongs here: the folders of a deployment (`Home`), the archive, reading grids out of files, recognising a form by
its content, header trees, numbers as people type them. Does not belong here: what a number means (units, regions,
measures, indicators live in `warehouse`).

The door: `Home`, `take_in`, `read`, `grids`.
"""

from sources.archive import Arrival, archived, intact, own_name, take_in
from sources.containers import Unpacking, is_container
from sources.fingerprint import MEANING, fingerprint
from sources.forms import Form, load_forms
from sources.grid import Merge, Sheet
from sources.home import Home, make_durable
from sources.opening import grids
from sources.problems import DeclarationError, Problem, StopDelivery
from sources.reading import read
from sources.returned import Copy, Line, Returned, corrected
from sources.returns import Column, Reading, Return
from sources.seen import Seen, unknown_tables

__all__ = [
    "MEANING",
    "Arrival",
    "Column",
    "Copy",
    "DeclarationError",
    "Form",
    "Home",
    "Line",
    "Merge",
    "Problem",
    "Reading",
    "Return",
    "Returned",
    "Seen",
    "Sheet",
    "StopDelivery",
    "Unpacking",
    "archived",
    "corrected",
    "fingerprint",
    "grids",
    "intact",
    "is_container",
    "load_forms",
    "make_durable",
    "own_name",
    "read",
    "take_in",
    "unknown_tables",
]
