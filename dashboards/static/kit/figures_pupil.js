/* Money per pupil: small multiples in nominal, real or index terms, and growth split into what money and what pupils did. */
"use strict";
{
  const { t, numbers, axes } = EduStat;
  const PANEL = 216, ROW = 46;

  /** Years that stand on the same side of every change of definition as `year`. */
  function sameSide(one, year) {
    const cuts = [...one.cuts.keys()];
    return ([each]) => cuts.every((cut) => (each < cut) === (year < cut));
  }

  /** In prices of the newest year: chained back through real growth as long as it is known; null where it is not. */
  EduStat.realTerms = (one) => {
    const { rows } = one, chained = [[one.last.year, one.last.value]];
    for (let year = one.last.year; ; year--) {
      const row = rows.find((each) => each.year === year);
      if (!row || numbers.absent(row.real_growth) || !rows.some((each) => each.year === year - 1 && each.value !== null)) break;
      chained.unshift([year - 1, chained[0][1] / (1 + row.real_growth / 100)]);
    }
    return chained.length > 1 ? transformed(one, new Map(chained), one.unit) : null;
  };

  /** Base year = 100; years beyond a change of definition can't be compared with the base and are left out. */
  EduStat.indexed = (one, base) => {
    const at = one.points.find(([year]) => year === base)?.[1];
    if (!(at > 0)) return null;
    return transformed(one, new Map(one.points.filter(sameSide(one, base)).map(([year, value]) => [year, (100 * value) / at])), "");
  };

  function transformed(one, values, unit) {
    const rows = one.rows.filter((row) => values.has(row.year)).map((row) => ({ ...row, value: values.get(row.year), previous: values.get(row.year - 1) ?? null }));
    const years = rows.map((row) => row.year);
    return { ...one, unit, rows, shown: rows, last: rows.at(-1), points: rows.map((row) => [row.year, row.value]), cuts: new Map([...one.cuts].filter(([cut]) => years[0] < cut && cut <= years.at(-1))), indicator: { ...one.indicator, unit, decimals: unit ? one.indicator.decimals : 1 } };
  }

  /** Years from which an index can be reckoned, newest first. */
  EduStat.baseYears = (lines) => [...new Set(lines.flatMap((one) => one.points.map(([year]) => year)))].sort((a, b) => b - a);

  function terms(lines, how, base) {
    if (how === "real") return lines.map(EduStat.realTerms).filter(Boolean);
    if (how === "index") return lines.map((one) => EduStat.indexed(one, base)).filter((one) => one && one.points.length > 1);
    return lines;
  }

  EduStat.toldBy("levels", (data, one, { how, base }) => {
    const found = one.levels.map((level) => EduStat.series(data, one.indicators[0], level)).filter(Boolean);
    if (!found.some((line) => line.points.length >= 3)) return null;
    const lines = found.filter((line) => line.points.length > 1), year = base ?? EduStat.baseYears(lines).at(-1);
    const shown = terms(lines, how, year);
    if (!shown.length) return null;
    const spec = EduStat.plainly(data, { ...one, kind: "panels" }, how ? shown : lines);
    const absent = one.levels.filter((level) => !shown.some((line) => line.level === level)).map(EduStat.level);
    const unit = how === "index" ? t("指数，{year} 年＝100", { year }) : how === "real" ? t("元，按 {year} 年价格", { year: shown[0].last.year }) : null;
    const levels = lines.filter((line) => line.level !== "all"), title = t(one.title, EduStat.findings(levels.length ? levels : lines));
    return { ...spec, title, subtitle: EduStat.join(unit ? EduStat.subtitle({ names: EduStat.named(lines[0].indicator), unit, region: data.region, span: span(shown), kind: lines[0].indicator.year_kind }) : spec.subtitle, ` · ${t("○ 上年　✕ 比上年下降")}`),
      names: shown.map((line) => EduStat.level(line.level)), figures: panels(shown, how),
      notes: [...spec.notes, absent.length && t("没有画出：{levels}（缺数，或与基年不可比）。", { levels: EduStat.listed(absent) }), how === "index" && t("基年可在上方另选；口径调整前后不可比的年份不画。纵轴不从 0 起。"), how === "real" && t("实际值按居民消费价格指数逐年折算，不改变法定结论；没有指数的年份不画。")].filter(Boolean) };
  });

  const span = (lines) => { const years = lines.flatMap((line) => line.points.map(([year]) => year)); return `${Math.min(...years)}–${Math.max(...years)}`; };

  function panels(lines, how) {
    const [by] = axes.divisor(lines), all = lines.flatMap((one) => one.points.map(([, value]) => value / by));
    const scale = how === "index" ? axes.values([...all, 100]) : axes.values([0, ...all], true);
    const years = axes.years(lines.flatMap((one) => one.points.map(([year]) => year)), lines[0].indicator, 5);
    return lines.map((one) => panel(one, by, scale, years, how));
  }

  /** One level: the line, hollow last year, crosses on falling years, dotted cuts. */
  function panel(one, by, scale, years, how) {
    const { fall, paper, quiet, lines: [{ color }] } = axes.theme();
    const [figure] = EduStat.kinds.panels([one]);
    const layout = { ...figure.layout, height: PANEL, margin: figure.layout.margin, xaxis: { ...figure.layout.xaxis, ...years }, yaxis: { ...figure.layout.yaxis, ...scale } };
    layout.annotations = axes.endLabels([one], by, (PANEL - 66) / (scale.range[1] - scale.range[0] || 1));
    layout.shapes = [];
    axes.cuts(layout, [one], 3);
    if (how === "index") layout.shapes.push({ type: "line", xref: "paper", x0: 0, x1: 1, y0: 100, y1: 100, line: { color: quiet, width: 1, dash: "dot" } });
    const points = EduStat.withGaps(one), text = (value) => numbers.value(value, one.unit, one.indicator.decimals ?? 2);
    const line = { type: "scatter", mode: "lines+markers", x: points.map(([x]) => x), y: points.map(([, y]) => (y === null ? null : y / by)), connectgaps: false, cliponaxis: false, line: { color, width: 2.5 }, marker: { color, opacity: 1, size: points.map((_, i) => (i === points.length - 1 ? 8 : 4)) }, customdata: points.map(([, y]) => text(y)), hovertemplate: "%{x}　%{customdata}<extra></extra>" };
    const fell = one.rows.filter((row) => row.growth !== null && row.growth < 0 && row.value !== null);
    fell.forEach((row) => layout.annotations.push(axes.label(row.year, row.value / by, "✕", { yshift: 13, font: { size: 14, weight: 700, color: fall }, hovertext: numbers.percent(row.growth) })));
    const before = one.last.previous;
    const last = { type: "scatter", mode: "markers", x: before === null ? [] : [one.last.year - 1], y: before === null ? [] : [before / by], cliponaxis: false, marker: { symbol: "circle", size: 9, color: paper, line: { color, width: 2 } }, customdata: [`${t("上年")} ${text(before)}`], hovertemplate: "%{customdata}<extra></extra>" };
    return { data: [line, last], layout };
  }

  /** Parts of a growth: {money, pupils, rest}; rest is what the two do not explain, zero but for rounding. */
  EduStat.parted = (row) => ({ money: row.by_numerator, pupils: row.by_denominator, rest: row.growth - row.by_numerator - row.by_denominator });
  const parts = (row) => !numbers.absent(row?.by_numerator) && !numbers.absent(row.by_denominator) && !numbers.absent(row.growth);

  /** Levels whose growth can be taken apart in a year (the newest where none is asked). */
  EduStat.partable = (data, indicator, levels, asked) => {
    const lines = levels.map((level) => EduStat.series(data, indicator, level)).filter(Boolean);
    const years = [...new Set(lines.flatMap((one) => one.rows.filter(parts).map((row) => row.year)))].sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : years[0];
    return { years, year, found: lines.map((one) => ({ one, row: one.rows.find((row) => row.year === year) })).filter(({ row }) => parts(row)) };
  };

  EduStat.toldBy("split", (data, one, { only, year: asked }) => {
    const indicator = one.indicators.find((id) => (!only || only.includes(id)) && EduStat.partable(data, id, one.levels).years.length);
    if (!indicator) return null;
    const { year, found } = EduStat.partable(data, indicator, one.levels, asked);
    const most = [...found].sort((a, b) => Math.abs(b.row.growth) - Math.abs(a.row.growth))[0], { money, pupils } = EduStat.parted(most.row);
    const rest = Math.max(...found.map(({ row }) => Math.abs(EduStat.parted(row).rest)));
    const points = (x) => numbers.points(x, 2), shown = found.map(({ one: line, row }) => ({ name: EduStat.level(line.level), row, ...EduStat.parted(row) }));
    const head = [t("学段"), t("生均比上年（%）"), t("经费变动所致（百分点）"), t("学生数变动所致（百分点）"), t("余项（百分点）")];
    const link = ({ one: line, row }) => EduStat.number(numbers.percent(row.growth), { region: data.region, indicator, level: line.level, ...row });
    return {
      id: one.id, title: t(one.title, { lead: EduStat.level(most.one.level), change: numbers.percent(most.row.growth), money: points(money), pupils: points(pupils) }),
      subtitle: EduStat.subtitle({ names: EduStat.listed([EduStat.indicator(indicator), t("增长的分解")]), unit: t("百分点"), region: data.region, span: t("{year} 与上年", { year }), kind: "fiscal" }),
      source: EduStat.source(data, found.map(({ one: line, row }) => ({ ...line, rows: [row], shown: [row] }))), figures: [bars(shown)],
      notes: [t("实心条为经费变动所致，空心条为学生数变动所致（学生减少使生均上升）；按中点法分解，两项之和等于生均的增长。"), rest >= 0.005 ? t("余项最大 {n} 个百分点，见表。", { n: numbers.plain(rest) }) : t("没有余项。")],
      alt: shown.map((each) => `${each.name} ${numbers.percent(each.row.growth)}${EduStat.COLON}${t("经费 {money}，学生 {pupils}", { money: points(each.money), pupils: points(each.pupils) })}`).join(EduStat.SEMICOLON),
      head, table: shown.map((each) => [each.name, each.row.growth, each.money, each.pupils, each.rest]),
      texts: found.map((each, i) => [shown[i].name, { text: link(each), value: each.row.growth }, { text: numbers.signed(shown[i].money), value: shown[i].money }, { text: numbers.signed(shown[i].pupils), value: shown[i].pupils }, { text: numbers.signed(shown[i].rest), value: shown[i].rest }]),
    };
  });

  /** Two bars a level from zero, money solid and pupils hollow; blue lifts, amber lowers; their sum in words at the right. */
  function bars(rows) {
    const { rise, fall, paper, ink, rule } = axes.theme();
    const place = (i) => rows.length - 1 - i, color = (x) => (x < 0 ? fall : rise);
    const marks = axes.values([0, ...rows.flatMap((row) => [row.money, row.pupils, row.row.growth])], true);
    const layout = axes.layout({ ...marks, showgrid: true, gridcolor: rule, showline: false }, { tickvals: rows.map((_, i) => place(i)), ticktext: rows.map((row) => EduStat.inPlot(row.name)), range: [-0.6, rows.length - 0.4], showgrid: false }, 70 + ROW * rows.length, { hovermode: "closest", barmode: "overlay", margin: { l: EduStat.english() ? 140 : 74, r: 88, t: 20, b: 34 } });
    layout.shapes = [{ type: "line", yref: "paper", x0: 0, x1: 0, y0: 0, y1: 1, line: { color: ink, width: 1 } }];
    layout.annotations = [axes.label(1, 1, t("生均比上年"), { xref: "paper", yref: "paper", xanchor: "right", yanchor: "bottom", xshift: 84, font: { size: 12, color: axes.theme().quiet } }), ...rows.map((row, i) => axes.label(1, place(i), numbers.percent(row.row.growth), { xref: "paper", xanchor: "right", xshift: 84, font: { size: 14, weight: 600, color: color(row.row.growth) } }))];
    const trace = (key, name, shift, hollow) => ({ type: "bar", orientation: "h", width: 0.3, name, x: rows.map((row) => row[key]), y: rows.map((_, i) => place(i) + shift), customdata: rows.map((row) => `${EduStat.inPlot(row.name)} ${name} ${numbers.points(row[key])}`), hovertemplate: "%{customdata}<extra></extra>", marker: { color: rows.map((row) => (hollow ? paper : color(row[key]))), line: { color: rows.map((row) => color(row[key])), width: 2 } } });
    const sum = { type: "scatter", mode: "markers", x: rows.map((row) => row.row.growth), y: rows.map((_, i) => place(i)), cliponaxis: false, marker: { symbol: "diamond", size: 9, color: ink }, customdata: rows.map((row) => `${EduStat.inPlot(row.name)} ${numbers.percent(row.row.growth)}`), hovertemplate: "%{customdata}<extra></extra>" };
    return { data: [trace("money", t("经费"), 0.19, false), trace("pupils", t("学生"), -0.19, true), sum], layout };
  }
}
