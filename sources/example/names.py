"""Codes and names of the invented schools; every name begins with the county's, which says 示例."""

from sources.example.plan import plan
from sources.example.roster import Roster

PROVINCE = "99"  # no province has this number
DIGITS = "零一二三四五六七八九"


def codes(roster: Roster) -> list[str]:
    """Ten digits: kind (2), province (2), number (6)."""
    starts = [kind.code + PROVINCE for kind in plan().kinds.values()]
    return [f"{starts[kind]}{at + 1:06d}" for at, kind in enumerate(roster.kind)]


def names(roster: Roster) -> list[str]:
    """示例县 + town + number + kind of school; no two are alike."""
    towns, used, found = plan().first_names, dict[tuple[int, str], int](), []
    kinds = list(plan().kinds)
    for at, kind in enumerate(roster.kind):
        town = towns[at % len(towns)] + ("街道" if roster.area[at] == 0 else "镇" if roster.area[at] == 1 else "乡")
        used[(kind, town)] = used.get((kind, town), 0) + 1
        found.append(f"{plan().place['name']}{town}第{numeral(used[(kind, town)])}{kinds[kind]}")
    return found


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals; larger ones digit by digit."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    start = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return start + (DIGITS[ones] if ones or not tens else "")
