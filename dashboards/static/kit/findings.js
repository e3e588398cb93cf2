/* A finding as everybody is told of it: what, where, found and expected, why, what follows, how to mend it, who and since when. */
"use strict";
{
  const { h, t } = EduStat;

  /** Word of a state of a delivery or a return. */
  EduStat.stateWord = (id) => t(EduStat.known.words.states[id] ?? id);

  /** Rows first…last (not included) of a long list that stands in blocks `<name>/<n>`. */
  EduStat.blockRows = async (name, { rows, block }, first, last) => {
    const end = Math.min(last, rows), numbers = [];
    for (let n = Math.floor(first / block); n * block < end; n++) numbers.push(n);
    const parts = await Promise.all(numbers.map((n) => EduStat.need(`${name}/${n}`)));
    return parts.flatMap((part, i) => EduStat.rows(part).map((row, k) => [numbers[i] * block + k, row])).filter(([at]) => first <= at && at < end).map(([, row]) => row);
  };

  /** Links to the pages of a long list; `key`: where the address holds which one is shown. */
  EduStat.pager = (page, pages, key = "page") => {
    if (pages < 2) return null;
    const near = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => 1 <= n && n <= pages);
    return h("nav", { class: "views pager", "aria-label": t("分页") }, near.map((n) => (n === page ? h("b", { "aria-current": "page" }, t("第 {n} 页", { n })) : h("a", { href: EduStat.here({ [key]: n === 1 ? null : n }) }, t("第 {n} 页", { n })))));
  };

  /** The whole message of one finding. */
  EduStat.finding = (row) => {
    const hard = row.severity === "hard";
    const told = (term, text, kind = null) => text !== null && text !== undefined && text !== "" && h("div", { class: kind }, h("dt", null, term), h("dd", null, text));
    const word = EduStat.known.words.finding_states[row.state];
    const owner = row.owner ?? EduStat.known.deliveries?.get(row.delivery_id)?.sender;
    return h("li", { class: "finding", id: row.finding_id },
      h("p", null, h("span", { class: `severity ${row.severity}` }, hard ? `✕ ${t("须更正")}` : `? ${t("须说明")}`), " ", EduStat.tell(row.message), row.held && [" ", EduStat.flag("held")], word && h("span", { class: `state ${row.state}` }, ` ${t(word)}`)),
      h("dl", { class: "told" },
        told(t("出处"), EduStat.cellLink(row.delivery_id, row.sheet, row.cell)), told(t("行与列"), [row.row_label, row.column_label].filter(Boolean).join(" ｜ "), "printed"),
        told(t("文件给出"), EduStat.tell(row.found ?? "")), told(t("应为"), EduStat.tell(row.expected ?? "")), told(t("相差"), EduStat.aside(EduStat.tell(row.difference ?? ""), row.rate)), told(t("涉及处数"), row.failures > 1 ? String(row.failures) : ""),
        told(t("可能原因"), EduStat.tell(row.cause_text ?? "")), told(t("影响"), EduStat.tell(row.effect ?? ""), "whole"), told(t("怎么改"), EduStat.tell(row.hint ?? "")), told(t("责任人"), owner, "printed"),
        told(t("上年说明"), row.last_reason, "printed"), told(t("答复"), EduStat.tell(row.answer ?? "")), told(t("规则"), h("a", { href: EduStat.link("dictionary", { find: row.rule }) }, [...new Set([row.rule, ...(row.rules ?? [])])].join(" ")))));
  };
}
