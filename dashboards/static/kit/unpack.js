/* Data scripts are written briefly; here they are spelled out once, before anyone looks at them. */
"use strict";
{
  /** A column that says the same in every row stands once in `every`; one that follows from others is named in `derived`. */
  const FOLLOWS = {
    previous: ({ value }) => value.map((_, i) => (i ? value[i - 1] : null)),
    raw_growth: ({ growth }) => growth,
    growth: ({ gap }) => gap,
  };

  function spread(columns) {
    const { every = {}, derived = {}, ...told } = columns ?? {};
    const length = told.year?.length ?? 0;
    for (const [name, value] of Object.entries(every)) told[name] = Array(length).fill(value);
    for (const name of Object.keys(derived)) told[name] = FOLLOWS[name](told);
    return told;
  }

  const printed = (value, unit) => (value === null ? null : `${value}${unit ?? ""}`);

  /** Cells by series → by "indicator|level|year|release", each [part, label, value, unit, printed, delivery, sheet, cell]. */
  function cells(content, deliveries) {
    const spelled = ([, kind, value, place, cell, ...as]) => {
      const [part, label, unit] = content.kinds[kind];
      const [delivery, sheet] = content.sheets[place];
      return [part, label, value, unit, as.length ? as[0] : printed(value, unit), deliveries.indexOf(delivery), sheet, cell];
    };
    const found = {};
    for (const [series, told] of Object.entries(content.cells)) {
      for (const one of told.sort((a, b) => a[1] - b[1])) (found[`${series}|${content.times[one[0]]}`] ??= []).push(spelled(one));
    }
    return found;
  }

  /** Sides look at the level and year of their verdict unless they say otherwise. */
  function sides(verdicts) {
    for (const [key, told] of Object.entries(verdicts)) {
      const [, level, year] = key.split("|");
      told.sides = (told.sides ?? []).map((side) => ({ level, year: Number(year), ...side }));
    }
    return verdicts;
  }

  const SPELLED = {
    regions: (content) => ({ ...content, series: content.series.map(spread), verdicts: spread(content.verdicts) }),
    groups: (content) => ({ ...content, verdicts: spread(content.verdicts) }),
    indicators: spread,
    evidence: (content) => {
      const deliveries = [...new Set(content.sheets.map(([delivery]) => delivery))];
      return { deliveries, verdicts: sides(content.verdicts), cells: cells(content, deliveries) };
    },
  };

  /** Content of a data script as pages read it. */
  EduStat.unpack = (key, content) => (SPELLED[key.split("/")[0]] ?? ((same) => same))(content);
}
