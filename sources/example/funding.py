"""The money of a county year by year, in hundredths of 万元: parts are cut from totals, so that every sum is exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sources.example.draw import Ints, added, bell, portion, split, stream
from sources.example.measures import between
from sources.example.plan import plan
from sources.example.population import ByLevel, by_county
from sources.example.roster import Roster

POINTS = 10_000  # basis points in one
ROUND = 100  # totals are whole 万元, so that equal growth rates stay exactly equal
COMPULSORY = [1, 2]
LEVELS = tuple(plan().levels)


@dataclass(frozen=True)
class Purse:
    """What carries over from one fiscal year to the next, by county; `wage` in 元 a year."""

    education: Ints
    revenue: Ints
    expenditure: Ints
    wage: Ints
    flash: Ints


def path(roster: Roster, year: int) -> dict[str, Ints]:
    """The growth path of each county in a year; a county's neighbour is one step ahead of it."""
    money = plan().money
    at = (len(money) - 1 - (roster.last - year) + np.arange(roster.groups)) % len(money)
    told = {name: np.array([0 if entry[name] is None else entry[name] for entry in money])[at] for name in money[0]}
    return told | {"flashed": np.array([entry["flash"] is not None for entry in money])[at]}


def averages(roster: Roster, told: Mapping[str, Ints]) -> Ints:
    """Pupils of the fiscal year by county and level: eight months of last autumn's, four of this autumn's."""
    before, now = by_county(roster, told["pupils_last_autumn"]), by_county(roster, told["pupils"])
    return (8 * before + 4 * now + 6) // 12


def first_purse(roster: Roster, pupils: Ints) -> Purse:
    """The year before the first one."""
    education = portion((pupils * plan().per_pupil).sum(axis=1) / 100 / ROUND, 1.0) * ROUND
    return Purse(
        education=education,
        revenue=portion(education / ROUND, 2.4) * ROUND,
        expenditure=portion(education / ROUND, 5.2) * ROUND,
        wage=np.full(roster.groups, 78_000),
        flash=education,
    )


def next_purse(roster: Roster, before: Purse, year: int) -> Purse:
    """Totals of the next year, grown along the path."""
    step = path(roster, year)
    equal = (step["education"] == step["revenue"]) | (step["education"] == 0)
    education = _grown(before.education, step["education"], equal)
    return Purse(
        education=education,
        revenue=_grown(before.revenue, step["revenue"], equal),
        expenditure=_grown(before.expenditure, step["expenditure"]),
        wage=_grown(before.wage, step["wages"]),
        flash=np.where(step["flashed"], _grown(before.education, step["flash"]), education),
    )


def _grown(amount: Ints, points: Ints, exactly: Any = False) -> Ints:
    rounding = np.where(exactly, 1, ROUND)
    grown: Ints = (amount * (POINTS + points) + POINTS * rounding // 2) // (POINTS * rounding) * rounding
    return grown


def funding(roster: Roster, purse: Purse, told: Mapping[str, Ints], year: int) -> ByLevel:
    """Measures by level for one year, from its totals."""
    pupils = averages(roster, told)
    found = _spending(roster, purse.education, pupils, year)
    found["all"] = {name: added(found[level][name] for level in LEVELS) for name in found[LEVELS[0]]}
    found["all"] |= _income(found["all"]["budget_education"])
    found["all"] |= _treasury(roster, purse, year) | _duties(roster, purse, found, year)
    wages, grants = _wages(roster, purse, told, year), _grants(roster, found, told, year)
    preschool = found["kindergarten"]["budget_education"]
    grants["kindergarten"]["preschool_fiscal"] = preschool + portion(preschool, 0.02)
    return {level: found[level] | wages.get(level, {}) | grants.get(level, {}) for level in found}


def _spending(roster: Roster, education: Ints, pupils: Ints, year: int) -> ByLevel:
    """一般公共预算教育经费 by level = 事业费（个人 + 公用） + 基建 + 教育费附加."""
    jitter = bell(stream(roster.seed, "levels", year), pupils.shape, 0.02)
    by_level = split(education, pupils * plan().per_pupil * jitter)
    capital, surcharge = portion(by_level, 0.03), portion(by_level, 0.04)
    operating = by_level - capital - surcharge
    public = operating * path(roster, year)["public"][:, None] // POINTS
    goods = portion(public, 0.8)
    told = {"budget_education": by_level, "operating_expenditure": operating, "capital_construction": capital}
    told |= {
        "surcharge_education": surcharge,
        "personnel_expenditure": operating - public,
        "public_expenditure": public,
    }
    told |= {"goods_services": goods, "other_capital": public - goods, "funding_pupils": pupils}
    return {level: {name: values[:, at] for name, values in told.items()} for at, level in enumerate(LEVELS)}


def _income(budget: Ints) -> dict[str, Ints]:
    """Where education's money comes from."""
    fiscal = {"government_fund_education": portion(budget, 0.02), "enterprise_appropriation": portion(budget, 0.001)}
    fiscal |= {"school_industry_income": portion(budget, 0.001), "other_fiscal_funding": portion(budget, 0.002)}
    whole = {"fiscal_funding": budget + added(fiscal.values()), "private_school_funding": portion(budget, 0.01)}
    whole |= {"donations": portion(budget, 0.002), "operating_income": portion(budget, 0.11)}
    whole |= {"other_funding": portion(budget, 0.008)}
    income = added(whole.values())
    told = {"education_funding": income, "tuition": portion(whole["operating_income"], 0.7)}
    told |= {"carried_over": portion(income, 0.02), "education_spending": portion(income, 0.99)}
    return told | fiscal | whole


def _treasury(roster: Roster, purse: Purse, year: int) -> dict[str, Ints]:
    """Figures of the finance bureau and of the statistics office."""
    revenue = portion(purse.revenue, 0.82)
    noise = bell(stream(roster.seed, "gdp", year), roster.groups, 0.01)
    told = {"recurrent_revenue": purse.revenue, "general_revenue": revenue, "general_expenditure": purse.expenditure}
    told |= {
        "education_expenditure": portion(purse.education, 0.97),
        "gdp": portion(purse.expenditure * 5.5 * noise, 1.0),
    }
    told["special_projects"] = portion(purse.education, 0.05)
    return told


def _duties(roster: Roster, purse: Purse, found: ByLevel, year: int) -> dict[str, Ints]:
    """Earmarked money: surcharges, land, training; some years fall short of what is owed."""
    base = portion(purse.revenue, 0.3)
    land = portion(purse.revenue, 0.25 * bell(stream(roster.seed, "land", year), roster.groups, 0.3))
    deducted = portion(land, 0.8)
    public = found["all"]["public_expenditure"]
    short = (year + np.arange(roster.groups)) % 4 == 0
    told = {"tax_base": base} | {name: portion(base, share) for name, share in plan().surcharges.items()}
    told |= {"surcharge_spent": portion(told["surcharge_levied"], np.where(short, 0.96, 1.0))}
    told |= {"surcharge_vocational": portion(told["surcharge_levied"], np.where(short, 0.27, 0.32))}
    told |= {"land_income": land, "land_deductions": deducted}
    told |= {"land_accrual": portion(land - deducted, np.where(short, 0.09, 0.105)), "public_budget": public}
    told |= {"training_spending": portion(public, np.where(short, 0.046, 0.053))}
    reform = portion(purse.expenditure, 0.01)
    return told | {"rural_reform_transfer": reform, "rural_reform_education": portion(reform, 0.52)}


def _wages(roster: Roster, purse: Purse, told: Mapping[str, Ints], year: int) -> ByLevel:
    """Average wages (元 a year) times heads; teachers of public schools only."""
    public = (roster.owner == 0)[roster.part_school]
    heads = by_county(roster, told["full_time_teachers"] * public)
    wages = heads * purse.wage[:, None] // 100
    found: ByLevel = {
        level: {"teacher_wages": wages[:, at], "waged_teachers": heads[:, at]} for at, level in enumerate(LEVELS)
    }
    contract = by_county(roster, told["full_time_teachers"] * ~public)[:, 0]
    found["kindergarten"]["waged_contract_teachers"] = contract
    found["kindergarten"]["contract_teacher_wages"] = contract * purse.wage // 100 * 78 // 100
    servants = portion(heads.sum(axis=1), 0.6)
    level_with = np.where(year % 5 == 0, 102, 98)
    found["all"] = {"teacher_wages": wages.sum(axis=1), "waged_teachers": heads.sum(axis=1)}
    found["all"] |= {"waged_civil_servants": servants}
    found["all"]["civil_servant_wages"] = servants * purse.wage // 100 * level_with // 100
    return found


def _grants(roster: Roster, found: ByLevel, told: Mapping[str, Ints], year: int) -> ByLevel:
    """Grants for running schools at the quota of the year, and extra ones for boarders and small schools."""
    quota = {name: plan().quota(name, year) for name in plan().quotas}
    boarders = by_county(roster, told["pupils_boarding"])
    small = by_county(roster, told["pupils"] * (told["small_schools"] > 0))
    count = by_county(roster, told["small_schools"])
    grants: ByLevel = {}
    for at in COMPULSORY:
        level = LEVELS[at]
        paid = found[level]["funding_pupils"] * quota[level] // 100
        grants[level] = {"public_grants": paid + portion(paid, 0.02)}
        grants[level]["boarding_grants"] = boarders[:, at] * quota["boarders"] // 100
    grants["special"] = {"public_grants": found["special"]["funding_pupils"] * quota["special"] // 100}
    grants["senior"] = {"public_grants": portion(found["senior"]["funding_pupils"], between([9.0, 11.5], roster, year))}
    grants["primary"]["small_school_grants"] = np.maximum(small[:, 1], count[:, 1] * 100) * quota["primary"] // 100
    public = by_county(roster, told["pupils_public_kindergarten"])[:, 0]
    inclusive = by_county(roster, told["pupils_inclusive_kindergarten"])[:, 0] - public
    grants["kindergarten"] = {name: public * 600 // 100 for name in ("public_grants", "public_kindergarten_grants")}
    grants["kindergarten"]["inclusive_kindergarten_grants"] = inclusive * 520 // 100
    grants["all"] = {
        "public_grants": added(told["public_grants"] for told in grants.values() if "public_grants" in told)
    }
    grants["all"]["boarding_grants"] = grants["primary"]["boarding_grants"] + grants["junior"]["boarding_grants"]
    grants["all"]["small_school_grants"] = grants["primary"]["small_school_grants"]
    return grants
