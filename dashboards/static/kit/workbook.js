/* Downloads made in the browser: a table as CSV (with BOM, so that WPS and Excel read it) or as a workbook. */
"use strict";
{
  const { h, t } = EduStat;
  const RUNS = /^\s*[=+\-@＝＋－＠\t\r]/; // how a formula may begin
  const NUMBER = /^[+\-][\d.,]+\s*[%‰\p{Script=Han}]*$/u;
  const harmless = (text) => (RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text);
  const field = (value) => {
    const text = value === null || value === undefined ? "" : typeof value === "number" ? String(value) : harmless(String(value));
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const escaped = (text) => String(text).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  const csv = (head, rows) => new Blob(["\ufeff", [head, ...rows].map((row) => row.map(field).join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });

  const TABLE = (() => Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  }))();
  const crc = (bytes) => ~bytes.reduce((sum, byte) => (sum >>> 8) ^ TABLE[(sum ^ byte) & 255], -1) >>> 0;
  const little = (...pairs) => Uint8Array.from(pairs.flatMap(([value, size]) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255)));

  /** Files stored without compression, in the zip container a workbook is. */
  function zip(files) {
    const parts = [], list = [];
    let at = 0;
    for (const [name, text] of files) {
      const [title, body] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
      const facts = [[20, 2], [0x0800, 2], [0, 2], [0, 2], [0x21, 2], [crc(body), 4], [body.length, 4], [body.length, 4], [title.length, 2], [0, 2]];
      parts.push(little([0x04034b50, 4], ...facts), title, body);
      list.push(little([0x02014b50, 4], [20, 2], ...facts, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), title);
      at += 30 + title.length + body.length;
    }
    const size = list.reduce((sum, part) => sum + part.length, 0);
    return new Blob([...parts, ...list, little([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [at, 4], [0, 2])],
      { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
  }

  function workbook(title, head, rows, foot) {
    const cell = (value) => (typeof value === "number" && Number.isFinite(value) ? `<c><v>${value}</v></c>`
      : value === null || value === undefined || value === "" ? "<c/>" : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`);
    const lines = [head, ...rows, [], ...foot.map((text) => [text])].map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
    const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', NS = "http://schemas.openxmlformats.org";
    return zip([
      ["[Content_Types].xml", `${XML}<Types xmlns="${NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`],
      ["_rels/.rels", `${XML}<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
      ["xl/_rels/workbook.xml.rels", `${XML}<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
      ["xl/workbook.xml", `${XML}<workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets><sheet name="${escaped(title.replace(/[\\/?*[\]:']/g, " ").slice(0, 31) || "1")}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
      ["xl/worksheets/sheet1.xml", `${XML}<worksheet xmlns="${NS}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${Math.max(head.length, 1)}" width="16" customWidth="1"/></cols><sheetData>${lines}</sheetData></worksheet>`],
    ]);
  }

  /** Hand a file to the reader. */
  EduStat.save = (content, name) => {
    const url = typeof content === "string" ? content : URL.createObjectURL(content);
    const link = h("a", { href: url, download: name.replace(/[\\/:*?"<>|\s]+/g, "-") });
    document.body.append(link);
    link.click();
    link.remove();
    if (typeof content !== "string") setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };

  /** Where a downloaded table comes from: stands below it in the workbook. */
  const origin = () => [t("发布号 {id}", { id: EduStat.known.site.publication }), EduStat.signed()];

  /** Two buttons; `rows` are raw values (numbers stay numbers) or a function that yields them. */
  EduStat.downloads = (name, head, rows) => {
    const given = () => (typeof rows === "function" ? rows() : rows);
    const button = (kind, make) => h("button", { type: "button", class: "tool", onclick: async () => EduStat.save(make(await given()), `${name}.${kind.toLowerCase()}`), "aria-label": t("{kind} 下载 {name}", { name, kind }) }, kind);
    return [button("CSV", (all) => csv(head, all)), button("xlsx", (all) => workbook(name, head, all, origin()))];
  };
}
