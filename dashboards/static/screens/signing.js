/* Who signed what is published, what stands against signing, what a signature leaves out, and the journal of everything. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const PAGE = 50;

  EduStat.screen("signing", async ({ state }) => {
    const desk = await EduStat.need("quality");
    await EduStat.learnDeliveries();
    const { sign_off: off, counts } = EduStat.known.site;
    const awaited = off.roles.filter((role) => role.state !== "signed").map((role) => t(role.title));
    const page = Math.max(1, Number(state.page) || 1);
    const entries = await EduStat.blockRows("journal", desk.journal, (page - 1) * PAGE, page * PAGE);
    return {
      title: off.state === "partly" ? t("部分签发，待{who}签发", { who: EduStat.listed(awaited) }) : t(EduStat.known.words.signing[off.state]),
      honesty: t("签名绑定本次发布的数据、校验规则、标准及其他声明，其中任何一项变动，签发即不再适用。"),
      body: [roles(off), against(counts, off), leftOut(EduStat.rows(desk.left_out)), journal(off, entries), EduStat.pager(page, Math.ceil(desk.journal.rows / PAGE))],
    };
  });

  function roles({ roles: signers }) {
    const why = (role) => [t(EduStat.known.words.signing[role.state]), role.changed?.length ? t("此后{what}有变", { what: EduStat.listed(role.changed.map((part) => t(EduStat.known.words.signed_parts[part] ?? part))) }) : "", role.reason ?? ""].filter(Boolean).join(EduStat.COLON);
    return EduStat.table({ name: t("签发"), download: false, head: [t("签发人"), t("姓名"), t("签发日期"), t("状态")], rows: signers.map((role) => [t(role.title), { text: h("span", { class: "printed" }, role.name ?? numbers.ABSENT) }, role.day || numbers.ABSENT, { text: h("span", { class: role.reason ? "printed" : null }, why(role)) }]) });
  }

  function against({ hard = 0, soft_open: soft = 0 } = {}, { withheld }) {
    return EduStat.part(t("待处理的问题"), t("逻辑校验须更正，经验校验须更正或说明；签发时仍未处理的须逐一列明不在签发范围"), hard + soft ? h("p", null, h("a", { href: EduStat.link("quality") }, t("{hard} 个逻辑校验问题、{soft} 个经验校验问题", { hard, soft })), withheld ? t("，其中 {n} 个已列明不在签发范围", { n: withheld }) : "", EduStat.STOP) : h("p", { class: "quiet" }, t("没有待处理的问题。")));
  }

  function leftOut(rows) {
    if (!rows.length) return null;
    return EduStat.part(t("不在签发范围的问题"), t("{n} 个，所涉数字未经签发", { n: rows.length }), EduStat.table({ name: t("不在签发范围的问题"), head: [t("编号"), t("问题"), t("出处")], rows: rows.map((row) => [row.finding_id, EduStat.tell(row.message), { text: EduStat.cellLink(row.delivery_id, row.sheet, row.cell) }]) }));
  }

  function journal({ entries: count }, entries) {
    const at = (moment) => (moment ?? "").slice(0, 19).replace("T", " ");
    return EduStat.part(t("日志"), t("{n} 条，只增不改，每一条都带着前一条的校验码", { n: count }), EduStat.table({ name: t("日志"), class: "journal", head: [t("序号"), t("时间"), t("事项"), t("内容"), t("校验码")],
      rows: entries.map((entry) => [{ text: String(entry.position), value: entry.position }, at(entry.at), t(EduStat.known.words.entries[entry.kind] ?? entry.kind), EduStat.tell(entry.text), { text: h("span", { class: "hash" }, (entry.digest ?? "").slice(0, 16)), value: entry.digest }]) }),
      EduStat.note(h("a", { href: "../exports/journal.csv" }, t("全部日志（csv）"))));
  }
}
