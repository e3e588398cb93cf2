/* From any number, one click: the formula with its numbers, the inputs, file › sheet › cell, and the cell in its surroundings. */
"use strict";
{
  const { h, t, numbers, state } = EduStat;
  const BLOCK = 200, HEAD = 3, AROUND = 2, SIDE = 3; // rows of a data script; rows and columns shown around a cell

  /** A number that leads to its evidence. */
  EduStat.number = (text, { region, indicator, level, year, release }) =>
    h("a", { class: "num", href: EduStat.here({ evidence: [region, indicator, level, year, release].join("|") }) }, text);

  /** Where a cell stands, as a link to its sheet. */
  EduStat.cellLink = (delivery, sheet, cell) => {
    const file = EduStat.known.deliveries?.get(delivery);
    const words = [file?.file_name ?? delivery, sheet, cell].filter(Boolean).join(" › ");
    if (!file?.sheets?.length) return h("span", { class: "where" }, words);
    return h("a", { class: "where", href: EduStat.link("delivery", { delivery, sheet: sheetNumber(file, sheet), cell }) }, words);
  };

  const sheetNumber = (file, sheet) => Math.max(1, file.sheets.findIndex(([name]) => name === (sheet ?? "")) + 1);

  /** "C6" → {row: 6, column: 3} */
  EduStat.cellAt = (cell) => {
    const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(cell ?? "") ?? [];
    return row ? { row: Number(row), column: [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) } : null;
  };
  /** 28 → "AB" */
  EduStat.letters = (column) => (column > 0 ? EduStat.letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26)) : "");

  EduStat.learnDeliveries = async () => {
    EduStat.known.deliveries ??= new Map(EduStat.rows(await EduStat.wish("deliveries", {})).map((row) => [row.delivery_id, row]));
    return EduStat.known.deliveries;
  };

  /** Rows first…last of a delivered sheet as [[row number, [texts]]…], from as few data scripts as hold them. */
  EduStat.sheetRows = async (delivery, number, first, last) => {
    const blocks = [];
    for (let block = Math.floor((first - 1) / BLOCK); block <= Math.floor((last - 1) / BLOCK); block++) blocks.push(EduStat.wish(`sheets/${delivery}/${number}-${block}`));
    const got = (await Promise.all(blocks)).filter(Boolean);
    return got.flatMap((block) => block.cells.map((cells, i) => [block.first + i, cells])).filter(([row]) => first <= row && row <= last);
  };

  /** The cell in its surroundings: the head of the sheet, the rows around, the first column and those beside it. */
  EduStat.surroundings = async (delivery, sheet, cell) => {
    const at = EduStat.cellAt(cell), file = (await EduStat.learnDeliveries()).get(delivery);
    if (!at || !file?.sheets?.length) return null;
    const number = sheetNumber(file, sheet);
    const from = Math.max(1, at.row - AROUND);
    const head = from > 1 ? await EduStat.sheetRows(delivery, number, 1, Math.min(HEAD, from - 1)) : [];
    const near = await EduStat.sheetRows(delivery, number, from, at.row + AROUND);
    if (!near.length) return null;
    const width = Math.max(...[...head, ...near].map(([, cells]) => cells.length));
    const columns = Array.from({ length: width }, (_, i) => i + 1).filter((c) => c === 1 || Math.abs(c - at.column) <= SIDE);
    const line = ([row, cells]) => h("tr", null, h("th", { scope: "row" }, String(row)), columns.map((c) => h("td", { class: row === at.row && c === at.column ? "here" : null }, cells[c - 1] ?? "")));
    const gap = head.length && near[0][0] > head.at(-1)[0] + 1 ? h("tr", { class: "gap" }, h("td", { colspan: columns.length + 1 }, "⋯")) : null;
    return h("div", { class: "scroll around", tabindex: "0", role: "region", "aria-label": t("单元格 {cell} 及其周围", { cell }) }, h("table", { class: "sheet" },
      h("thead", null, h("tr", null, h("td"), columns.map((c) => h("th", { scope: "col" }, EduStat.letters(c))))), h("tbody", null, head.map(line), gap, near.map(line))));
  };

  /** Inputs as lines: what it is, what the file printed, where it stands, and (opened) the place itself. */
  EduStat.inputs = (cells, deliveries, open = true) => h("ul", { class: "inputs" }, cells.map(([part, label, value, unit, printed, file, sheet, cell]) => {
    const delivery = deliveries[file];
    const picture = h("div", { class: "picture" });
    const show = () => picture.childElementCount || EduStat.surroundings(delivery, sheet, cell).then((node) => node && picture.replaceChildren(node));
    if (open) show();
    return h("li", null, h("span", { class: "what" }, label ? t(label) : t(EduStat.known.words.parts?.[part] ?? part)), h("b", null, printed ?? EduStat.join(numbers.all(value), t(unit ?? ""))), EduStat.cellLink(delivery, sheet, cell),
      open ? picture : h("details", { ontoggle: (event) => event.target.open && show() }, h("summary", null, t("看单元格")), picture));
  }));

  /** Opened and closed by the hash alone, so that a link reopens it. */
  EduStat.showEvidence = async () => {
    const asked = state.get("evidence");
    document.getElementById("evidence")?.remove();
    if (!asked) return;
    const [region, indicator, level, year, release] = asked.split("|");
    const dialog = h("dialog", { id: "evidence", class: "evidence", "aria-label": t("这个数从哪来") });
    const close = () => state.set({ evidence: null });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    document.body.append(dialog);
    dialog.append(h("button", { type: "button", class: "close", onclick: close, autofocus: true }, t("关闭")), h("div", null, await story(region, indicator, level, Number(year), release)));
    dialog.showModal();
  };

  async function story(region, indicator, level, year, release) {
    const [data, evidence] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.wish(`evidence/${region}`), EduStat.learnDeliveries()]);
    const declared = EduStat.known.indicators.get(indicator);
    const all = EduStat.rows(data?.series.find((one) => one.indicator === indicator && one.level === level));
    const row = all.find((each) => each.year === year && each.release === release);
    if (!row) return [h("h2", null, EduStat.indicator(indicator)), h("p", null, t("这个数不在本次发布之内。"))];
    const cells = evidence?.cells?.[`${indicator}|${level}|${year}|${release}`] ?? [];
    const value = numbers.value(row.value, declared.unit, declared.decimals ?? 2);
    return [
      h("p", { class: "quiet" }, [EduStat.place(region), EduStat.level(level), t("{year} 年", { year }), EduStat.release(release)].join(" · ")),
      h("h2", null, h("a", { href: EduStat.link("indicator", { indicator }) }, EduStat.named(declared))),
      h("p", { class: "big" }, value), formula(declared, row, value), growth(declared, row), held(row),
      cells.length ? EduStat.inputs(cells, evidence.deliveries) : h("p", { class: "quiet" }, t(row.basis === "rolled_up" ? "由所辖学校、地区的报送件相加，没有单独的单元格。" : "没有报送件的单元格给出这个数。")),
      declared.definition && EduStat.note(t("定义：{text}", { text: EduStat.named(declared, "definition") })),
    ];
  }

  /** Numerator ÷ denominator with the numbers in, and what the sums rest on. */
  function formula(declared, row, value) {
    const rests = row.basis === "rolled_up" ? t("由所辖学校、地区汇总，覆盖率 {share}%", { share: numbers.plain(100 * (row.coverage ?? 0), 1) }) : "";
    if (numbers.absent(row.numerator)) return rests && h("p", { class: "quiet" }, rests);
    const scale = declared.scale && declared.scale !== 1 ? ` × ${numbers.all(declared.scale)}` : "";
    const parts = numbers.absent(row.denominator) ? value : `${numbers.all(row.numerator)} ÷ ${numbers.all(row.denominator)}${scale} = ${value}`;
    return h("p", { class: "formula" }, h("span", null, t("算式")), parts, rests && h("span", null, ` ${rests}`));
  }

  function growth(declared, row) {
    if (numbers.absent(row.growth)) return row.growth_basis && h("p", { class: "quiet" }, t(EduStat.known.words.growth_basis[row.growth_basis] ?? ""));
    const kind = declared.change || "relative";
    const before = numbers.absent(row.previous) ? "" : t("（上年 {value}）", { value: numbers.value(row.previous, declared.unit, declared.decimals ?? 2) });
    return h("p", null, t("比上年 {change}", { change: numbers.change(row.growth, kind, numbers.digits(row.growth)) }), before, h("span", { class: "beside" }, t(EduStat.known.words.growth_basis[row.growth_basis] ?? "")));
  }

  const held = (row) => row.doubted && h("p", null, EduStat.flag("unexplained"), h("span", { class: "beside" }, t(EduStat.known.flags.get("unexplained").says)));
}
