/* The money: from last year to this year by source, its share of the economy and of all spending, totals and growth. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const TOTALS = ["education_funding_total", "fiscal_funding_total", "budget_education_total"];
  const SHARES = ["fiscal_gdp_share", "budget_education_share", "education_expenditure_share"];

  EduStat.screen("funding", async ({ region, year: asked }) => {
    const [data] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.learnDeliveries()]);
    const about = { regions: EduStat.withPages(), example: EduStat.example(region) };
    const wanted = [...TOTALS, ...SHARES];
    const found = data ? wanted.filter((id) => EduStat.series(data, id, "all")) : [];
    if (!found.length) return { ...about, title: t("{name}：没有经费数据", { name: EduStat.place(region) }), honesty: t("本级和下级的报送件都没有经费总额与占比；可换一个地区。"), body: [elsewhere()] };
    const years = EduStat.sourceYears(data, EduStat.known.charts.get("sources").indicators);
    const year = years.includes(asked) ? asked : (years[0] ?? null);
    return {
      ...about, ...headline(data, found, year), year, years: years.length > 1 ? years : null, releases: EduStat.releasesOf(data, found),
      honesty: EduStat.honestyOf(data, wanted.map((id) => [id]), EduStat.without(data, wanted.map((id) => [id])).map(([id]) => EduStat.indicator(id))),
      body: [
        EduStat.keyFigures(data, wanted.map((id) => [id]), year),
        !years.length && EduStat.note(t("没有可比的两年总投入与来源，不能画出按来源的变动。")),
        EduStat.declaredCharts("funding", data, { year }), EduStat.undrawn("funding", data),
      ],
    };
  });

  /** The total (or what stands nearest to it) and how it moved; then the shares. */
  function headline(data, found, year) {
    const first = TOTALS.find((id) => found.includes(id)) ?? found[0];
    const main = year ? EduStat.sourceTotal(data, EduStat.known.charts.get("sources").indicators, year) : EduStat.latest(data, first, "all");
    const { one, row } = main;
    const fields = { name: EduStat.place(data.region), year: row.year, what: EduStat.named(one.indicator), value: numbers.value(row.value, one.unit, one.indicator.decimals ?? 2) };
    const title = numbers.absent(row.growth) ? t("{name} {year} 年{what} {value}", fields) : t("{name} {year} 年{what} {value}，{moved}", { ...fields, moved: EduStat.moved(main) });
    const shares = SHARES.filter((id) => found.includes(id)).map((id) => EduStat.latest(data, id, "all", year)).filter(Boolean);
    const sentence = (each) => [t("{year} 年", { year: each.row.year }), EduStat.english() ? ": " : "", EduStat.named(each.one.indicator), " ", EduStat.valueOf(each), numbers.absent(each.row.growth) ? "" : [EduStat.COMMA, EduStat.moved(each)]];
    return { title, lead: shares.length ? [shares.map((each, i) => [i ? EduStat.SEMICOLON : "", sentence(each)]), EduStat.STOP] : null };
  }

  const elsewhere = () => h("p", null, h("a", { href: EduStat.link("coverage") }, t("看哪些地区有哪些指标")));
}
