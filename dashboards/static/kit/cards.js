/* The card of one verdict: what every page shows of its evidence. */
"use strict";
{
  const { h, t, numbers } = EduStat;

  /** {verdict}, its evidence ({sides, formula, scopes, next_year, remarks}), the region's data and evidence → a node that prints on one page. */
  EduStat.evidenceCard = (v, told, data, evidence) => {
    const test = EduStat.testOf(v);
    return h("article", { class: `card ${v.verdict}`, id: `v-${v.test}-${v.level}-${v.year}` },
      h("header", null, h("p", { class: "verdict" }, EduStat.sign(v.verdict), (v.flags ?? []).map(EduStat.flag)),
        h("h2", null, EduStat.named(test, "title"), v.level !== "all" && h("span", { class: "level" }, EduStat.level(v.level))),
        h("p", { class: "quiet" }, [t("{year} 年", { year: v.year }), EduStat.release(v.release), EduStat.article(test)].join(" · "))),
      key(v), bars(told.sides, v),
      h("div", { class: "sides" }, told.sides.map((side) => sideOf(side, told.sides.length, data, evidence, v))),
      told.formula && h("p", { class: "formula" }, h("span", null, t("算式")), EduStat.typeset(EduStat.tell(told.formula))),
      (told.scopes ?? []).map((other) => EduStat.note(t("换用{scope}口径：", { scope: t(other.scope) }), EduStat.sign(other.verdict), " ", EduStat.typeset(EduStat.tell(other.formula ?? "")))),
      (told.remarks ?? []).map((remark) => EduStat.note(EduStat.tell(remark), EduStat.STOP)),
      nextYear(v, told),
      (v.flags ?? []).map((id) => { const flag = EduStat.known.flags.get(id); return EduStat.note(`${flag.icon} ${t(flag.word)}${EduStat.COLON}${t(flag.says)}${EduStat.STOP}`); }),
      test.text && h("p", { class: "note lawtext" }, `${EduStat.english() ? t(test.law) : `《${test.law}》`}${EduStat.english() ? ", " : ""}${t(test.article ?? "")}${test.verify ? t("（待核）") : ""}${EduStat.COLON}${t(test.text)}`),
      h("p", { class: "note" }, EduStat.signed()));
  };

  /** Printed numbers and formulas with real minus signs. */
  EduStat.typeset = (text) => text.replace(/(?<![\d\w])-(?=[\d.])/g, "−");

  function key(v) {
    const one = (term, text, words) => text && h("div", null, h("dt", null, term), h("dd", { class: words ? "words" : null }, text));
    return h("dl", { class: "key" }, numbers.absent(v.gap) ? null : one(EduStat.gapWord(v), EduStat.gap(v)), one(t("需增拨"), EduStat.shortfall(v)), one(t("还缺"), EduStat.lacking(v)),
      v.missing?.length > 0 && one(t("缺少"), EduStat.listed(v.missing.map(EduStat.tell)), true));
  }

  /** Both growths as bars from zero and the gap between them; none when a side is missing. */
  function bars(sides, v) {
    const growths = sides.map((side) => side.growth).filter((growth) => !numbers.absent(growth));
    if (!EduStat.testOf(v).right_indicator || growths.length !== 2) return null;
    const [low, high] = [Math.min(0, ...growths), Math.max(0, ...growths)], span = high - low || 1;
    const rows = [...sides.map((side, i) => [EduStat.indicator(side.indicator), numbers.percent(side.growth), 0, side.growth, i ? "second" : ""]), ["", t("差 {gap}", { gap: EduStat.gap(v) }), ...growths, "gap"]];
    return h("div", { class: "bars", role: "img", "aria-label": rows.map(([name, text]) => `${name} ${text}`.trim()).join(EduStat.SEMICOLON) }, rows.map(([name, text, a, b, kind]) =>
      h("div", { class: `bar ${kind}`, "aria-hidden": "true" }, h("span", { class: "name" }, name), h("span", { class: "track" }, h("b", { style: `left:${(100 * (Math.min(a, b) - low)) / span}%;width:${(100 * Math.abs(b - a)) / span}%` })), h("span", { class: "text" }, text))));
  }

  function sideOf(side, count, data, evidence, v) {
    const declared = EduStat.known.indicators.get(side.indicator) ?? {};
    const kind = declared.change || "relative";
    const [year, level] = [side.year ?? v.year, side.level ?? v.level];
    const row = EduStat.rows(data?.series?.find((one) => one.indicator === side.indicator && one.level === level)).find((each) => each.year === year && each.release === (side.release ?? v.release)) ?? {};
    const whole = { ...row, ...Object.fromEntries(Object.entries(side).filter(([, value]) => value !== null)) };
    const value = numbers.value(whole.value ?? null, whole.unit ?? declared.unit ?? "", declared.decimals ?? 2);
    const growth = numbers.absent(whole.growth) ? numbers.ABSENT : numbers.change(whole.growth, kind, numbers.digits(whole.growth));
    const cells = side.cells ? side.cells.map((cell) => [cell.part, cell.label, cell.value, cell.unit, cell.printed, cell.delivery_id, cell.sheet, cell.cell]) : evidence?.cells?.[`${side.indicator}|${level}|${year}|${row.release}`] ?? [];
    const files = side.cells ? Object.fromEntries(cells.map((cell) => [cell[5], cell[5]])) : evidence?.deliveries ?? [];
    const beside = numbers.absent(whole.raw_growth) || (!numbers.absent(whole.growth) && Math.abs(whole.raw_growth - whole.growth) < 0.005) ? "" : t("直接相除 {growth}", { growth: numbers.change(whole.raw_growth, kind) });
    const { norm } = side;
    return h("section", null, h("h3", null, EduStat.indicator(side.indicator)),
      norm ? h("p", { class: "growth" }, h("b", null, value), h("span", { class: "beside" }, norm.met === null || norm.met === undefined ? "" : norm.met ? "✓ " : "✕ ", t("标准 {norm}", { norm: `${EduStat.known.words.operators?.[norm.operator] ?? norm.operator} ${numbers.all(norm.value)}${t(norm.unit ?? "")}` })))
        : count > 1 && h("p", { class: "growth" }, h("b", null, growth), beside && h("span", { class: "beside" }, beside)),
      h("p", { class: "quiet" }, rests(whole) || (!norm && t(EduStat.known.words.growth_basis?.[whole.growth_basis] ?? "")) || ""),
      cells.length ? EduStat.inputs(cells, files, false) : !rests(whole) && h("p", { class: "quiet" }, t("没有报送件给出这个数。")));
  }

  /** What a sum of children rests on: numerator, denominator and coverage. */
  function rests(row) {
    if (row.basis !== "rolled_up") return "";
    const parts = [row.numerator, row.denominator].filter((each) => !numbers.absent(each)).map(numbers.all).join(" ÷ ");
    const share = numbers.plain(100 * (row.coverage ?? 0), 1);
    return parts ? t("由所辖学校、地区汇总：{parts}，覆盖率 {share}%", { parts, share }) : t("由所辖学校、地区汇总，覆盖率 {share}%", { share });
  }

  /** What next year asks, with a slider for the growth that is assumed. */
  function nextYear(v, { next_year: need }) {
    if (!need) return null;
    const said = (growth) => {
      const needed = need.more === null || need.more === undefined ? need.needed : need.amount * (1 + growth / 100);
      const fields = { year: v.year + 1, growth: numbers.plain(growth, 1), needed: numbers.money(needed), before: v.year };
      const more = numbers.absent(need.more) ? "" : t("（比 {before} 年多 {more}）", { before: v.year, more: numbers.money(needed - need.amount) });
      if (numbers.absent(need.more)) return t(need.strictly ? "{year} 年学生数不变时，这一项须高于 {needed}。" : "{year} 年学生数不变时，这一项须不低于 {needed}。", fields);
      return t(need.strictly ? "{year} 年收入或支出增长 {growth}% 时，这一项须高于 {needed}{more}。" : "{year} 年收入或支出增长 {growth}% 时，这一项须不低于 {needed}{more}。", { ...fields, more });
    };
    const text = h("span", { "aria-live": "polite" }, said(need.growth ?? 0));
    if (numbers.absent(need.more)) return h("p", { class: "note" }, text);
    return h("p", { class: "note next" }, text, h("label", null, t("假定增长"), h("input", { type: "range", min: -5, max: 15, step: 0.5, value: need.growth ?? 0, oninput: (event) => (text.textContent = said(Number(event.target.value))) })));
  }
}
