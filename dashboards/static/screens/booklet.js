/* One region's booklet for paper: summary, every verdict's card of the year, the charts of all screens; made to be printed. */
"use strict";
{
  const { h, t } = EduStat;

  EduStat.screen("booklet", async ({ region, year: asked }) => {
    const [data, evidence] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.wish(`evidence/${region}`), EduStat.learnDeliveries()]);
    const every = data ? EduStat.verdicts(data) : [];
    const years = [...new Set(every.map((v) => v.year))].sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : null;
    const now = (year ? every.filter((v) => v.year === year) : newestOfEachView(every)).sort(byTest);
    const failed = now.filter((v) => v.verdict === "fail").length;
    const told = (v) => evidence?.verdicts?.[`${v.test}|${v.level}|${v.year}|${v.release}`] ?? { sides: [] };
    const judgedNow = now.filter((v) => v.verdict !== "insufficient");
    const cards = judgedNow.filter((v) => v.verdict !== "pass" || v.flags?.includes("marginal"));
    const passed = judgedNow.length - cards.length;
    const charts = data ? [...EduStat.known.screens.keys()].flatMap((screen) => EduStat.declaredCharts(screen, data)) : [];
    paper(region, year);
    return {
      title: now.length ? t("{name} {year}：{n} 项检验，{failed} 项不达标", { name: EduStat.place(region), year: year ? t("{year} 年", { year }) : t("最近一年"), n: now.length, failed }) : t("{name}：地区分册", { name: EduStat.place(region) }),
      year, years, regions: EduStat.withPages(), example: EduStat.example(region), honesty: now.length ? EduStat.honesty(now) : null,
      body: [
        now.length > 0 && EduStat.part(t("结论一览"), null, summary(now)),
        now.length > 0 && h("section", { class: "part booklet" }, h("h2", null, t("证据卡")), cards.map((v) => EduStat.evidenceCard(v, told(v), data, evidence)), passed > 0 && EduStat.note(t("另有 {n} 项达标，列在结论一览；其证据卡见页面。", { n: passed })), lacking(now)),
        charts.length > 0 && h("section", { class: "part booklet" }, h("h2", null, t("趋势")), charts),
      ],
    };
  });

  /** Duties of different kinds are judged in different years: of each view its newest judged one. */
  function newestOfEachView(every) {
    const views = Map.groupBy(every, EduStat.viewOf);
    return [...views.values()].flatMap((verdicts) => {
      const judged = verdicts.filter((v) => v.verdict !== "insufficient").map((v) => v.year);
      const newest = Math.max(...(judged.length ? judged : verdicts.map((v) => v.year)));
      return verdicts.filter((v) => v.year === newest);
    });
  }

  const byTest = (a, b) => EduStat.testOf(a).place - EduStat.testOf(b).place || [...EduStat.known.levels.keys()].indexOf(a.level) - [...EduStat.known.levels.keys()].indexOf(b.level);

  function summary(now) {
    return EduStat.table({ name: t("结论一览"), class: "whole", download: false, head: [t("法定检验"), t("年份"), t("学段"), t("结论"), t("差距"), t("需增拨")],
      rows: now.map((v) => [EduStat.named(EduStat.testOf(v), "title"), { text: String(v.year), class: "n" }, EduStat.level(v.level), { text: h("span", null, EduStat.sign(v.verdict), (v.flags ?? []).map(EduStat.flag)), value: v.verdict }, { text: EduStat.gap(v), value: v.gap, class: "n" }, { text: EduStat.shortfall(v), value: v.shortfall, class: "n" }]) });
  }

  /** What could not be judged needs no card: one line each, with what is missing. */
  function lacking(now) {
    const unknown = now.filter((v) => v.verdict === "insufficient");
    return unknown.length > 0 && h("section", { class: "lacking" }, h("h3", null, t("数据不足")), h("ul", null, unknown.map((v) => h("li", null, EduStat.named(EduStat.testOf(v), "title"), v.level === "all" ? "" : ` ${EduStat.level(v.level)}`, EduStat.COLON, t("缺少：{what}", { what: EduStat.listed((v.missing ?? []).map(EduStat.tell)) })))));
  }

  /** Running head and foot of the printed pages: whose, which publication, page of pages, check digits. */
  function paper(region, year) {
    const { publication, sign_off: off } = EduStat.known.site;
    const quoted = (text) => `"${text.replace(/["\\\n]/g, " ")}"`;
    document.getElementById("paper")?.remove();
    const head = `${EduStat.place(region)} ${year ? t("{year} 年", { year }) : ""} · ${t("教育统计仓库")}`;
    const rules = `@page { size: A4; margin: 20mm 16mm 18mm; @top-left { content: ${quoted(head)}; font: 9pt var(--font); } @top-right { content: ${quoted(publication)}; font: 9pt var(--font); }
      @bottom-left { content: ${quoted(`${EduStat.known.site.made_at ?? ""} ${(off.digest ?? "").slice(0, 16)}`)}; font: 9pt var(--font); } @bottom-right { content: counter(page) " / " counter(pages); font: 9pt var(--font); } }`;
    document.head.append(h("style", { id: "paper" }, rules));
  }
}
