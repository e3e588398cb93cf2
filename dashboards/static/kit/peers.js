/* Regions of the same kind that are most like one: by the rule of pages.yaml, the same for everyone who looks. */
"use strict";
{
  const { numbers } = EduStat;

  /** code → value of an indicator at a level in a year: a region's own before sums below it, the most final release. */
  function valuesIn(columns, level, year) {
    const asked = EduStat.state.get("release"), most = asked ? EduStat.rank(asked) : Infinity, best = new Map();
    for (let i = 0; i < (columns?.region?.length ?? 0); i++) {
      const place = EduStat.rank(columns.release[i]) + (columns.basis?.[i] === "rolled_up" ? 0 : 100);
      if (columns.year[i] !== year || columns.level[i] !== level || numbers.absent(columns.value?.[i]) || place % 100 > most) continue;
      const code = columns.region[i];
      if (!(best.get(code)?.place > place)) best.set(code, { place, value: columns.value[i], release: columns.release[i] });
    }
    return best;
  }

  function newestYear(columns, level, region) {
    let year = null;
    for (let i = 0; i < (columns?.region?.length ?? 0); i++) if (columns.region[i] === region && columns.level[i] === level && !numbers.absent(columns.value?.[i]) && columns.year[i] > (year ?? 0)) year = columns.year[i];
    return year;
  }

  const load = (indicator) => EduStat.wish(`indicators/${indicator}`);

  /** A measure in the newest year in which the region has it: {measure, year, of(year) → Map code → {value, release}}; null without. */
  EduStat.measured = async (measure, region, data) => {
    const has = ({ indicator, level, over }) => data.series.some((one) => one.indicator === indicator && one.level === level) && (!over || has(over));
    if (!has(measure)) return null;
    const [columns, under] = await Promise.all([load(measure.indicator), measure.over && load(measure.over.indicator)]);
    const of = (year) => {
      const over = valuesIn(columns, measure.level, year);
      if (!measure.over) return over;
      const below = valuesIn(under, measure.over.level, year);
      return new Map([...over].filter(([code]) => below.get(code)?.value > 0).map(([code, one]) => [code, { ...one, value: one.value / below.get(code).value }]));
    };
    for (let year = newestYear(columns, measure.level, region), tries = 0; year && tries < 6; year--, tries++) if (of(year).has(region)) return { measure, year, of };
    return null;
  };

  const above = (code) => new Set(EduStat.path(code));

  /** Regions of the same kind; none that contains the other, and nothing invented beside what is real. */
  EduStat.sameKind = (region) => {
    const here = EduStat.known.regions.get(region), up = above(region);
    return [...EduStat.known.regions.values()].filter((one) => one.kind === here?.kind && Boolean(one.example) === Boolean(here.example) && one.code !== region && !up.has(one.code) && !above(one.code).has(region)).map((one) => one.code);
  };

  /** Root of the mean of squared differences, each aspect in its own standard deviations. */
  EduStat.distances = (own, others) => {
    const spread = own.map((x, k) => {
      const all = [x, ...others.map(([, values]) => values[k])], mean = all.reduce((a, b) => a + b, 0) / all.length;
      return Math.sqrt(all.reduce((sum, y) => sum + (y - mean) ** 2, 0) / all.length);
    });
    const apart = (values) => Math.sqrt(own.reduce((sum, x, k) => sum + (spread[k] ? ((values[k] - x) / spread[k]) ** 2 : 0), 0) / own.length);
    return others.map(([code, values]) => ({ code, distance: apart(values) })).sort((a, b) => a.distance - b.distance || (a.code < b.code ? -1 : 1));
  };

  /** {aspects: [{title, measure, year, values}], nearest: [{code, distance}], candidates}; null where nothing makes them comparable. */
  EduStat.peers = async (region, data) => {
    const { like, nearest } = EduStat.known.pages.profile;
    const aspects = [];
    for (const { title, measures } of like) {
      for (const measure of measures) {
        const found = await EduStat.measured(measure, region, data);
        if (!found) continue;
        aspects.push({ title, measure, year: found.year, values: found.of(found.year) });
        break;
      }
    }
    const logs = (code) => aspects.map((one) => Math.log(one.values.get(code)?.value));
    const others = EduStat.sameKind(region).map((code) => [code, logs(code)]).filter(([, values]) => values.length && values.every(Number.isFinite));
    if (!others.length || !logs(region).every(Number.isFinite)) return null;
    return { aspects, nearest: EduStat.distances(logs(region), others).slice(0, nearest), candidates: others.length };
  };
}
