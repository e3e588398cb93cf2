/* A number with its change in one place, sentences made of such numbers, and what a page of numbers has to admit. */
"use strict";
{
  const { h, t, numbers } = EduStat;

  /** A text with nodes in the place of its {names}. */
  EduStat.filled = (text, nodes) => text.split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? (nodes[part.slice(1, -1)] ?? "") : part));

  /** The newest row of an indicator with a value, not after `year`: a series as EduStat.series gives it, and that row. */
  EduStat.latest = (data, indicator, level, year = null) => {
    const one = EduStat.series(data, indicator, level);
    const row = one?.shown.filter((each) => !year || each.year <= year).at(-1);
    return row ? { one, row } : null;
  };

  /** The value of a row as a link to its evidence. */
  EduStat.valueOf = ({ one, row }) => EduStat.number(numbers.value(row.value, one.unit, one.indicator.decimals ?? 2), { region: one.region, indicator: one.indicator.id, level: one.level, ...row });

  /** The change of a row in words with its direction: blue up, amber down. */
  EduStat.changeOf = ({ one, row }) => {
    if (numbers.absent(row.growth)) return h("span", { class: "quiet" }, t("无可比的上年数"));
    const text = numbers.change(row.growth, one.indicator.change || "relative", numbers.digits(row.growth));
    return h("span", { class: row.growth < 0 ? "moved down" : "moved up" }, h("i", { "aria-hidden": "true" }, row.growth < 0 ? "↓" : row.growth > 0 ? "↑" : "→"), t("比上年 {change}", { change: text }));
  };

  /** The change of a row as a clause of a sentence. */
  EduStat.moved = ({ one, row }) => {
    const text = numbers.change(Math.abs(row.growth), one.indicator.change || "relative", numbers.digits(row.growth)).replace(/^\+/, "");
    if (!/[1-9]/.test(text)) return t("与上年基本持平");
    return one.indicator.change === "points" ? t(row.growth > 0 ? "比上年升高 {text}" : "比上年降低 {text}", { text }) : t(row.growth > 0 ? "比上年增长 {text}" : "比上年减少 {text}", { text });
  };

  const full = ({ one }) => EduStat.atLevel(one.indicator, one.level);

  /** A figure that is kept back from the reader of a bundle. */
  EduStat.withheld = () => h("abbr", { class: "withheld", title: t("人数过少或可由其推算，为保密不公布") }, numbers.WITHHELD);

  /** How many figures of [[indicator, level]…] are kept back. */
  EduStat.keptBack = (data, pairs) => pairs.reduce((n, [indicator, level = "all"]) => n + new Set(EduStat.rowsOf(data, indicator, level).filter((row) => row.withheld).map((row) => row.year)).size, 0);

  /** Those of [[indicator, level]…] of which no figure is known; one that is only kept back does not lack. */
  EduStat.without = (data, pairs) => pairs.filter(([indicator, level = "all"]) => !EduStat.series(data, indicator, level) && !EduStat.keptBack(data, [[indicator, level]]));

  /** Key figures of a region side by side: [[indicator, level]…]; those without a value are left out. */
  EduStat.keyFigures = (data, wanted, year = null, name = full) => {
    const found = wanted.map(([indicator, level = "all"]) => EduStat.latest(data, indicator, level, year)).filter(Boolean);
    return found.length ? h("dl", { class: "figures" }, found.map((each) => h("div", null, h("dt", null, name(each)), h("dd", { class: "value" }, EduStat.valueOf(each)),
      h("dd", { class: "small" }, EduStat.changeOf(each)), h("dd", { class: "small quiet" }, `${t("{year} 年", { year: each.row.year })} · ${EduStat.release(each.row.release)}`)))) : null;
  };

  /** One line about what a page of these [[indicator, level]…] does not know: what is lacking, summed below, doubted, held, or provisional. */
  EduStat.honestyOf = (data, pairs, lacking = []) => {
    const rows = pairs.map(([indicator, level = "all"]) => EduStat.series(data, indicator, level)).filter(Boolean).map((one) => one.last);
    const some = (n, text) => (n ? t(text, { n }) : null);
    const told = [
      lacking.length ? t("缺{names}", { names: EduStat.listed(lacking) }) : null,
      some(rows.filter((row) => row.basis === "rolled_up").length, t("{n} 个由下级汇总")),
      some(rows.filter((row) => row.doubted).length, t("{n} 个待说明")),
      some(rows.filter((row) => row.held).length, t("{n} 个暂不采用")),
      some(rows.filter((row) => row.release === "flash").length, t("{n} 个依快报")),
      some(EduStat.keptBack(data, pairs), t("另有 {n} 个数为保密不公布，写作“×”")),
      some(rows.filter((row) => row.growth_basis === "stated").length, t("{n} 个增长率照文件所列、未复算")),
    ].filter(Boolean);
    return [told.length ? t("本页 {n} 个系列的最新数：{told}", { n: rows.length, told: told.join(EduStat.english() ? "; " : "，") }) : t("本页 {n} 个系列的最新数，没有缺漏、汇总或待说明的", { n: rows.length }), EduStat.SEMICOLON, h("a", { href: EduStat.link("signing") }, EduStat.signed()), EduStat.STOP];
  };
}
