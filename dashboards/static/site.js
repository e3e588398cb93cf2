/* Draws the figures whose JSON the page carries, opens what a link points at, filters the list of regions. */
"use strict";
const CONFIG = { displayModeBar: false, responsive: true, plotlyServerURL: "", showTips: false,
  modeBarButtonsToRemove: ["sendChartToCloud"], displaylogo: false };

function draw() {
  for (const source of document.querySelectorAll('script[type="application/json"][data-for]')) {
    const figure = JSON.parse(source.textContent);
    Plotly.newPlot(source.dataset.for, figure.data, figure.layout, CONFIG);
  }
}

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  target.scrollIntoView({ block: target.tagName === "TD" ? "center" : "start", inline: "center" });
}

function filter(text) {
  const items = [...document.querySelectorAll("#places li")].reverse();
  for (const item of items) {
    const own = item.firstElementChild.textContent.includes(text);
    item.hidden = !own && !item.querySelector("li:not([hidden])");
  }
}

function resizeFor(width) {
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    Plotly.relayout(plot, { width: width && Math.min(width, plot.parentElement.clientWidth || width) });
  }
}

document.addEventListener("DOMContentLoaded", () => {
  if (window.Plotly) draw();
  openTarget();
  const find = document.getElementById("find");
  if (find) find.addEventListener("input", () => filter(find.value.trim()));
});
window.addEventListener("hashchange", openTarget);
window.addEventListener("beforeprint", () => window.Plotly && resizeFor(640));
window.addEventListener("afterprint", () => window.Plotly && resizeFor(null));
