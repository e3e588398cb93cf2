/* Schools of a county beside each other: a dot each, the mean weighted by pupils, the standard. */
"use strict";
{
  const { t, numbers, axes } = EduStat;

  /** A school's place above or below the line: always the same for the same school. */
  const jitter = (code) => {
    const mixed = [...code].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32 - 0.5;
  };

  const sum = (rows, of) => rows.reduce((total, row) => total + of(row), 0);

  /** Mean of the county (a quotient of sums) and both ways of writing the 差异系数 of the same schools. */
  EduStat.dispersion = (rows) => {
    const [pupils, whole] = [sum(rows, (row) => row.denominator), sum(rows, (row) => row.numerator)];
    const scale = rows[0].value && rows[0].numerator ? (rows[0].value * rows[0].denominator) / rows[0].numerator : 1;
    const mean = (scale * whole) / pupils, plain = sum(rows, (row) => row.value) / rows.length;
    return { mean, scale, weighted: Math.sqrt(sum(rows, (row) => row.denominator * (row.value - mean) ** 2) / pupils) / mean, unweighted: Math.sqrt(sum(rows, (row) => (row.value - plain) ** 2) / rows.length) / plain };
  };

  /** One strip: rows of one resource at one level; `chosen` is the code of a school that is marked. */
  EduStat.strip = (rows, indicator, chosen) => {
    const { ink, quiet, fall, lines, paper } = axes.theme();
    const { mean } = EduStat.dispersion(rows), norm = rows[0].norm;
    const marks = axes.values([0, ...rows.map((row) => row.value), norm].filter((x) => !numbers.absent(x)), true);
    const text = (x) => numbers.value(x, indicator.unit, indicator.decimals ?? 2);
    const layout = axes.layout({ ...marks, showgrid: false }, { range: [-2.1, 1.5], tickvals: [], showgrid: false, showline: false }, 184, { hovermode: "closest", margin: { l: 14, r: 18, t: 34, b: 30 } });
    const upright = (x, dash, y0 = -0.75, y1 = 0.75) => ({ type: "line", x0: x, x1: x, y0, y1, line: { color: ink, width: dash ? 1.5 : 2.5, dash: dash ? "dash" : "solid" } });
    layout.shapes = [upright(mean, false), ...(numbers.absent(norm) ? [] : [upright(norm, true, -1, 1)])];
    const side = (x) => (x > 0.7 * marks.range[1] ? "right" : x < 0.25 * marks.range[1] ? "left" : "center");
    layout.annotations = [axes.label(mean, 1.02, t("平均 {value}", { value: text(mean) }), { yanchor: "bottom", xanchor: side(mean), font: { size: 13, color: ink, weight: 600 } })];
    if (!numbers.absent(norm)) layout.annotations.push(axes.label(norm, -1, t("标准 {norm}", { norm: numbers.all(norm) }), { yanchor: "top", xanchor: side(norm), font: { size: 12, color: quiet } }));
    const below = (row) => row.met === false;
    const data = [{ type: "scatter", mode: "markers", x: rows.map((row) => row.value), y: rows.map((row) => jitter(row.school)), cliponaxis: false,
      marker: { opacity: 1, size: rows.map((row) => (row.school === chosen ? 15 : 10)), color: rows.map((row) => (below(row) ? paper : lines[0].color)), line: { color: rows.map((row) => (row.school === chosen ? ink : below(row) ? fall : lines[0].color)), width: rows.map((row) => (row.school === chosen ? 3.5 : 2)) } },
      customdata: rows.map((row) => `${EduStat.inPlot(row.name ?? row.school)}　${text(row.value)}`), hovertemplate: "%{customdata}<extra></extra>" }];
    return { data, layout };
  };

  /** 差异系数 with all schools (solid) and without one (hollow), per resource, against the limit: rows [{name, spread, without, limit}]. */
  EduStat.withoutSchool = (rows) => {
    const { ink, quiet, rise, fall, paper, rule } = axes.theme();
    const lines = [...rows].reverse();
    const limit = rows[0].limit;
    const marks = axes.values([0, ...lines.flatMap((row) => [row.spread, row.without]), limit].filter((x) => !numbers.absent(x)), true);
    const layout = axes.layout({ ...marks, showgrid: true, gridcolor: rule, range: [marks.range[0], 1.16 * marks.range[1]] }, { tickvals: lines.map((_, i) => i), ticktext: lines.map((row) => EduStat.inPlot(row.name)), range: [-0.7, lines.length - 0.3], showgrid: false, automargin: true, ticks: "" }, 84 + 36 * lines.length, { hovermode: "closest", margin: { l: 120, r: 12, t: 12, b: 40 } });
    if (!numbers.absent(limit)) {
      layout.shapes.push({ type: "line", x0: limit, x1: limit, yref: "paper", y0: 0, y1: 1, line: { color: ink, width: 1.5, dash: "dash" } });
      layout.annotations.push(axes.label(limit, 1, t("不高于 {limit}", { limit: numbers.plain(limit, 2) }), { yref: "paper", yanchor: "bottom", yshift: -4, font: { size: 12, color: quiet } }));
    }
    const moved = (row) => row.without - row.spread;
    layout.annotations.push(...lines.map((row, i) => axes.label(Math.max(row.spread, row.without), i, numbers.signed(moved(row), 4), { xanchor: "left", xshift: 10, font: { size: 13, color: moved(row) > 0 ? rise : fall } })));
    const data = lines.map((row, i) => ({ type: "scatter", mode: "lines+markers", x: [row.spread, row.without], y: [i, i], line: { color: moved(row) > 0 ? rise : fall, width: 2.5, dash: moved(row) > 0 ? "solid" : "dot" }, marker: { opacity: 1, size: 10, color: [ink, paper], line: { color: ink, width: 2 } },
      customdata: [`${t("全部学校")} ${numbers.plain(row.spread, 4)}`, `${t("去掉这所")} ${numbers.plain(row.without, 4)}`], hovertemplate: "%{customdata}<extra></extra>", cliponaxis: false }));
    return { data, layout };
  };
}
