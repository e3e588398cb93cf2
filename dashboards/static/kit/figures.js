/* Kinds of chart, one function each: series in, figures (data and layout) out. Titles, keys and sources stand around a figure.
   Blue rises, amber falls; red is kept for a failed duty. A second difference beside colour (dash, hatch, hollow) shows on grey paper. */
"use strict";
{
  const { axes, numbers, t } = EduStat;
  const MARGINS = 74; // above and below the plot
  const kinds = {};

  /** Declare a kind of chart, named in pages.yaml: (lines, {norm}) → figures. */
  EduStat.kind = (name, make) => { kinds[name] = make; };
  EduStat.kinds = kinds;

  const shownOf = (lines, by) => lines.flatMap((one) => one.points.map(([, value]) => value / by));
  const yearsOf = (lines) => lines.flatMap((one) => one.points.map(([year]) => year));

  /** Lines over years with the last value beside each end. */
  EduStat.kind("trend", (lines, { norm } = {}) => {
    const [by] = axes.divisor(lines);
    return [drawn(lines, axes.values([...shownOf(lines, by), ...(norm ? [norm.value] : [])]), norm, 300)];
  });

  /** One small trend per series, all on the same values axis from zero. */
  EduStat.kind("panels", (lines, { norm } = {}) => {
    const [by] = axes.divisor(lines);
    const scale = axes.values([0, ...shownOf(lines, by)], true);
    const span = axes.years(yearsOf(lines), lines[0].indicator, 5);
    return lines.map((one) => {
      const figure = drawn([one], scale, norm, 210, span, by);
      figure.layout.margin = { l: 56, r: axes.room(figure.layout.annotations.slice(0, 1).map((each) => each.text), 78), t: 24, b: 42 };
      return figure;
    });
  });

  /** Growth by year as bars from zero: solid blue up, hatched amber down; a year without growth stays empty. */
  EduStat.kind("growth", ([one]) => {
    const rows = one.rows.filter((row) => row.growth !== null);
    const { ink } = axes.theme();
    const layout = axes.layout(axes.years(rows.map((row) => row.year), one.indicator), axes.values([0, ...rows.map((row) => row.growth)], true), 280);
    layout.margin = { l: 62, r: 16, t: 28, b: 46 };
    layout.shapes = [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: 0, y1: 0, line: { color: ink, width: 1 } }];
    return [{ data: [bars(rows.map((row) => row.year), rows.map((row) => row.growth), rows.map((row) => numbers.change(row.growth, one.indicator.change || "relative", 1)))], layout }];
  });

  /** Last year (hollow) and this year (solid) per series, joined: blue rose, dotted amber fell. */
  EduStat.kind("slope", (lines) => {
    const pairs = [...lines].reverse().map((one) => ({ one, before: one.last.previous, now: one.last.value }));
    const { rise, fall, rule, paper } = axes.theme();
    const marks = axes.values([0, ...pairs.flatMap(({ before, now }) => [before, now])], true);
    const across = { ...marks, showgrid: true, gridcolor: rule, showline: false, range: [marks.range[0], marks.range[1] + 0.22 * (marks.range[1] - marks.range[0])] };
    const rows = { tickvals: pairs.map((_, i) => i), ticktext: pairs.map(({ one }) => EduStat.inPlot(EduStat.level(one.level))), range: [-0.6, pairs.length - 0.4], showgrid: false };
    const layout = axes.layout(across, rows, 70 + 48 * pairs.length, { hovermode: "closest", margin: { l: EduStat.english() ? 130 : 74, r: 16, t: 8, b: 40 } });
    layout.annotations = pairs.map(({ one, before, now }, i) => axes.label(Math.max(before, now), i, numbers.change(one.last.growth, one.indicator.change || "relative"), { xanchor: "left", xshift: 12, font: { size: 13, color: now < before ? fall : rise, weight: 600 } }));
    const data = pairs.map(({ one, before, now }, i) => {
      const color = now < before ? fall : rise;
      const text = (value) => numbers.value(value, one.unit, one.indicator.decimals ?? 2);
      return { type: "scatter", mode: "lines+markers", x: [before, now], y: [i, i], line: { color, width: 3, dash: now < before ? "dot" : "solid" }, marker: { color: [paper, color], size: 11, line: { color, width: 2 } },
        customdata: [`${t("上年")} ${text(before)}`, `${t("本年")} ${text(now)}`], hovertemplate: "%{customdata}<extra></extra>", cliponaxis: false };
    });
    return [{ data, layout }];
  });

  function drawn(lines, scale, norm, height, span = null, divided = null) {
    const by = divided ?? axes.divisor(lines)[0];
    const layout = axes.layout(span ?? axes.years(yearsOf(lines), lines[0].indicator), scale, height);
    layout.annotations = axes.endLabels(lines, by, (height - MARGINS) / (scale.range[1] - scale.range[0] || 1));
    layout.margin = { ...layout.margin, r: axes.room(layout.annotations.map((each) => each.text), 84) };
    const add = ([shape, words]) => { layout.shapes.push(shape); layout.annotations.push(words); };
    axes.cuts(layout, lines, span ? 3 : 1);
    if (norm) add(axes.norm(norm));
    return { data: lines.map((one, i) => line(one, by, axes.theme().lines[i])), layout };
  }

  function line(one, by, { color, dash }) {
    const points = EduStat.withGaps(one);
    const alone = (i) => points[i - 1]?.[1] == null && points[i + 1]?.[1] == null;
    return { type: "scatter", mode: "lines+markers", x: points.map(([x]) => x), y: points.map(([, y]) => (y === null ? null : y / by)), connectgaps: false, line: { color, width: 2.5, dash }, cliponaxis: false,
      marker: { color, opacity: 1, size: points.map((_, i) => (i === points.length - 1 ? 8 : alone(i) ? 7 : 4)) },
      customdata: points.map(([, y]) => numbers.value(y, one.unit, one.indicator.decimals ?? 2)), hovertemplate: `%{x}${EduStat.english() ? "" : " 年"}　%{customdata}<extra></extra>` };
  }

  function bars(x, y, texts) {
    const { rise, fall, paper } = axes.theme();
    return { type: "bar", x, y, text: x.length <= 10 ? texts : x.map(() => ""), textposition: "outside", cliponaxis: false, customdata: texts, hovertemplate: "%{x}　%{customdata}<extra></extra>",
      marker: { color: y.map((value) => (value < 0 ? fall : rise)), pattern: { shape: y.map((value) => (value < 0 ? "/" : "")), fgcolor: paper, size: 5 } } };
  }
}
