/* The evidence card of one verdict: both sides, the gap, the formula with its numbers, the law, every source cell; one A4 page. */
"use strict";
{
  const { h, t, numbers } = EduStat;

  EduStat.screen("card", async ({ region, year, state }) => {
    const [test, level] = (state.card ?? "").split("|");
    const [data, evidence] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.wish(`evidence/${region}`), EduStat.learnDeliveries()]);
    const every = EduStat.rows(data?.verdicts).filter((v) => v.test === test && v.level === level);
    const v = EduStat.newest(every.filter((one) => one.year === year), () => "")[0];
    if (!v) return { title: t("没有这一项结论"), body: [h("p", null, h("a", { href: EduStat.link("matrix") }, t("到法定检验矩阵")))] };
    const told = evidence?.verdicts?.[`${test}|${level}|${year}|${v.release}`] ?? { sides: [] };
    const years = [...new Set(every.map((one) => one.year))].sort((a, b) => b - a);
    const declared = EduStat.known.tests.get(test);
    const name = EduStat.named(declared, "title");
    return {
      title: `${EduStat.whose(v)} ${t("{year} 年", { year })}${EduStat.COLON}${name}`, year, years, example: EduStat.example(region),
      path: [h("a", { href: EduStat.link("matrix") }, t("法定检验矩阵")), " › ", h("a", { href: EduStat.link("region") }, EduStat.place(region))],
      honesty: EduStat.honesty([v]),
      body: [EduStat.evidenceCard(v, told, data, evidence), history(every, year)],
    };
  });

  /** The verdict over the years, and over the releases of this year. */
  function history(every, year) {
    const byYear = EduStat.newest(every, (v) => v.year).sort((a, b) => a.year - b.year);
    const releases = every.filter((v) => v.year === year).sort((a, b) => EduStat.rank(a.release) - EduStat.rank(b.release));
    const step = (v, text) => h("li", { class: v.year === year ? "now" : null }, h("a", { href: EduStat.cardOf(v) }, text), EduStat.sign(v.verdict), h("span", { class: "quiet" }, EduStat.gap(v)));
    return [
      releases.length > 1 && EduStat.part(t("各版次的结论"), null, h("ol", { class: "steps" }, releases.map((v) => step(v, EduStat.release(v.release))))),
      byYear.length > 1 && EduStat.part(t("历年结论"), null, h("ol", { class: "steps" }, byYear.map((v) => step(v, String(v.year))))),
    ];
  }
}
