/* Nodes of the page. Text is always text: names from files can't become markup. */
"use strict";
{
  const { t } = EduStat;
  const SVG = "http://www.w3.org/2000/svg";

  function filled(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return node;
  }

  /** An element: h("p", {class: "quiet"}, "text", node, [more…]); null children are left out. */
  const h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

  /** As h, for drawings. */
  const svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

  const mark = (sign, kind) => h("span", { class: `${kind} ${sign.id}`, title: sign.says ? t(sign.says) : null }, h("i", { "aria-hidden": "true" }, sign.icon), t(sign.word));

  /** A verdict (or another declared sign) as icon + word; its class gives the colour. */
  EduStat.sign = (id, of = "verdicts") => mark(EduStat.known[of].get(id), "sign");
  EduStat.flag = (id) => mark(EduStat.known.flags.get(id), "flag");

  /** A list of choices in the place of tabs: the current one is marked, the others are links that keep the rest of the state. */
  EduStat.choices = (label, options, key, current) =>
    h("nav", { class: "views", "aria-label": label }, options.map(([value, text]) =>
      value === current ? h("b", { "aria-current": "true" }, text) : h("a", { href: EduStat.here({ [key]: value }) }, text)));

  /** A part of the page under a heading; `beside` stands small beside it. */
  EduStat.part = (title, beside, ...children) =>
    h("section", { class: "part" }, title && h("h2", null, title, beside && h("span", null, beside)), children);

  EduStat.note = (...children) => h("p", { class: "note" }, children);
  Object.assign(EduStat, { h, svg });
}
