/* Who gets into school and stays: enrolment and retention against their targets, cohorts from entry to graduation, pupils. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const MAIN = [["nine_year_retention"], ["nine_year_completion"], ["gross_enrolment_rate", "kindergarten"], ["net_enrolment_rate", "primary"], ["net_enrolment_rate", "junior"], ["upper_secondary_gross_rate"], ["junior_retention", "junior"], ["junior_retention_b", "junior"], ["gross_enrolment_rate", "higher"], ["pupils_total", "primary"], ["pupils_total", "junior"]];
  const KEY = 6, ASKED = [["nine_year_retention"], ["gross_enrolment_rate", "kindergarten"], ["net_enrolment_rate", "primary"], ["upper_secondary_gross_rate"]];

  EduStat.screen("access", async ({ region, year: asked }) => {
    const [data] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.learnDeliveries()]);
    const about = { regions: EduStat.withPages(), example: EduStat.example(region), releases: EduStat.releasesOf(data, MAIN.map(([id]) => id)) };
    const found = data ? MAIN.filter(([id, level = "all"]) => EduStat.series(data, id, level)) : [];
    if (!found.length) return { ...about, title: t("{name}：没有入学与巩固数据", { name: EduStat.place(region) }), honesty: t("报送件没有给出入学率、巩固率和学生数。"), body: [h("p", null, h("a", { href: EduStat.link("coverage") }, t("看哪些地区有哪些指标")))] };
    const cohorts = EduStat.known.pages.charts.filter((chart) => chart.kind === "cohort");
    const years = [...new Set(cohorts.flatMap((chart) => EduStat.cohortYears(data, chart)))].sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : (years[0] ?? null);
    const lacking = EduStat.without(data, ASKED).map(([id, level]) => EduStat.atLevel(EduStat.known.indicators.get(id), level));
    return {
      ...about, title: title(data, found), year, years: years.length > 1 ? years : null, honesty: EduStat.honestyOf(data, MAIN, lacking),
      body: [
        EduStat.keyFigures(data, found.slice(0, KEY)),
        !years.length && EduStat.note(t("没有可以追踪的一届：缺入学那一年的招生数或毕业生数。")),
        EduStat.declaredCharts("access", data, { year }), EduStat.undrawn("access", data),
      ],
    };
  });

  /** The main rate, how it moved, and whether it is above 100 %. */
  function title(data, found) {
    const main = EduStat.latest(data, ...found[0].concat("all").slice(0, 2)), { one, row } = main;
    const fields = { name: EduStat.place(data.region), year: row.year, what: EduStat.atLevel(one.indicator, one.level), value: numbers.value(row.value, one.unit, one.indicator.decimals ?? 2) };
    return numbers.absent(row.growth) ? t("{name} {year} 年{what} {value}", fields) : t("{name} {year} 年{what} {value}，{moved}", { ...fields, moved: EduStat.moved(main) });
  }
}
