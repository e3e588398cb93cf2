/* What the screens of one subject (classes, teachers, facilities) share: figures against standards, trends, regions ranked. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const MOST = 4; // missing indicators that are named

  /** {screen, what, wanted: [indicator…], ranked: [[indicator, level]…], more(data, year)} and a place → what a screen gives. */
  EduStat.subject = async ({ screen, what, wanted, ranked, more }, { region, year: asked }) => {
    const [data] = await Promise.all([EduStat.known.regions.get(region)?.page ? EduStat.wish(`regions/${region}`) : null, EduStat.learnDeliveries()]);
    const about = { regions: EduStat.withPages(true), example: EduStat.example(region) };
    const levelsOf = (id) => EduStat.levelsOf(id).map((level) => [id, level]), pairs = wanted.flatMap(levelsOf);
    const series = data ? pairs.map(([id, level]) => EduStat.series(data, id, level)).filter(Boolean) : [];
    const others = await compared(region, ranked, asked);
    if (!series.length) return { ...about, title: t("{name}：本级没有{what}数据", { name: EduStat.place(region), what }), honesty: t("本级和下级的报送件都没有给出这一页的指标；可换一个地区。"), body: [others, await where(wanted)] };
    const years = [...new Set(series.flatMap((one) => one.shown.map((row) => row.year)))].sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : years[0];
    const lacking = wanted.filter((id) => EduStat.without(data, levelsOf(id)).length === levelsOf(id).length).map(EduStat.indicator);
    return {
      ...about, ...headline(region, what, data, pairs, year), year, years, releases: [...EduStat.known.releases.keys()].filter((id) => series.some((one) => one.rows.some((row) => row.release === id))),
      honesty: EduStat.honestyOf(data, pairs, lacking.length > MOST ? [t("{names}等，共 {n} 项", { names: EduStat.listed(lacking.slice(0, MOST)), n: lacking.length })] : lacking),
      body: [standards(data, pairs, year), more?.(data, year), EduStat.declaredCharts(screen, data, { year }), EduStat.undrawn(screen, data), others],
    };
  };

  /** Figures with a standard; the others folded, or open where no figure has one. */
  function standards(data, pairs, year) {
    const judged = ([id, level]) => { const found = EduStat.latest(data, id, level, year); return found && EduStat.normsFor(id, level, found.row.year, data.region).length > 0; };
    const [with_, without] = [pairs.filter(judged), pairs.filter((pair) => !judged(pair))].map((some) => EduStat.bullets(data, some, year));
    return EduStat.part(t("现状与标准"), t("{year} 年或此前最近一年；是否履行法定职责见法定检验", { year }), with_, without && h("details", { class: "behind", open: with_ === null }, h("summary", null, t("没有标准的指标")), without));
  }

  EduStat.levelsOf = (id) => EduStat.known.indicators.get(id)?.levels ?? [];

  /** How many of the standards are reached; where there is none, what moved. */
  function headline(region, what, data, pairs, year) {
    const latest = pairs.map(([id, level]) => EduStat.latest(data, id, level, year)).filter(Boolean);
    const judged = latest.map((each) => ({ ...each, norms: EduStat.normsFor(each.one.indicator.id, each.one.level, each.row.year, region) })).filter(({ norms }) => norms.length);
    const missed = judged.filter(({ row, norms }) => !norms.every((norm) => EduStat.meets(row.value, norm)));
    const name = ({ one, row }) => `${EduStat.atLevel(one.indicator, one.level)} ${numbers.value(row.value, one.unit, one.indicator.decimals ?? 2)}`;
    const fields = { name: EduStat.place(region), year, what, n: judged.length, missed: missed.length };
    if (judged.length) return { title: missed.length ? t("{name} {year} 年{what}：{n} 项标准中 {missed} 项未达到", fields) : t("{name} {year} 年{what}：{n} 项标准都达到", fields), lead: missed.length ? t("未达到的：{names}。", { names: EduStat.listed(missed.map(name)) }) : null };
    const rose = latest.filter(({ row }) => row.growth > 0).length, moved = latest.filter(({ row }) => !numbers.absent(row.growth)).length;
    return { title: moved ? t("{name} {year} 年{what}：{n} 个可比数中 {up} 个升高", { ...fields, n: moved, up: rose }) : t("{name} {year} 年{what}", fields), lead: null };
  }

  /** The regions below (or beside) ranked by the first indicator that two of them have. */
  async function compared(region, ranked, asked) {
    const present = await EduStat.learnPresent();
    for (const [id, level] of ranked.filter(([each]) => present.has(each))) {
      const rows = EduStat.across(await EduStat.wish(`indicators/${id}`, {}), level);
      const codes = new Set((EduStat.known.below.get(region) ?? []).map((one) => one.code));
      const inside = rows.filter((row) => codes.has(row.region));
      const years = [...new Set(inside.map((row) => row.year))].sort((a, b) => b - a);
      const count = (when) => inside.filter((row) => row.year === when).length;
      const year = years.includes(asked) ? asked : years.find((when) => count(when) >= 0.5 * Math.max(...years.map(count)));
      if (!year || count(year) < 2) continue;
      const now = inside.filter((row) => row.year === year).map((row) => ({ ...row, previous: inside.find((other) => other.region === row.region && other.year === year - 1)?.value ?? null }));
      const one = EduStat.known.indicators.get(id);
      const high = now.reduce((a, b) => (b.value > a.value ? b : a));
      return EduStat.part(t("所辖地区"), null, EduStat.rankedFigure({ id: "ranked", indicator: one, level, year, rows: now, scope: region, chosen: null, norms: EduStat.normsFor(id, level, year, region),
        title: t("{level}{name}最高的是{place}", { level: level === "all" ? "" : EduStat.level(level), name: EduStat.named(one), place: EduStat.place(high.region) }) }));
    }
    return null;
  }

  /** Regions that have something of these indicators. */
  async function where(wanted) {
    const present = await EduStat.learnPresent();
    const id = wanted.find((each) => present.has(each));
    const codes = id ? [...new Set((await EduStat.wish(`indicators/${id}`, {})).region ?? [])] : [];
    return [codes.length > 0 && h("p", null, t("有数的地区："), codes.slice(0, 40).map((code) => [h("a", { href: EduStat.here({ region: code }) }, EduStat.place(code)), " "])), h("p", null, h("a", { href: EduStat.link("coverage") }, t("看哪些地区有哪些指标")))];
  }
}
