/* The same quantity from two sources: both values, what they differ by, what was said of it. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const digits = (x) => (x === Math.round(x) ? 0 : 2);

  EduStat.screen("ledgers", async ({ state }) => {
    const desk = await EduStat.need("quality");
    await EduStat.learnDeliveries();
    const all = await EduStat.blockRows("ledgers", desk.ledgers, 0, Infinity);
    const parts = [false, true].filter((example) => all.some((row) => Boolean(row.example) === example));
    const example = parts.length > 1 ? state.part === "true" : Boolean(parts[0]);
    const pairs = all.filter((row) => Boolean(row.example) === example);
    const open = pairs.filter((row) => !row.within && row.state !== "explained").length;
    const only = state.only ?? "differ";
    const ledgers = [...Map.groupBy(pairs, (row) => `${row.ledger}|${row.measure}`).values()];
    return {
      title: open ? t("核对台账：{n} 对数相差超出容许差，尚未说明", { n: open }) : pairs.length ? t("核对台账：没有待说明的差额") : t("核对台账：还没有可核对的数"),
      example, honesty: [t("同一个数量的两个来源并列在此，两个数都保留，不相互替代。相差超出容许差的须说明一次；两个数不变时，说明一直沿用，任何一个数变动即失效。"), h("a", { href: "../exports/reconciliation.csv" }, t("全部各行"))],
      body: [
        parts.length > 1 && EduStat.choices(t("真实地区与示例"), [["false", t("真实地区")], ["true", t("示例数据")]], "part", String(example)),
        pairs.length > 0 && EduStat.choices(t("显示哪些"), [["differ", t("超出容许差的")], ["all", t("全部")]], "only", only),
        ledgers.map((rows) => ledger(rows, only)),
      ],
    };
  });

  function ledger(rows, only) {
    const [one] = rows, shown = only === "all" ? rows : rows.filter((row) => !row.within), agreed = rows.filter((row) => row.within).length;
    const unit = one.unit && !one.unit.startsWith(":") ? t("单位：{unit}", { unit: t(one.unit) }) : null;
    const name = `${EduStat.tell(one.title)}${EduStat.COLON}${EduStat.tell(one.left_name)} / ${EduStat.tell(one.right_name)}`;
    const side = (row, which) => ({ text: h("span", null, numbers.plain(row[`${which}_value`], digits(row[`${which}_value`])), h("br"), EduStat.cellLink(row[`${which}_delivery`], row[`${which}_sheet`], row[`${which}_cell`]), " ", h("span", { class: "where" }, EduStat.release(which === "left" ? row.release : row.right_release))), value: row[`${which}_value`] });
    const state = (row) => ({ text: h("span", null, h("span", { class: `state ${row.state}` }, t(EduStat.known.words.ledger_states[row.carried ? "carried" : row.state])), row.explanation && [h("br"), h("span", { class: "quiet printed" }, row.explanation)]), value: row.state });
    return EduStat.part(name, unit, h("p", { class: "quiet" }, t("责任人：{owner}。依据：{source}", { owner: EduStat.tell(one.owner ?? ""), source: EduStat.tell(one.source ?? "") }), " ", t("{n} 对相符。", { n: agreed })),
      shown.length > 0 && EduStat.table({ name, sortable: true, class: "ledger", head: [t("地区"), t("年份"), EduStat.tell(one.left_name), EduStat.tell(one.right_name), t("相差"), t("容许差"), t("状态")],
        rows: shown.map((row) => [EduStat.join(EduStat.known.regions.has(row.region) ? EduStat.place(row.region) : row.region_name, row.level === "all" ? "" : EduStat.level(row.level)), { text: String(row.year), value: row.year }, side(row, "left"), side(row, "right"),
          { text: numbers.signed(row.difference, digits(row.difference)), value: row.difference }, { text: numbers.plain(row.tolerance, digits(row.tolerance)), value: row.tolerance }, state(row)]) }));
  }
}
