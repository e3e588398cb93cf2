"""Regions that are judged together: those that share a parent, with their verdicts by year and test."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from dashboards.facts import Facts
from dashboards.verdicts import Verdict


@dataclass(frozen=True)
class Group:
    """A parent region and the verdicts of its children (and its own)."""

    code: str
    name: str
    regions: list[str]
    verdicts: list[Verdict]
    example: bool = False

    @property
    def years(self) -> list[int]:
        """Years with a verdict, newest first."""
        return sorted({v.year for v in self.verdicts}, reverse=True)

    @property
    def latest(self) -> int:
        """The newest year in which at least one duty could be judged."""
        judged = [v.year for v in self.verdicts if v.verdict != "insufficient"]
        return max(judged, default=self.years[0])

    @property
    def single(self) -> bool:
        return len(self.regions) == 1

    @property
    def children(self) -> list[str]:
        """The regions compared with each other: the parent's own verdicts are shown apart."""
        return self.regions if self.single else [region for region in self.regions if region != self.code]

    def of_year(self, year: int) -> list[Verdict]:
        """Verdicts of one year, worst first."""
        return sorted((v for v in self.verdicts if v.year == year), key=lambda v: (*v.order, v.region, v.level))


def groups(facts: Facts, families: Collection[str]) -> list[Group]:
    """Groups by the verdicts of these families: several regions before single ones, then the newest first;
    invented regions last."""
    judged: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in facts.of_families(families):
        judged[verdict.region].append(verdict)
    members = _members(facts, list(judged))
    found = [
        Group(code, facts.name(code), regions, [v for region in regions for v in judged[region]], facts.example(code))
        for code, regions in members.items()
    ]
    return sorted(found, key=lambda g: (g.example, g.single, -g.latest, g.code))


def _members(facts: Facts, judged: list[str]) -> dict[str, list[str]]:
    """Parent → judged regions; a region with judged children heads their group instead of being a lone member."""
    parents = {region: (facts.regions.get(region) or {}).get("parent") or region for region in judged}
    heads = set(parents.values())
    members: dict[str, list[str]] = defaultdict(list)
    for region in sorted(judged):
        if region not in heads:
            members[parents[region]].append(region)
    for region in sorted(set(judged) & heads):
        if region in members:
            members[region].insert(0, region)
        if parents[region] in members or region not in members:
            members[parents[region]].append(region)
    return {code: sorted(set(regions)) for code, regions in members.items()}
