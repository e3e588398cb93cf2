/* Tables with the numbers right-aligned, sorted by a click on a head, downloadable. */
"use strict";
{
  const { h, t } = EduStat;

  /** A cell may be a text, a node, or {text, value, class}; `value` is what is sorted and downloaded. */
  const shown = (cell) => (cell !== null && typeof cell === "object" && !(cell instanceof Node) ? cell.text : cell);
  const raw = (cell) => (cell instanceof Node ? cell.textContent : cell !== null && typeof cell === "object" ? (cell.value ?? (cell.text instanceof Node ? cell.text.textContent : cell.text)) : cell);
  const numeric = (column, rows) => rows.some((row) => typeof raw(row[column]) === "number");

  const BRIEF = 6; // 字: words that short never break
  const width = (text) => [...text].reduce((sum, one) => sum + (one > "ÿ" ? 1 : 0.5), 0);
  const plain = (text) => (Array.isArray(text) ? text.map(plain).join("") : text instanceof Node ? text.textContent : String(text ?? ""));
  /** What kind of column it is: of numbers, of short words, of texts; the first names its row. */
  const kind = (column, head, rows) => (numeric(column, rows) ? "n" : column === 0 ? null : width(head) <= BRIEF && rows.every((row) => width(plain(shown(row[column]))) <= BRIEF) ? "brief" : "long");

  function ordered(rows, column, down) {
    const key = (row) => raw(row[column]);
    return [...rows].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === y) return 0;
      if (x === null || x === undefined || x === "") return 1; // what is not known stands last, whichever way
      if (y === null || y === undefined || y === "") return -1;
      return (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "zh")) * (down ? -1 : 1);
    });
  }

  /** {name, head: [texts], rows: [[cells]], class, sortable, download, first} → a table in a box that scrolls sideways. */
  EduStat.table = (told) => {
    const kinds = told.head.map((text, i) => kind(i, text, told.rows));
    const line = (row) => h("tr", { class: row.class ?? null, id: row.id ?? null }, row.map((cell, i) => {
      const attributes = { class: [kinds[i], cell?.class].filter(Boolean).join(" ") || null, "data-label": told.head[i] };
      return i === 0 ? h("th", { scope: "row", ...attributes }, shown(cell)) : h("td", attributes, shown(cell));
    }));
    const body = h("tbody", null, told.rows.map(line));
    const heads = told.head.map((text, i) => h("th", { scope: "col", class: kinds[i] }, told.sortable ? h("button", { type: "button", class: "sort", onclick: () => sort(i) }, text) : text));
    function sort(i) {
      const down = heads[i].getAttribute("aria-sort") !== "descending" && (kinds[i] === "n" || heads[i].getAttribute("aria-sort") === "ascending");
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      heads[i].setAttribute("aria-sort", down ? "descending" : "ascending");
      body.replaceChildren(...ordered(told.rows, i, down).map(line));
    }
    const table = h("table", { class: `data ${told.class ?? ""}` }, told.caption && h("caption", null, told.caption), h("thead", null, h("tr", null, heads)), body);
    const box = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": told.name }, table);
    return told.download === false ? box : h("div", { class: "tabled" }, box, h("p", { class: "tools" }, t("下载："), EduStat.downloads(told.name, told.head, () => told.rows.map((row) => row.map(raw)))));
  };
}
