/* From last year to this year by source. What no source tells stays a step of its own: nothing is balanced away. */
"use strict";
{
  const { t, numbers, axes, h } = EduStat;
  const ROW = 44, RIGHT = 116;
  const short = (indicator) => ({ fiscal_funding_total: t("财政性经费"), operating_income_total: t("事业收入"), private_funding_total: t("举办者投入"), donations_total: t("社会捐赠"), other_funding_total: t("其他收入") })[indicator] ?? EduStat.indicator(indicator);

  /** Values of an indicator not above the chosen release, the region's own or the sums of its children. */
  function valuesOf(data, indicator, summed) {
    const asked = EduStat.state.get("release");
    const rows = EduStat.rowsOf(data, indicator, "all");
    return rows.filter((row) => !numbers.absent(row.value) && (row.basis === "rolled_up") === summed && (!asked || EduStat.rank(row.release) <= EduStat.rank(asked)));
  }

  const finest = (rows) => rows.reduce((best, row) => (best && EduStat.rank(best.release) >= EduStat.rank(row.release) ? best : row), null);

  /** This year's and last year's value, of the same release where there is one. */
  function pair(indicator, rows, year, release) {
    const of = (when) => { const found = rows.filter((row) => row.year === when); return found.find((row) => row.release === release) ?? finest(found); };
    const [now, before] = [of(year), of(year - 1)];
    return { indicator, now, before, to: now?.value ?? null, from: before?.value ?? now?.previous ?? null };
  }

  const known = (one) => one.to !== null && one.from !== null;

  /** Total and sources of a year on one footing: what the region tells itself, or the sums below where these tell more sources. */
  function footing(data, [total, ...sources], year) {
    const tried = [false, true].map((summed) => {
      const release = finest(valuesOf(data, total, summed).filter((row) => row.year === year))?.release;
      const of = (indicator) => pair(indicator, valuesOf(data, indicator, summed), year, release);
      return { summed, total: of(total), sources: sources.map(of) };
    });
    const told = ({ sources: found }) => found.filter(known).length;
    const [own, sums] = tried.map((one) => (known(one.total) && told(one) ? one : null));
    return own && sums ? (told(sums) > told(own) ? sums : own) : (own ?? sums);
  }

  /** Years whose change can be told by source, newest first; and those in which every source is known. */
  EduStat.sourceYears = (data, indicators) => EduStat.once(data, `sources|${EduStat.state.get("release")}`, () => yearsOf(data, indicators));

  function yearsOf(data, indicators) {
    const years = [...new Set([false, true].flatMap((summed) => valuesOf(data, indicators[0], summed).map((row) => row.year)))].sort((a, b) => b - a);
    return years.filter((year) => footing(data, indicators, year));
  }

  /** Total of a year on the footing on which its sources are told, as EduStat.latest gives it. */
  EduStat.sourceTotal = (data, indicators, year) => {
    const { now } = footing(data, indicators, year).total;
    const indicator = EduStat.known.indicators.get(indicators[0]);
    return { one: { region: data.region, indicator, level: "all", unit: indicator.unit }, row: now };
  };

  /** The steps of a year: {from, steps: [{name, value…}], to, rest, unknown}; steps and rest add up to the change exactly. */
  EduStat.sourceSteps = (found) => {
    const { total, sources } = found;
    const steps = sources.filter(known).map((one) => ({ ...one, value: one.to - one.from }));
    const rest = total.to - total.from - steps.reduce((sum, one) => sum + one.value, 0);
    const noise = 1e-12 * Math.max(Math.abs(total.to), Math.abs(total.from)) + 1e-9;
    return { from: total.from, to: total.to, steps, rest: Math.abs(rest) <= noise ? 0 : rest, unknown: sources.filter((one) => !known(one)) };
  };

  /** Divisor, unit and decimals of all bars: a step must show beside its total. */
  function scaled(largest) {
    if (EduStat.english()) return largest < 1e6 ? [100, `million ${t("元")}`, 2] : [1e5, `billion ${t("元")}`, 2];
    return largest < 1e6 ? [1, "万元", 0] : [1e4, "亿元", 2];
  }

  EduStat.toldBy("waterfall", (data, one, { year: asked }) => {
    const years = EduStat.sourceYears(data, one.indicators);
    if (!years.length) return null;
    const year = years.includes(asked) ? asked : years[0];
    const found = footing(data, one.indicators, year), change = EduStat.sourceSteps(found);
    const [by, unit, decimals] = scaled(Math.max(Math.abs(change.from), Math.abs(change.to)));
    const values = [...change.steps.map((step) => step.value), change.rest].map((x) => x / by);
    const { from, steps, to } = EduStat.balanced(change.from / by, values, change.to / by, decimals);
    const shown = (units) => numbers.plain(units / 10 ** decimals, decimals), signed = (units) => numbers.signed(units / 10 ** decimals, decimals);
    const rows = bars(change, { from, steps, to }, year, shown, signed);
    const lines = [found.total, ...found.sources].filter((each) => each.now);
    return {
      id: one.id, title: t(one.title, { last_year: year, ...said(change, shown, to - from, unit) }),
      subtitle: EduStat.subtitle({ names: EduStat.listed([EduStat.indicator(one.indicators[0]), t("按来源的变动")]), unit, region: data.region, span: t("{year} 与上年", { year }), kind: "fiscal" }),
      source: EduStat.source(data, lines.map((each) => ({ indicator: EduStat.known.indicators.get(each.indicator), rows: [each.now], shown: [each.now, each.before].filter(Boolean) }))),
      figures: [drawn(rows, 10 ** decimals)], notes: notes(found, change, year, steps.at(-1), years, data, one.indicators), alt: rows.map((row) => `${row.name} ${row.text}`).join(EduStat.SEMICOLON),
      ...behind(data.region, found, change, steps, by, unit, decimals, year),
    };
  });

  /** What the title may say: by how much the total moved, and which source most. */
  function said(change, shown, moved, unit) {
    const step = t(moved < 0 ? "少 {n} {unit}" : "多 {n} {unit}", { n: shown(Math.abs(moved)), unit });
    const along = change.steps.filter((one) => Math.sign(one.value) === Math.sign(moved)).sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
    if (!moved) return { step: t("与上年持平"), cause: t("各来源互有增减") };
    if (!along || Math.abs(change.rest) > Math.abs(along.value)) return { step, cause: t("多数变动未列来源") };
    return { step, cause: t(moved < 0 ? "主要是{source}减少" : "主要来自{source}", { source: short(along.indicator) }) };
  }

  /** One line per bar, from top to bottom, in whole units: name, where it starts, how far it goes, its look and text. */
  function bars(change, { from, steps, to }, year, shown, signed) {
    const { ink, before, rise, fall, quiet } = axes.theme();
    const rows = [{ name: t("{year} 年", { year: year - 1 }), base: 0, size: from, color: before, text: shown(from), bold: true }];
    let at = from;
    change.steps.forEach((one, i) => {
      rows.push({ name: short(one.indicator), base: at, size: steps[i], color: steps[i] < 0 ? fall : rise, shape: steps[i] < 0 ? "/" : "", text: signed(steps[i]) });
      at += steps[i];
    });
    change.unknown.forEach((one) => rows.push({ name: short(one.indicator), base: at, size: 0, color: quiet, text: t("未知"), unknown: true }));
    if (steps.at(-1)) rows.push({ name: t("未列来源"), base: at, size: steps.at(-1), color: quiet, shape: "x", text: signed(steps.at(-1)) });
    return [...rows, { name: t("{year} 年", { year }), base: 0, size: to, color: ink, text: shown(to), bold: true }];
  }

  function drawn(rows, size) {
    const { paper, quiet, ink } = axes.theme();
    const ends = rows.flatMap((row) => [row.base / size, (row.base + row.size) / size]);
    const marks = axes.values([0, ...ends], true);
    const place = (i) => rows.length - 1 - i;
    const lines = { tickvals: rows.map((_, i) => place(i)), ticktext: rows.map((row) => EduStat.inPlot(row.bold ? `${row.name}` : row.name)), range: [-0.6, rows.length - 0.4], showgrid: false };
    const [low, high] = [Math.min(0, ...ends), Math.max(...ends)];
    const layout = axes.layout({ ...marks, range: [low, low + 1.02 * (high - low)], showgrid: true, gridcolor: axes.theme().rule, showline: false }, lines, 46 + ROW * rows.length, { hovermode: "closest", bargap: 0.35, margin: { l: EduStat.english() ? 122 : 84, r: RIGHT, t: 8, b: 34 } });
    layout.annotations = rows.map((row, i) => axes.label(1, place(i), row.text, { xref: "paper", xanchor: "right", xshift: RIGHT - 4, font: { size: 14, weight: row.bold ? 700 : 500, color: row.unknown || row.shape === "x" ? quiet : row.bold ? ink : row.color } }));
    layout.shapes = [{ type: "line", yref: "paper", x0: 0, x1: 0, y0: 0, y1: 1, line: { color: ink, width: 1 } },
      ...rows.slice(1).map((row, i) => { const at = (rows[i].base + rows[i].size) / size; return { type: "line", x0: at, x1: at, y0: place(i) - 0.33, y1: place(i + 1) + 0.33, line: { color: quiet, width: 1, dash: "dot" } }; })];
    const trace = { type: "bar", orientation: "h", y: rows.map((_, i) => place(i)), base: rows.map((row) => row.base / size), x: rows.map((row) => row.size / size), customdata: rows.map((row) => `${EduStat.inPlot(row.name)}　${row.text}`), hovertemplate: "%{customdata}<extra></extra>",
      marker: { color: rows.map((row) => row.color), line: { color: rows.map((row) => row.color), width: rows.map((row) => (row.unknown ? 0 : 1.5)) }, pattern: { shape: rows.map((row) => row.shape ?? ""), fgcolor: paper, size: 6, solidity: 0.35 } } };
    return { data: [trace], layout };
  }

  function notes(found, change, year, restUnits, years, data, indicators) {
    const told = [t("各条经舍位平衡：上年加各项恰好等于本年；下载的是未舍入的数。")];
    if (change.unknown.length) told.push(t("{names}缺上年或本年数，变动未知，含在“未列来源”之内，不作推算。", { names: EduStat.listed(change.unknown.map((one) => short(one.indicator))) }));
    if (change.rest && !restUnits) told.push(t("各来源之和与总投入的变动相差 {n} 万元，不足图上一个末位。", { n: numbers.signed(change.rest, numbers.digits(change.rest)) }));
    if (change.rest && restUnits && !change.unknown.length) told.push(t("各来源的变动加起来与总投入的变动相差 {n} 万元，照列为“未列来源”。", { n: numbers.signed(change.rest, numbers.digits(change.rest)) }));
    if (found.summed) told.push(t("由所辖地区汇总，最低覆盖率 {share}%；不含上级单位直接的经费。", { share: numbers.plain(100 * Math.min(...[found.total, ...found.sources].filter(known).map((one) => one.now.coverage ?? 1)), 1) }));
    const crossed = [found.total, ...found.sources].filter((one) => known(one) && one.before && one.before.release !== one.now.release);
    if (crossed.length) told.push(t("{names}的上年数与本年数版次不同（{before}、{now}）。", { names: EduStat.listed(crossed.map((one) => short(one.indicator))), before: EduStat.release(crossed[0].before.release), now: EduStat.release(crossed[0].now.release) }));
    for (const one of [found.total, ...found.sources].filter(known)) {
      const reason = EduStat.series(data, one.indicator, "all")?.cuts.get(year);
      if (reason) told.push(t("{name}自 {year} 年起口径调整，这一步含口径变化：{reason}。", { name: short(one.indicator), year, reason }));
    }
    const complete = years.find((each) => !EduStat.sourceSteps(footing(data, indicators, each)).unknown.length);
    if (change.unknown.length && complete) told.push([t("全部来源都有的最近一年："), h("a", { href: EduStat.here({ year: complete }) }, t("{year} 年", { year: complete })), EduStat.STOP]);
    return told;
  }

  /** The table: raw values in 万元 for downloads; as shown with every number leading to its evidence. */
  function behind(region, found, change, steps, by, unit, decimals, year) {
    const head = [t("来源"), t("{year} 年（万元）", { year: year - 1 }), t("{year} 年（万元）", { year }), t("变动（万元）"), t("比上年"), t("图上变动（{unit}）", { unit })];
    const lines = [found.total, ...found.sources];
    const moved = (one) => (known(one) ? one.to - one.from : null);
    const placed = (one) => { const i = change.steps.findIndex((step) => step.indicator === one.indicator); return i < 0 ? null : steps[i] / 10 ** decimals; };
    const grown = (one) => (known(one) && one.from > 0 ? 100 * (one.to / one.from - 1) : null);
    const rest = [[t("未列来源"), null, null, change.rest, null, steps.at(-1) / 10 ** decimals]];
    const raw = (one) => [EduStat.indicator(one.indicator), one.from, one.to, moved(one), grown(one), one === found.total ? steps.reduce((a, b) => a + b, 0) / 10 ** decimals : placed(one)];
    const link = (one, row, value) => (value === null ? t("未报") : row ? EduStat.number(numbers.plain(value), { region, indicator: one.indicator, level: "all", ...row }) : numbers.plain(value));
    const texts = (one) => { const cells = raw(one); return [cells[0], { text: link(one, one.before ?? one.now, one.from), value: one.from }, { text: link(one, one.now, one.to), value: one.to }, { text: numbers.signed(cells[3]), value: cells[3] }, { text: numbers.percent(cells[4]), value: cells[4] }, { text: numbers.signed(cells[5], decimals), value: cells[5] }]; };
    const restTexts = rest.map((row) => [row[0], "—", "—", { text: numbers.signed(row[3]), value: row[3] }, "—", { text: numbers.signed(row[5], decimals), value: row[5] }]);
    return { head, table: [...lines.map(raw), ...(change.rest ? rest : [])], texts: [...lines.map(texts), ...(change.rest ? restTexts : [])] };
  }
}
