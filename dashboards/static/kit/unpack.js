/* Data scripts are written briefly; here they are spelled out once, before anyone looks at them. */
"use strict";
{
  /** How a column follows from others: [rule, ...what it needs]; the warehouse's own results follow it to the last bit. */
  const RULES = {
    years: (_, first, last) => Array.from({ length: last - first + 1 }, (_none, i) => first + i),
    before: (told, name) => told[name].map((_, i) => (i ? told[name][i - 1] : null)),
    same: (told, name) => told[name],
    ratio: ({ value, previous }) => value.map((now, i) => (now === null || !(previous[i] > 0) ? null : ((now - previous[i]) * 100) / previous[i])),
    difference: ({ value, previous }) => value.map((now, i) => (now === null || previous[i] === null ? null : now - previous[i])),
  };

  /** A column that says the same in every row stands once in `every` (and what only its first row says, in `first`);
      one that follows from others stands in `derived`. */
  function spread(columns) {
    const { every = {}, first = {}, derived = {}, ...told } = columns ?? {};
    for (const [name, [rule, ...needs]] of Object.entries(derived)) told[name] = RULES[rule](told, ...needs);
    const length = told.year?.length ?? 0;
    for (const [name, value] of Object.entries(every)) told[name] = Array(length).fill(value);
    for (const [name, value] of Object.entries(first)) told[name][0] = value;
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
