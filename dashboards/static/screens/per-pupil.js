/* Money per pupil by level: three measures, in nominal, real or index terms, and what lay behind the change. */
"use strict";
{
  const { h, t } = EduStat;
  const MEASURES = ["per_pupil_funding", "per_pupil_operating", "per_pupil_public"];
  const LEVELS = ["kindergarten", "primary", "junior", "senior", "vocational", "higher", "all"];

  EduStat.screen("per-pupil", async ({ region, year: asked, state }) => {
    const [data] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.learnDeliveries()]);
    const about = { regions: EduStat.withPages(), example: EduStat.example(region), releases: EduStat.releasesOf(data, MEASURES) };
    const series = (id) => (data ? LEVELS.map((level) => EduStat.series(data, id, level)).filter(Boolean) : []);
    const present = MEASURES.filter((id) => series(id).length);
    if (!present.length) return { ...about, title: t("{name}：没有生均经费数据", { name: EduStat.place(region) }), honesty: t("报送件没有给出生均经费，也没有可以相除的经费与学生数。"), body: [h("p", null, h("a", { href: EduStat.link("coverage") }, t("看哪些地区有哪些指标")))] };
    const of = present.includes(state.of) ? state.of : present[0], lines = series(of);
    const bases = EduStat.baseYears(lines), base = bases.includes(Number(state.base)) ? Number(state.base) : firstCommon(lines, bases);
    const real = lines.some(EduStat.realTerms), long = lines.some((one) => one.points.length >= 3);
    const how = state.in === "real" && real ? "real" : state.in === "index" && long ? "index" : null;
    const { years, year } = EduStat.partable(data, of, LEVELS, asked);
    const charts = EduStat.declaredCharts("per-pupil", data, { only: [of], how, base, year });
    const pairsOf = (id) => LEVELS.map((level) => [id, level]), unknown = EduStat.without(data, pairsOf(of)).map(([, level]) => level);
    const missing = [...MEASURES.filter((id) => EduStat.without(data, pairsOf(id)).length === LEVELS.length).map(EduStat.indicator), ...unknown.filter((level) => level !== "all").map(EduStat.level)];
    return {
      ...about, title: title(region, of, lines), honesty: EduStat.honestyOf(data, pairsOf(of), missing), year: year ?? null, years: years.length > 1 ? years : null,
      picks: how === "index" ? [basePicker(bases, base)] : [],
      body: [
        EduStat.choices(t("哪一种生均经费"), present.map((id) => [id, t({ per_pupil_funding: "生均教育经费", per_pupil_operating: "生均教育事业费", per_pupil_public: "生均公用经费" }[id])]), "of", of),
        long && EduStat.choices(t("怎样比较"), [["", t("名义值")], ...(real ? [["real", t("实际值（扣除价格）")]] : []), ["index", t("指数")]], "in", how ?? ""),
        !real && EduStat.note(t("没有居民消费价格指数，不能换算实际值。")),
        EduStat.keyFigures(data, LEVELS.map((level) => [of, level]), null, ({ one }) => EduStat.level(one.level)),
        charts.length ? charts : EduStat.note(t("只有一年的数，也没有同一文件所列的上年数，画不出变化。")),
        !years.length && EduStat.note(t("不能分解为经费与学生两个因素：报送件只给出生均数，没有两年的经费与学生数。")),
      ],
    };
  });

  /** How many levels rose and fell in the newest year; what all levels together did where only that is told. */
  function title(region, of, lines) {
    const year = Math.max(...lines.map((one) => one.last.year)), newest = lines.filter((one) => one.last.year === year), told = newest.filter((one) => one.last.growth !== null && one.level !== "all");
    const [whole] = newest.filter((one) => one.level === "all" && one.last.growth !== null);
    const fields = { name: EduStat.place(region), year, what: EduStat.indicator(of), n: told.length, fell: told.filter((one) => one.last.growth < 0).length };
    if (!told.length && whole) return t("{name} {year} 年{what} {value}，{moved}", { ...fields, value: EduStat.numbers.value(whole.last.value, whole.unit), moved: EduStat.moved({ one: whole, row: whole.last }) });
    if (!told.length) return t("{name} {year} 年{what}：没有可比的上年数", fields);
    return fields.fell ? t("{name} {year} 年{what}：{n} 个学段中 {fell} 个下降", fields) : t("{name} {year} 年{what}：{n} 个学段无一下降", fields);
  }

  /** The first year that most levels have, so that few panels stay empty. */
  function firstCommon(lines, bases) {
    const count = (year) => lines.filter((one) => one.points.some(([each]) => each === year)).length, most = Math.max(...bases.map(count));
    return [...bases].reverse().find((year) => count(year) === most);
  }

  function basePicker(bases, base) {
    const select = h("select", { id: "pick-base", onchange: (event) => EduStat.state.set({ base: event.target.value }) }, bases.map((year) => h("option", { value: String(year), selected: year === base }, t("{year} 年", { year }))));
    return h("label", { class: "pick" }, h("span", null, t("基年＝100")), select);
  }
}
