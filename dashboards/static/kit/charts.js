/* The frame around a chart: the finding as title, what is shown, key, notes, source, the table behind it, downloads. */
"use strict";
{
  const { h, svg, t } = EduStat;
  const CONFIG = { displayModeBar: false, responsive: true, plotlyServerURL: "", showTips: false, displaylogo: false, modeBarButtonsToRemove: ["sendChartToCloud"] };
  const DASHES = { dash: "8 4", dot: "2 4", dashdot: "8 3 2 3" };
  const figures = new Map(); // box → figure still to be drawn or drawn
  const near = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach((one) => draw(one.target)), { rootMargin: "300px" });

  /** plotly.js is loaded last and deferred: pages are readable before it is there. */
  const plotly = () => (window.Plotly ? Promise.resolve() : new Promise((resolve) => addEventListener("load", resolve, { once: true })));

  async function draw(box) {
    near.unobserve(box);
    await plotly();
    if (!box.isConnected || box.classList.contains("js-plotly-plot")) return;
    const { data, layout } = figures.get(box);
    await Plotly.newPlot(box, data, layout, CONFIG);
    box.querySelectorAll("svg").forEach((drawing) => drawing.setAttribute("aria-hidden", "true"));
    box.dataset.drawn = "";
  }

  /** Let go of the figures that are no longer on the page; called when the page was drawn anew. */
  EduStat.forgetFigures = () => {
    for (const box of figures.keys()) {
      if (box.isConnected) continue;
      near.unobserve(box);
      if (window.Plotly && box.classList.contains("js-plotly-plot")) Plotly.purge(box);
      figures.delete(box);
    }
  };

  function plot(figure, alt) {
    const box = h("div", { class: "plot", role: "img", "aria-label": alt, style: `height:${figure.layout.height}px` });
    figures.set(box, figure);
    near.observe(box);
    return box;
  }

  /** Lines of a text that are about `width` wide at most, for drawings, which do not wrap. */
  function wrapped(text, width, size) {
    const lines = [""];
    let used = 0;
    for (const letter of text) {
      used += letter.charCodeAt(0) > 0x2e7f ? size : 0.56 * size;
      if (used > width) [lines[lines.length], used] = ["", size];
      lines[lines.length - 1] += letter;
    }
    return lines.map((line) => EduStat.inPlot(line));
  }

  /** A figure as an image of its own: title, what is shown and source stand in the image. */
  async function image(box, told, name, format) {
    await plotly();
    const { data, layout } = figures.get(box);
    const margin = layout.margin ?? layout.template?.layout?.margin ?? {};
    const source = wrapped(told.source ?? "", 900, 12), foot = (margin.b ?? 46) + 18 * source.length;
    const height = layout.height + 80 + 18 * source.length;
    const whole = { ...layout, width: 960, height, paper_bgcolor: "#FFFFFF", margin: { ...margin, t: (margin.t ?? 28) + 70, b: foot + 10 },
      title: { text: [...wrapped(told.title + (name ? ` · ${name}` : ""), 900, 19).map((line) => `<b>${line}</b>`), ...wrapped(told.subtitle, 900, 13).map((line) => `<span style="font-size:13px">${line}</span>`)].join("<br>"), x: 0.02, y: 1, pad: { t: 30 }, xanchor: "left", yanchor: "top", font: { size: 19 } },
      annotations: [...(layout.annotations ?? []), { text: source.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 0, xshift: 19 - (margin.l ?? 62), yshift: -(margin.b ?? 46) - 4, xanchor: "left", yanchor: "top", showarrow: false, align: "left", font: { size: 12 } }] };
    EduStat.save(await Plotly.toImage({ data, layout: whole, config: CONFIG }, { format, width: 960, height, scale: format === "png" ? 2 : 1 }), `${told.title}${name ? `-${name}` : ""}.${format}`);
  }

  const sample = ({ name, color, dash = "solid" }) => h("span", null, svg("svg", { width: 28, height: 8, "aria-hidden": "true" }, svg("line", { x1: 0, y1: 4, x2: 28, y2: 4, stroke: color, "stroke-width": 3, "stroke-dasharray": DASHES[dash] ?? null })), name);

  /** {id, title, subtitle, source, notes, key: [{name, color, dash}], names (of panels), figures, head, table (raw values), texts (shown values), alt}. */
  EduStat.figure = (told) => {
    const alt = EduStat.join([told.title, told.subtitle, told.alt].filter(Boolean).join(EduStat.SEMICOLON));
    const boxes = told.figures.map((figure, i) => plot(figure, EduStat.join(EduStat.aside(alt, told.names?.[i]), t("；数据见图下的表"))));
    const images = ["PNG", "SVG"].map((kind) => h("button", { type: "button", class: "tool", "aria-label": t("{kind} 下载 {name}", { name: told.title, kind }),
      onclick: async () => { for (const [i, box] of boxes.entries()) await image(box, told, told.names?.[i], kind.toLowerCase()); } }, kind));
    const several = boxes.length > 1;
    return h("figure", { class: "chart", id: `chart-${told.id}` },
      h("figcaption", null, h("h3", null, told.title), h("p", { class: "quiet" }, told.subtitle),
        told.key?.length > 1 && h("p", { class: "chartkey" }, told.key.map(sample))),
      h("div", { class: several ? "plots several" : "plots" }, boxes.map((box, i) => h("div", null, told.names?.[i] && h("h4", null, told.names[i]), box))),
      (told.notes ?? []).map((text) => EduStat.note(text)),
      told.source && EduStat.note(told.source),
      h("details", { class: "behind" }, h("summary", null, t("查看数据")), EduStat.table({ name: told.title, head: told.head, rows: told.texts ?? told.table, download: false })),
      h("p", { class: "tools" }, t("下载："), EduStat.downloads(told.title, told.head, told.table), boxes.length ? images : null));
  };

  /** Text from data inside a drawing: never read as the drawing library's own markup. */
  EduStat.inPlot = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function forPaper(width) {
    for (const box of figures.keys()) {
      if (!box.isConnected || !window.Plotly) continue;
      if (!box.classList.contains("js-plotly-plot")) Plotly.newPlot(box, figures.get(box).data, figures.get(box).layout, CONFIG);
      const most = width && box.closest(".several") ? width / 2 - 10 : width; // small multiples stand two and two on A4
      Plotly.relayout(box, { width: width && Math.min(most, box.parentElement.clientWidth || most) });
    }
  }
  addEventListener("beforeprint", () => forPaper(640));
  addEventListener("afterprint", () => forPaper(null));
}
