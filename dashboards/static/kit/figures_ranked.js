/* Regions beside each other: ranked dots with last year hollow, and the share of regions that have a figure by year. */
"use strict";
{
  const { t, numbers, axes } = EduStat;
  const MOST = 40, ROW = 26, CLOSE = 19; // regions drawn; pixels a region, few and many

  /** Values of one indicator in many regions (rows of `indicators/<id>`): of each region and year its own figure before a sum
      of those below, the most final release. */
  EduStat.across = (content, level) => {
    const rows = EduStat.rows(content).filter((row) => row.level === level && row.value !== null);
    const key = (row) => `${row.region}|${row.year}`;
    const own = new Set(rows.filter((row) => row.basis !== "rolled_up").map(key));
    return EduStat.newest(rows.filter((row) => !own.has(key(row)) || row.basis !== "rolled_up"), key);
  };

  /** Regions to compare a region with: those below it, else those beside it, else all of a kind; invented and real ones apart.
      {codes, scope: the region they lie in}; the first choice in which two have a figure. */
  EduStat.peersWith = (region, has) => {
    const { regions, below } = EduStat.known;
    const known = regions.get(region);
    const codes = (rows) => (rows ?? []).map((one) => one.code);
    const sameWorld = (one) => Boolean(one.example) === Boolean(known?.example);
    const all = [...regions.values()].filter(sameWorld);
    const choices = [[region, codes(below.get(region))], [known?.parent, codes(below.get(known?.parent)).filter((code) => sameWorld(regions.get(code)))],
      ["000000", codes(all.filter((one) => one.kind === "province"))], ["", codes(all)]];
    const most = choices.find(([, list]) => list.filter(has).length > 1) ?? choices.find(([, list]) => list.some(has)) ?? choices[0];
    return { scope: most[0] ?? "", codes: most[1] };
  };

  /** {id, indicator, level, year, rows: [{region, value, previous, …}], scope, chosen, title, norms} → a figure of ranked dots. */
  EduStat.rankedFigure = ({ id, indicator, level, year, rows, scope, chosen, title, norms = [] }) => {
    const ranked = [...rows].sort((a, b) => b.value - a.value);
    const shown = ranked.length > MOST ? [...ranked.slice(0, MOST / 2), ...ranked.slice(-MOST / 2)] : ranked;
    const text = (x) => numbers.value(x, indicator.unit, indicator.decimals ?? 2);
    const [by, unit] = numbers.scale(indicator.unit ?? "", Math.max(...rows.map((row) => Math.abs(row.value))));
    const place = (row) => ranked.findIndex((one) => one.value === row.value) + 1; // equal values share a place
    const number = (row) => EduStat.number(text(row.value), { region: row.region, indicator: indicator.id, level, year, release: row.release });
    const head = [t("名次"), t("地区"), EduStat.aside(EduStat.named(indicator), unit), t("上年"), t("版次")];
    return EduStat.figure({
      id, title, subtitle: EduStat.subtitle({ names: EduStat.atLevel(indicator, level), unit: unit || indicator.unit, region: scope || t("全部地区"), span: year, kind: indicator.year_kind }),
      key: [], figures: [drawn(shown, indicator, by, chosen, norms)],
      notes: [rows.some((row) => !numbers.absent(row.previous)) && t("实心为本年，空心为上年；名次只按数值大小，不表示优劣。"), ranked.length > shown.length && t("图中只画最高和最低各 {n} 个，全部 {all} 个见表。", { n: MOST / 2, all: ranked.length }),
        rows.some((row) => row.basis === "rolled_up") && t("其中 {n} 个由所辖学校、地区汇总。", { n: rows.filter((row) => row.basis === "rolled_up").length })].filter(Boolean),
      source: t("来源：各地区报送件，逐数可查 · 版次：{releases} · {signed}", { releases: EduStat.listed([...new Set(rows.map((row) => row.release))].map(EduStat.release)), signed: EduStat.signed() }),
      head, texts: ranked.map((row) => [{ text: String(place(row)), value: place(row), class: "n" }, EduStat.place(row.region), { text: number(row), value: row.value, class: "n" }, { text: text(row.previous), value: row.previous, class: "n" }, EduStat.release(row.release)]),
      table: ranked.map((row) => [place(row), EduStat.place(row.region), row.value / by, numbers.absent(row.previous) ? null : row.previous / by, EduStat.release(row.release)]),
      alt: EduStat.listed([ranked[0], ranked.at(-1)].map((row) => `${EduStat.place(row.region)} ${text(row.value)}`)),
    });
  };

  function drawn(shown, indicator, by, chosen, norms) {
    const { line, before, ink, paper, quiet } = { ...axes.theme(), line: axes.theme().lines[0].color };
    const rows = [...shown].reverse();
    const text = (x) => numbers.value(x, indicator.unit, indicator.decimals ?? 2);
    const known = rows.flatMap((row) => [row.value, row.previous]).filter((x) => !numbers.absent(x)).map((x) => x / by);
    const marks = axes.values([...known, ...norms.map((norm) => norm.value)]);
    const name = (row) => { const told = EduStat.inPlot(EduStat.place(row.region)); return row.region === chosen ? `<b>${told}</b>` : told; };
    const across = { ...marks, showgrid: false, range: [marks.range[0], marks.range[1] + 0.14 * (marks.range[1] - marks.range[0])], side: "top" };
    const layout = axes.layout(across, { tickvals: rows.map((_, i) => i), ticktext: rows.map(name), range: [-0.7, rows.length - 0.3], gridcolor: axes.theme().rule, showgrid: true, automargin: true, ticks: "" }, 64 + (rows.length > 20 ? CLOSE : ROW) * rows.length, { hovermode: "closest", margin: { l: 96, r: 12, t: 40, b: 24 } });
    layout.annotations = rows.map((row, i) => axes.label(Math.max(row.value, row.previous ?? row.value) / by, i, numbers.plain(row.value / by, indicator.decimals ?? 2), { xanchor: "left", xshift: 9, font: { size: 12, color: row.region === chosen ? ink : quiet, weight: row.region === chosen ? 700 : 400 } }));
    for (const norm of norms) {
      layout.shapes.push({ type: "line", x0: norm.value, x1: norm.value, yref: "paper", y0: 0, y1: 1, line: { color: ink, width: 1, dash: "dash" } });
      layout.annotations.push(axes.label(norm.value, 0, `${t("标准")} ${EduStat.limitOf(norm)}`, { yref: "paper", yanchor: "top", yshift: -2, font: { size: 12, color: ink } }));
    }
    const earlier = rows.map((row, i) => [row, i]).filter(([row]) => !numbers.absent(row.previous));
    const joins = earlier.flatMap(([row, i]) => [[row.previous / by, i], [row.value / by, i], [null, null]]);
    return { layout, data: [
      { type: "scatter", mode: "lines", x: joins.map(([x]) => x), y: joins.map(([, y]) => y), line: { color: before, width: 1.5 }, hoverinfo: "skip" },
      { type: "scatter", mode: "markers", x: earlier.map(([row]) => row.previous / by), y: earlier.map(([, i]) => i), marker: { color: paper, opacity: 1, size: 8, line: { color: before, width: 1.5 } }, customdata: earlier.map(([row]) => `${EduStat.inPlot(EduStat.place(row.region))} ${t("上年")} ${text(row.previous)}`), hovertemplate: "%{customdata}<extra></extra>", cliponaxis: false },
      { type: "scatter", mode: "markers", x: rows.map((row) => row.value / by), y: rows.map((_, i) => i), marker: { color: line, opacity: 1, size: rows.map((row) => (row.region === chosen ? 12 : 9)), line: { color: ink, width: rows.map((row) => (row.region === chosen ? 2 : 0)) } }, customdata: rows.map((row) => `${EduStat.inPlot(EduStat.place(row.region))} ${text(row.value)}`), hovertemplate: "%{customdata}<extra></extra>", cliponaxis: false },
    ] };
  }

  /** An axis of whole numbers from zero. */
  function counts(all) {
    const step = Math.max(1, numbers.ticks(0, all)[1]);
    const marks = Array.from({ length: Math.ceil(all / step) + 1 }, (_, i) => i * step);
    return { tickvals: marks, ticktext: numbers.tickTexts(marks), range: [0, 1.04 * marks.at(-1)] };
  }

  /** {id, title, subtitle, years: [[year, have]], all} → bars from zero: how many of the regions have a figure in each year. */
  EduStat.coverageFigure = ({ id, title, subtitle, kind, years, all }) => {
    const { rise, ink } = axes.theme();
    const layout = axes.layout(axes.years(years.map(([year]) => year), { year_kind: kind }, 14), counts(all), 180, { margin: { l: 46, r: 12, t: 14, b: 44 } });
    layout.shapes.push({ type: "line", xref: "paper", x0: 0, x1: 1, y0: all, y1: all, line: { color: ink, width: 1, dash: "dash" } });
    const share = (have) => `${numbers.plain((100 * have) / all, 0)}%`;
    const data = [{ type: "bar", x: years.map(([year]) => year), y: years.map(([, have]) => have), marker: { color: rise }, width: 0.7, customdata: years.map(([, have]) => `${have} / ${all}`), hovertemplate: "%{x}　%{customdata}<extra></extra>" }];
    return EduStat.figure({ id, title, subtitle, key: [], figures: [{ data, layout }], notes: [t("虚线为本次发布中有这项指标的地区总数。")], source: EduStat.signed(),
      head: [t("年份"), t("有数的地区"), t("地区总数"), t("比例")], texts: [...years].reverse().map(([year, have]) => [String(year), have, all, { text: share(have), value: have / all }]),
      table: [...years].reverse().map(([year, have]) => [year, have, all, have / all]), alt: EduStat.listed(years.slice(-3).map(([year, have]) => `${year} ${share(have)}`)) });
  };
}
