"""Grounds, buildings, books, equipment and terminals of whole schools: built for the pupils once expected, not for
those who happen to be there, and better from year to year."""

import numpy as np

from sources.example.draw import Floats, Ints, bell, portion, skewed, total
from sources.example.measures import Measures, between, done
from sources.example.plan import plan
from sources.example.pupils import births_pools
from sources.example.roster import Roster

# Per pupil by level (kindergarten, primary, junior, senior, vocational, special): ㎡, ㎡, 册, 元.
TEACHING = [6.5, 5.6, 7.2, 7.6, 6.5, 12]
SPORTS = [2.5, 8.6, 11.6, 11, 8, 12]
BOOKS = [8.0, 26, 36, 42, 32, 30]
EQUIPMENT = [900.0, 2100, 2700, 3600, 4200, 6000]


def expected_pupils(roster: Roster) -> Floats:
    """How many pupils the buildings of each part were made for."""
    pools = births_pools(roster, roster.first).ravel() * np.tile(plan().grades, roster.groups)
    weight = np.bincount(roster.pool, roster.size, minlength=pools.size)
    expected: Floats = pools[roster.pool] * roster.size / weight[roster.pool]
    return expected


def sites(roster: Roster, told: Measures, year: int) -> Measures:
    """Facilities by school (money in 0.01 万元); `told` has pupils, classes and full_time_teachers by part."""
    expected = expected_pupils(roster)
    open_now = total(roster.part_school, told["pupils"], roster.schools) > 0
    areas = _areas(roster, expected, year)
    rooms = _rooms(roster, told, year)
    assets = _assets(roster, expected, areas["floor_area"], year)
    return {name: values * open_now for name, values in (areas | rooms | assets).items()}


def _per_school(roster: Roster, expected: Floats, per_pupil: list[float], trait: str, width: float) -> Floats:
    """A quantity by school, parts added, in proportion to the expected pupils; `width` says how far schools differ."""
    factor = 1 - width + width * skewed(roster.trait(trait), roster.schools)
    by_part = expected * np.array(per_pupil)[roster.part_level]
    return np.bincount(roster.part_school, by_part, minlength=roster.schools) * factor


def _areas(roster: Roster, expected: Floats, year: int) -> Measures:
    """Square metres; what must be part of something else is a share of it."""
    better = 1 + 0.15 * done(roster, year)
    teaching = portion(_per_school(roster, expected, TEACHING, "teaching", 0.75), better)
    living = portion(teaching, 0.35 * bell(roster.trait("living"), roster.schools, 0.4))
    admin, other = portion(teaching, 0.12), portion(teaching, 0.05)
    floor = teaching + living + admin + other
    sports = portion(_per_school(roster, expected, SPORTS, "sports", 0.8), 0.9 + 0.2 * done(roster, year))
    indoor = portion(teaching, 0.06 * (roster.area < 2))
    ground = np.maximum(sports - indoor, 0)
    green = portion(ground, 0.5)
    unsafe = portion(
        floor, between([0.03, 0.001], roster, year) * (roster.trait("unsafe").random(roster.schools) < 0.3)
    )
    kindergarten = roster.kind == list(plan().kinds).index("幼儿园")
    return {
        "land_area": portion(floor, 0.6) + ground + green,
        "green_area": green,
        "sports_ground_area": ground,
        "floor_area": floor,
        "teaching_area": teaching,
        "indoor_sports_area": indoor,
        "admin_area": admin,
        "living_area": living,
        "other_area": other,
        "dangerous_area": unsafe,
        "dangerous_area_d": portion(unsafe, 0.3),
        "rented_area": portion(floor, 0.2 * (roster.owner > 0)),
        "outdoor_play_area": portion(ground, 0.9) * kindergarten,
        "activity_area": portion(teaching, 0.8) * kindergarten,
    }


def _rooms(roster: Roster, told: Measures, year: int) -> Measures:
    """Rooms and terminals, enough for the classes, pupils and teachers of the year."""
    classes, pupils, teachers = (
        total(roster.part_school, told[name], roster.schools) for name in ("classes", "pupils", "full_time_teachers")
    )
    rooms = classes + portion(classes, 0.2) + 1
    networked = portion(
        rooms, np.minimum(between([0.7, 1.0], roster, year) * bell(roster.trait("net"), rooms.size, 0.2), 1)
    )
    special_rooms = np.maximum(1, portion(classes, between([0.06, 0.085], roster, year)))
    width = between([1.0, 0.7], roster, year)
    for_pupils = portion(
        pupils, between([0.09, 0.2], roster, year) * (1 - width + width * skewed(roster.trait("pc"), rooms.size))
    )
    for_teachers = portion(teachers, 0.95)
    return {
        "classrooms": rooms,
        "network_classrooms": networked,
        "music_rooms": special_rooms,
        "art_rooms": special_rooms,
        "pupil_terminals": for_pupils,
        "teacher_terminals": for_teachers,
        "terminals": for_pupils + for_teachers + portion(teachers, 0.1),
        "bandwidth": 100 * (1 + (pupils > 300) + 3 * (pupils > 1000)),
    }


def _assets(roster: Roster, expected: Floats, floor: Ints, year: int) -> Measures:
    """Books, and values in 0.01 万元 (100 元)."""
    better = between([0.85, 1.3], roster, year)
    books = portion(_per_school(roster, expected, BOOKS, "books", 0.7), better)
    width = between([1.0, 0.65], roster, year)
    equipment = portion(_per_school(roster, expected, EQUIPMENT, "equipment", width), better / 100)
    book_value = portion(books, 0.2)
    return {
        "books": books,
        "book_value": book_value,
        "equipment_value": equipment,
        "fixed_assets": equipment + book_value + portion(floor, 15.0),
    }
