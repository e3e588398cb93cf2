/* One delivered file as it arrived: what it is, what was found in it, and its sheets with the cited cell marked. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const HEAD = 3, ROWS = 100;

  EduStat.screen("delivery", async ({ state }) => {
    const file = (await EduStat.learnDeliveries()).get(state.delivery);
    if (!file) return { title: t("没有这个报送件"), body: [h("p", null, h("a", { href: EduStat.link("quality", { at: "deliveries" }) }, t("全部报送件")))] };
    const [marks, layouts] = (await Promise.all([EduStat.need(`marked/${file.delivery_id}`), EduStat.need(`layouts/${file.delivery_id}`)])).map(EduStat.rows);
    const number = Math.min(Math.max(1, Number(state.sheet) || 1), file.sheets?.length || 1);
    return {
      title: h("span", { class: "printed" }, file.file_name), plain: file.file_name, wide: true,
      path: [h("a", { href: EduStat.link("quality", { at: "deliveries", delivery: null, sheet: null, cell: null }) }, t("报送件")), " › ", file.file_name],
      body: [facts(file), said(file), found(marks), file.sheets?.length ? await sheet(file, number, state, marks, layouts) : h("p", { class: "quiet" }, t("这个报送件没有可以显示的表。"))],
    };
  });

  function facts(file) {
    const fact = (term, text) => text && h("div", null, h("dt", null, term), h("dd", null, text));
    return h("dl", { class: "facts" }, fact(t("状态"), EduStat.stateWord(file.state)), fact(t("题名"), file.title && h("span", { class: "printed" }, file.title)), fact(t("年份"), file.years), fact(t("版次"), file.release && EduStat.release(file.release)), fact(t("报送人"), file.sender && h("span", { class: "printed" }, file.sender)),
      fact(t("收到"), (file.received_at ?? "").slice(0, 16).replace("T", " ")), fact("SHA-256", h("span", { class: "hash" }, file.sha256 ?? "")), fact(t("改由"), file.superseded_by && h("a", { href: EduStat.link("delivery", { delivery: file.superseded_by }) }, EduStat.known.deliveries.get(file.superseded_by)?.file_name ?? file.superseded_by)));
  }

  const said = (file) => [file.problem && h("p", { class: "problem" }, EduStat.tell(file.problem)), (file.note ?? "").split("\n").filter(Boolean).map((line) => h("p", { class: "quiet" }, EduStat.tell(line)))];

  /** What was found in this file, each with the way to its cell. */
  function found(marks) {
    if (!marks.length) return null;
    const one = [...new Map(marks.map((mark) => [mark.finding_id, mark])).values()];
    return h("details", { open: one.length <= 5 }, h("summary", null, t("发现的问题 {n} 个", { n: one.length })), h("ol", { class: "found" }, one.map((mark) => h("li", null, h("span", { class: `severity ${mark.severity}` }, t(mark.severity === "hard" ? "须更正" : "须说明")), " ", EduStat.tell(mark.message), mark.cell && [" ", EduStat.cellLink(EduStat.state.get("delivery"), mark.sheet, mark.cell)]))));
  }

  /** One part of a sheet: its head, and the rows around the cited cell or those asked for. */
  async function sheet(file, number, state, marks, layouts) {
    const [name, height, width] = file.sheets[number - 1];
    const at = EduStat.cellAt(state.cell);
    const page = Math.min(Math.ceil(height / ROWS) || 1, Math.max(1, Number(state.page) || (at ? Math.ceil(at.row / ROWS) : 1)));
    const [first, last] = [(page - 1) * ROWS + 1, Math.min(page * ROWS, height)];
    const head = first > 1 ? await EduStat.sheetRows(file.delivery_id, number, 1, HEAD) : [];
    const rows = await EduStat.sheetRows(file.delivery_id, number, first, last);
    const marked = new Map(marks.filter((mark) => (mark.sheet ?? "") === (name ?? "") && mark.cell).map((mark) => [mark.cell, mark]));
    const columns = Array.from({ length: width }, (_, i) => i + 1);
    const cell = (row, column, text) => {
      const address = `${EduStat.letters(column)}${row}`, mark = marked.get(address), here = state.cell === address;
      return h("td", { id: here ? "cell" : null, class: [here && "here", mark && `marked ${mark.severity}`, /^[-−+.\d].*\d$/.test(text) && "n"].filter(Boolean).join(" ") || null, title: mark ? EduStat.tell(mark.message) : null, "data-cell": text ? address : null }, text);
    };
    const line = ([row, cells]) => h("tr", null, h("th", { scope: "row" }, String(row)), columns.map((column) => cell(row, column, cells[column - 1] ?? "")));
    const table = h("table", { class: "sheet" }, h("thead", null, h("tr", null, h("td"), columns.map((column) => h("th", { scope: "col" }, EduStat.letters(column)))), head.map(line)), h("tbody", null, rows.map(line)));
    const choose = (address) => EduStat.cellAt(address) && EduStat.state.set({ sheet: number, cell: address, page: null });
    const goto = h("label", { class: "pick" }, h("span", null, t("到单元格")), h("input", { id: "pick-cell", type: "text", size: 8, value: state.cell ?? "", autocomplete: "off", onchange: (event) => choose(event.target.value.trim().toUpperCase()) }));
    requestAnimationFrame(() => document.getElementById("cell")?.scrollIntoView({ block: "center", inline: "center" }));
    return EduStat.part(h("span", { class: "printed plainly" }, name || t("表")), t("{n} 行", { n: height }),
      file.sheets.length > 1 && EduStat.choices(t("各表"), file.sheets.map(([title], i) => [String(i + 1), title || t("表 {n}", { n: i + 1 })]), "sheet", String(number)),
      h("div", { class: "picks inner" }, goto), at && meaning(state.cell, name, rows, layouts),
      h("div", { class: "scroll sheetbox", tabindex: "0", role: "region", "aria-label": name || t("表"), onclick: (event) => choose(event.target.closest?.("td[data-cell]")?.dataset.cell) }, table), EduStat.pager(page, Math.ceil(height / ROWS)));
  }

  /** What a cell says, and as which measure or indicator it is read. */
  function meaning(address, sheet, rows, layouts) {
    const at = EduStat.cellAt(address), letters = EduStat.letters(at.column);
    const text = rows.find(([row]) => row === at.row)?.[1][at.column - 1] ?? "";
    const here = (one) => (one.cell ? one.cell === address : one.column === letters && (!one.row || one.row === at.row));
    const measures = new Map((EduStat.known.words.measures ?? []).map((one) => [one.id, one]));
    const read = layouts.filter((one) => (one.sheet ?? "") === (sheet ?? "") && here(one)).map((one) => EduStat.listed([EduStat.named(EduStat.known.indicators.get(one.field) ?? measures.get(one.field)) || one.field,
      one.level && one.level !== "all" ? EduStat.level(one.level) : "", t(EduStat.known.words.parts[one.part] ?? ""), t(one.unit ?? "")].filter(Boolean)));
    return h("p", { class: "meant", "aria-live": "polite" }, h("b", null, address), " ", h("span", { class: "printed" }, text || numbers.ABSENT), read.length > 0 && h("span", { class: "beside" }, t("读作{what}", { what: [...new Set(read)].join(EduStat.SEMICOLON) })));
  }
}
