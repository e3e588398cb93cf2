/* A region among others: dots in order, one panel per measure. */
"use strict";
{
  const { t, numbers, axes } = EduStat;
  const ROW = 30;

  /** {indicator, rows: [{name, value, before, own}], middle} → dots from the largest down; hollow is last year, the line the middle of all. */
  EduStat.dotsFigure = ({ indicator, rows, middle }) => {
    const { ink, before, paper, quiet, rule } = axes.theme();
    const [by] = numbers.scale(indicator.unit ?? "", Math.max(...rows.map((row) => Math.abs(row.value))));
    const shown = rows.flatMap((row) => [row.value, row.before ?? row.value]).concat(middle).map((x) => x / by);
    const marks = axes.values(shown), span = marks.range[1] - marks.range[0];
    const text = (x) => indicator.unit === "人" ? numbers.scaled(x, "") : numbers.value(x, indicator.unit, indicator.unit === "元" && x >= 1000 ? 0 : (indicator.decimals ?? 2));
    const names = rows.map((row) => EduStat.inPlot(row.own ? `▸ ${row.name}` : row.name));
    const [left, right] = [axes.room(names, 64), axes.room(rows.map((row) => text(row.value)), 40) + 9];
    const inner = Math.max(60, (axes.narrow() ? 340 : EduStat.english() ? 460 : 310) - left - right); // pixels between the first mark and the last
    const place = (i) => rows.length - 1 - i;
    const across = { ...axes.fewer(marks, Math.max(2, inner / 52)), range: [marks.range[0], marks.range[1] + (span * right) / inner], showgrid: true, gridcolor: rule, showline: false };
    const down = { tickvals: rows.map((_, i) => place(i)), ticktext: names, range: [-0.7, rows.length - 0.3], showgrid: false };
    const layout = axes.layout(across, down, 66 + ROW * rows.length, { hovermode: "closest", margin: { l: left, r: 8, t: 22, b: 32 } });
    layout.shapes = [{ type: "line", yref: "paper", x0: middle / by, x1: middle / by, y0: 0, y1: 1, line: { color: quiet, width: 1, dash: "dot" } }];
    layout.annotations = [axes.label(middle / by, 1, t("中位数"), { yref: "paper", yanchor: "bottom", font: { size: 12, color: quiet } }),
      ...rows.map((row, i) => axes.label(Math.max(row.value, row.before ?? row.value) / by, place(i), text(row.value), { xanchor: "left", xshift: 9, font: { size: 13, color: ink, weight: row.own ? 700 : 400 }, bgcolor: "rgba(255,255,255,.8)" }))];
    const dot = (row, i) => ({ type: "scatter", mode: "lines+markers", x: row.before === null ? [row.value / by] : [row.before / by, row.value / by], y: row.before === null ? [place(i)] : [place(i), place(i)], cliponaxis: false,
      line: { color: row.own ? ink : before, width: row.own ? 3 : 2 }, marker: { size: row.own ? 12 : 9, color: row.before === null ? [row.own ? ink : before] : [paper, row.own ? ink : before], line: { color: row.own ? ink : before, width: 2 } },
      customdata: (row.before === null ? [] : [`${t("上年")} ${text(row.before)}`]).concat(`${EduStat.inPlot(row.name)} ${text(row.value)}`), hovertemplate: "%{customdata}<extra></extra>" });
    return { data: rows.map(dot), layout };
  };

  /** A small line of a series: open over missing years and over changes of definition. */
  EduStat.sparkline = (one, width = 150, height = 36) => {
    const { svg } = EduStat, line = EduStat.withGaps(one);
    const values = one.points.map(([, y]) => y), years = one.points.map(([x]) => x);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const at = ([x, y]) => `${(4 + ((width - 8) * (x - years[0])) / (years.at(-1) - years[0] || 1)).toFixed(1)},${(4 + ((height - 8) * (high - y)) / (high - low || 1)).toFixed(1)}`;
    const pieces = line.reduce((all, point) => { if (point[1] === null) all.push([]); else all.at(-1).push(point); return all; }, [[]]).filter((piece) => piece.length);
    const [x, y] = at(one.points.at(-1)).split(",");
    return svg("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, pieces.map((piece) => svg("polyline", { points: piece.map(at).join(" ") })), svg("circle", { class: "end", cx: x, cy: y, r: 3 }));
  };
}
