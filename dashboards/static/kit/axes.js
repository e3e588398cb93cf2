/* The look of every figure: colours from the style sheet, axes with round numbers, labels at the ends of lines. */
"use strict";
{
  const { t, numbers } = EduStat;
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const LABEL_HEIGHT = 19;

  /** Colours and font, each declared once in site.css. */
  const theme = () => (read?.ink ? read : (read = colours())); // the style sheet is asked once: asking makes the browser lay the page out
  let read = null;
  const colours = () => ({ ink: style("--ink"), quiet: style("--quiet"), rule: style("--rule"), paper: style("--paper"), rise: style("--rise"), fall: style("--fall"), fail: style("--fail"), before: style("--before"),
    font: style("--font"), lines: [1, 2, 3, 4].map((i) => ({ color: style(`--line-${i}`), dash: ["solid", "dash", "dot", "dashdot"][i - 1] })) });

  /** A layout on our template. */
  function layout(xaxis, yaxis, height, more = {}) {
    const { ink, quiet, rule, font, paper } = theme();
    return { height, annotations: [], shapes: [], font: { family: font, size: 13, color: ink }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false, dragmode: false, hovermode: "x",
      hoverlabel: { bgcolor: paper, bordercolor: quiet, font: { color: ink, size: 13, family: font } }, margin: { l: 62, r: 84, t: 28, b: 46 },
      xaxis: { showgrid: false, zeroline: false, ticks: "outside", ticklen: 4, tickcolor: quiet, linecolor: quiet, showline: true, tickangle: 0, fixedrange: true, ...xaxis },
      yaxis: { gridcolor: rule, zeroline: false, tickangle: 0, fixedrange: true, ...yaxis }, ...more };
  }

  /** Whether the page is read on a phone: fewer marks, names above bars. */
  const narrow = () => innerWidth < 600;

  /** An axis of whole years that says which kind of year it counts. */
  function years(shown, indicator, most = narrow() ? 5 : 10) {
    const [first, last] = [Math.min(...shown), Math.max(...shown)];
    const step = Math.max(1, Math.ceil((last - first + 1) / most));
    const marks = [];
    for (let year = last; year >= first; year -= step) marks.unshift(year);
    return { tickvals: marks, ticktext: marks.map(String), range: [first - 0.6, last + 0.6], title: { text: t(EduStat.known.words.year_kinds[indicator.year_kind || "fiscal"]), font: { size: 12, color: theme().quiet }, standoff: 6 } };
  }

  /** An axis of round numbers; a line may start above zero only with a third of the plot free below it. */
  function values(shown, fromZero = false) {
    const [least, high] = [Math.min(...shown), Math.max(...shown)];
    const start = least - (0.5 * (high - least) || 0.1 * high);
    const low = fromZero ? Math.min(0, least) : start < 0.4 * high ? Math.min(0, least) : start;
    const marks = numbers.ticks(low, high);
    return { tickvals: marks, ticktext: numbers.tickTexts(marks), range: [marks[0], marks.at(-1)] };
  }

  /** Divisor and unit of the values axis, one for all lines. */
  const divisor = (lines) => numbers.scale(lines[0].unit ?? "", Math.max(...lines.flatMap((one) => one.points.map(([, value]) => Math.abs(value)))));

  const aboveZero = (figure) => (figure.layout.yaxis.range?.[0] ?? 0) > 0;
  const label = (x, y, text, more = {}) => ({ x, y, text, showarrow: false, font: { size: 13, color: theme().ink }, ...more });

  /** The last value beside the end of each line, pushed apart where two would cover each other; `pixels` per unit of the axis. */
  function endLabels(lines, by, pixels) {
    const ends = lines.map((one, i) => ({ one, color: theme().lines[i].color, value: one.points.at(-1)[1] / by })).sort((a, b) => a.value - b.value);
    let floor = -Infinity;
    return ends.map(({ one, color, value }) => {
      const place = Math.max(value * pixels, floor);
      floor = place + LABEL_HEIGHT;
      const [year, number] = one.points.at(-1);
      const decimals = one.unit === "元" && Math.abs(number) >= 1000 ? 0 : (one.indicator.decimals ?? 2);
      const text = one.unit === "人" && narrow() ? numbers.scaled(number, "") : numbers.value(number, one.unit, decimals);
      return label(year, value, text, { xanchor: "left", xshift: 8, yshift: place - value * pixels, font: { size: 14, color, weight: 600 }, bgcolor: "rgba(255,255,255,.85)" });
    });
  }

  /** Pixels that a text of 14 px takes, about; room at the side of a plot for the longest. */
  const room = (texts, least) => Math.max(least, ...texts.map((text) => 14 + [...String(text)].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e7f ? 14.4 : 7.9), 0)));

  /** Draw dotted upright lines before the first years of other definitions; the reasons stand below the chart. Of lines
      too close for the words of each, the first has them; `columns`: charts side by side. */
  function cuts(layout, lines, columns = 1) {
    const { quiet } = theme(), [first, last] = layout.xaxis.range;
    const apart = (room([t("口径调整")], 0) * (last - first)) / (narrow() ? 300 : 780 / columns);
    let told = -Infinity;
    for (const year of [...new Set(lines.flatMap((one) => [...one.cuts.keys()]))].sort((a, b) => a - b)) {
      layout.shapes.push({ type: "line", x0: year - 0.5, x1: year - 0.5, y0: 0, y1: 1, yref: "paper", line: { color: quiet, width: 1, dash: "dot" } });
      if (year - told < apart) continue;
      layout.annotations.push(label(year - 0.5, 1, t("口径调整"), { yref: "paper", yanchor: "bottom", xanchor: "center", font: { size: 12, color: quiet } }));
      told = year;
    }
  }

  /** A thin line at an official threshold from its first year on, with its words. */
  function norm({ value, text, since }) {
    const { ink } = theme();
    return [{ type: "line", x0: since - 0.5, x1: 2100, y0: value, y1: value, line: { color: ink, width: 1, dash: "dash" }, layer: "below" },
      label(since - 0.5, value, text, { xanchor: "left", yanchor: "top", yshift: -2, font: { size: 12, color: ink } })];
  }

  /** Marks of which at most so many are told. */
  function fewer(marks, most) {
    const step = Math.max(1, Math.ceil(marks.tickvals.length / most)), some = (list) => list.filter((_, i) => i % step === 0);
    return { ...marks, tickvals: some(marks.tickvals), ticktext: some(marks.ticktext) };
  }

  EduStat.axes = { theme, layout, years, values, divisor, fewer, aboveZero, label, endLabels, room, narrow, cuts, norm };
}
