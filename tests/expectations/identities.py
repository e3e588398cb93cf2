"""What the figures of one sheet must satisfy, told once more without rules or store: the yardstick of hard recall."""

from collections.abc import Iterator
from decimal import Decimal

from sources.example import Book
from sources.example.measures import BANDS
from sources.example.teachers import AGES, DEGREES, RANKS

GRADES = tuple(f"grade_{number}" for number in range(1, 7))
WHOLES = [
    ("pupils", GRADES),
    ("classes", tuple(BANDS)),
    ("full_time_teachers", tuple(DEGREES)),
    ("full_time_teachers", tuple(RANKS)),
    ("full_time_teachers", tuple(AGES)),
    ("floor_area", ("teaching_area", "admin_area", "living_area", "other_area")),
    ("budget_education", ("operating_expenditure", "capital_construction", "surcharge_education")),
    ("operating_expenditure", ("personnel_expenditure", "public_expenditure")),
    ("public_expenditure", ("goods_services", "other_capital")),
]
INSIDE = [
    *((part, "pupils") for part in ("pupils_female", "pupils_boarding", "pupils_migrant", "pupils_left_behind")),
    *((part, "full_time_teachers") for part in ("teachers_qualified", "teachers_certified", "teachers_backbone")),
    *(("dangerous_area", "floor_area"), ("network_classrooms", "classrooms"), ("book_value", "fixed_assets")),
    ("equipment_value", "fixed_assets"),
]
Values = dict[str, Decimal]


def broken_by(before: Book, after: Book) -> bool:
    """Whether one of the identities holds in a file before and not after."""
    return any(broken(now) and not broken(was) for was, now in zip(_rows(before), _rows(after), strict=False))


def broken(row: Values) -> bool:
    """Whether the figures of one unit and level contradict each other by more than rounding."""
    if any(value < 0 for value in row.values()):
        return True
    if any(_unequal(row[whole], [row.get(part) for part in parts]) for whole, parts in WHOLES if whole in row):
        return True
    return any(row[part] > row[whole] + 1 for part, whole in INSIDE if part in row and whole in row)


def _unequal(whole: Decimal, parts: list[Decimal | None]) -> bool:
    """Whether parts do not add up to their whole; where one is blank or has no column, only if they are too many."""
    told = [part for part in parts if part is not None]
    return sum(told) > whole + 1 or (len(told) == len(parts) and sum(told) < whole - 1)


def _rows(book: Book) -> Iterator[Values]:
    """The figures of each unit and level of each sheet, those that are blank left out."""
    for page in book.pages:
        rows: dict[tuple[str, str], Values] = {}
        for (unit, name), place in page.places.items():
            field, _, level = name.partition("|")
            value = page.get(*place)
            if isinstance(value, int | float):
                rows.setdefault((unit, level), {})[field] = Decimal(str(value))
            else:
                rows.setdefault((unit, level), {})
        yield from rows.values()
