/* Values by year as charts need them: cut where the definition changes, open where a year is missing. */
"use strict";
{
  const UNKNOWN = { value: null, previous: null, growth: null, real_growth: null, by_numerator: null, by_denominator: null }; // a column may be left out

  /** Series of one indicator at one level: {indicator, level, rows, points, cuts, last}; null when no year has a value.
      Sums of children stand in only where the region tells nothing itself. */
  EduStat.series = (data, indicator, level) => {
    const found = column(data, indicator, level);
    return found ? EduStat.once(found, `series|${EduStat.state.get("release")}|${EduStat.english()}`, () => told(data, found)) : null;
  };

  const column = (data, indicator, level) => EduStat.once(data, "series", () => new Map(data.series.map((one) => [`${one.indicator}|${one.level}`, one]))).get(`${indicator}|${level}`);

  /** The releases in which a region's series (of these indicators) are told, lowest first. */
  EduStat.releasesOf = (data, ids = null) => [...EduStat.known.releases.keys()].filter((id) => data?.series.some((one) => (!ids || ids.includes(one.indicator)) && one.release.includes(id)));

  /** Every row of an indicator at a level, of all releases; what the data leave out is null. */
  EduStat.rowsOf = (data, indicator, level) => {
    const found = column(data, indicator, level);
    return found ? EduStat.once(found, "rows", () => EduStat.rows(found).map((row) => ({ ...UNKNOWN, ...row }))) : [];
  };

  function told(data, { indicator, level }) {
    const all = EduStat.rowsOf(data, indicator, level);
    const own = all.some((row) => row.basis !== "rolled_up");
    const rows = EduStat.newest(all.filter((row) => !own || row.basis !== "rolled_up"), (row) => row.year).sort((a, b) => a.year - b.year);
    const shown = rows.filter((row) => row.value !== null);
    if (!shown.length) return null;
    const declared = EduStat.known.indicators.get(indicator);
    return { region: data.region, indicator: declared, level, unit: declared.unit, rows, shown, last: shown.at(-1),
      points: shown.map((row) => [row.year, row.value]), cuts: cuts(data.region, indicator, rows, shown) };
  }

  /** Year → why the line is cut before it: declared breaks, and every change of scope. */
  function cuts(region, indicator, rows, shown) {
    const [first, last] = [shown[0].year, shown.at(-1).year];
    const path = EduStat.path(region);
    const releases = new Map(rows.map((row) => [row.year, row.release]));
    const found = new Map();
    for (const broken of EduStat.known.words.breaks ?? []) {
      const release = releases.get(broken.year);
      const here = !broken.regions?.length || broken.regions.some((code) => path.includes(code));
      const meant = !broken.releases?.length || !release || broken.releases.includes(release);
      if (broken.indicator === indicator && here && meant && first < broken.year && broken.year <= last) found.set(broken.year, EduStat.t(broken.reason));
    }
    shown.slice(1).forEach((after, i) => {
      const before = shown[i];
      if ((before.scope || "") !== (after.scope || "") && !found.has(after.year)) found.set(after.year, scopeChange(before.scope, after.scope));
    });
    return found;
  }

  function scopeChange(before, after) {
    const { t } = EduStat;
    return EduStat.listed([before && t("此前口径为“{scope}”", { scope: t(before) }), after && t("改为“{scope}”", { scope: t(after) })].filter(Boolean));
  }

  /** [year, value|null] of a line: nothing is drawn over a missing year or over a cut. */
  EduStat.withGaps = (one) => {
    const line = [];
    for (const [year, value] of one.points) {
      if (line.length && (one.cuts.has(year) || line.at(-1)[0] !== year - 1)) line.push([year - 0.5, null]);
      line.push([year, value]);
    }
    return line;
  };

  /** 1995,1996,1997,2001 → 1995–1997、2001 */
  EduStat.spans = (years) => {
    const spans = [];
    for (const year of [...years].sort((a, b) => a - b)) {
      if (spans.length && spans.at(-1)[1] === year - 1) spans.at(-1)[1] = year;
      else spans.push([year, year]);
    }
    return EduStat.listed(spans.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)));
  };
}
