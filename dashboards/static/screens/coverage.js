/* Which region has which indicator in which year: of the regions below the share, of a region alone yes or no. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const MOST = 14; // years side by side

  EduStat.screen("coverage", async ({ region, state }) => {
    const known = EduStat.known.regions.get(region), parent = (EduStat.known.below.get(region) ?? []).some((one) => one.page), heads = parent && state.of !== "own";
    const about = { regions: EduStat.withPages(true), example: EduStat.example(region), wide: true, path: EduStat.path(region).length > 1 ? EduStat.trail(region, (code) => EduStat.here({ region: code })) : null };
    const all = heads ? fromBelow(await EduStat.wish(`coverage/${region}`)) : fromOwn(known?.page ? await EduStat.wish(`regions/${region}`) : null);
    if (!all.lines.length) return { ...about, body: parent ? [EduStat.choices(t("看哪些"), [["", t("所辖地区")], ["own", t("本级")]], "of", heads ? "" : "own")] : [], title: t("{name}：没有任何指标", { name: EduStat.place(region) }), honesty: t("本次发布没有这个地区的数。") };
    const last = Math.max(...all.lines.flatMap((line) => [...line.have.keys()])), first = Math.max(Math.min(...all.lines.flatMap((line) => [...line.have.keys()])), last - MOST + 1);
    const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const lacking = [...EduStat.known.indicators.values()].filter((one) => !all.lines.some((line) => line.one.id === one.id));
    const full = all.lines.filter((line) => [...line.have.values()].some((n) => n === all.children)).length;
    const title = heads ? t("{name}所辖 {n} 个地区：{have} 项指标有数，{full} 项有齐全的年份", { name: EduStat.place(region), n: all.children, have: all.lines.length, full }) : t("{name}：{all} 项指标中 {have} 项有数", { name: EduStat.place(region), all: EduStat.known.indicators.size, have: all.lines.length });
    const themes = Object.keys(EduStat.known.words.themes).filter((theme) => all.lines.some((line) => line.one.theme === theme));
    const theme = themes.includes(state.theme) ? state.theme : "";
    return {
      ...about, title,
      honesty: [heads ? t("每格：有数的地区数；底色越深，占 {n} 个地区的比例越高。点一格看是哪些地区、缺哪些。", { n: all.children }) : t("每格：✓ 有数。点一格看这个数。"), t("{n} 项指标没有数，列在页末。", { n: lacking.length }), first > Math.min(...all.lines.flatMap((line) => [...line.have.keys()])) ? t("更早的年份见各指标页。") : ""],
      body: [
        parent && known?.page && EduStat.choices(t("看哪些"), [["", t("所辖地区")], ["own", t("本级")]], "of", heads ? "" : "own"),
        EduStat.choices(t("主题"), [["", t("全部主题")], ...themes.map((id) => [id, t(EduStat.known.words.themes[id])])], "theme", theme),
        themes.filter((id) => !theme || id === theme).map((id) => EduStat.part(t(EduStat.known.words.themes[id]), null, grid(id, all.lines.filter((line) => line.one.theme === id), years, all.children, region, heads))),
        heads && EduStat.part(t("所辖地区"), null, h("p", null, EduStat.known.below.get(region).filter((one) => one.page || EduStat.known.below.has(one.code)).map((one) => [h("a", { href: EduStat.here({ region: one.code }) }, EduStat.place(one.code)), " "]))),
        lacking.length > 0 && EduStat.part(null, null, h("details", null, h("summary", null, t("没有数的指标 {n} 项", { n: lacking.length })), h("p", null, lacking.map((one) => [h("a", { href: EduStat.link("indicator", { indicator: one.id }) }, EduStat.named(one)), " "])))),
      ],
    };
  });

  /** {children, lines: [{one, have: year → number of regions}]} */
  function fromBelow(content) {
    const lines = (content?.indicators ?? []).map(({ indicator, first, have }) => ({ one: EduStat.known.indicators.get(indicator), have: new Map(have.map((n, i) => [first + i, n]).filter(([, n]) => n)) }));
    return { children: content?.children ?? 0, lines: lines.filter((line) => line.one) };
  }

  function fromOwn(data) {
    const found = new Map();
    for (const one of data?.series ?? []) for (const row of EduStat.rows(one)) if (row.value !== null) found.set(one.indicator, (found.get(one.indicator) ?? new Map()).set(row.year, 1));
    return { children: 1, lines: [...found].map(([id, have]) => ({ one: EduStat.known.indicators.get(id), have })).filter((line) => line.one) };
  }

  function grid(theme, lines, years, children, region, heads) {
    const cell = (line, year) => {
      const n = line.have.get(year) ?? 0;
      if (!n) return { text: "·", value: 0, class: "share0" };
      return { text: h("a", { href: EduStat.link("indicator", { indicator: line.one.id, year, region }), "aria-label": `${EduStat.named(line.one)} ${year} ${n}/${children}` }, heads ? String(n) : "✓"), value: n, class: `share${!heads ? 2 : n === children ? 4 : Math.ceil((3 * n) / children)}` };
    };
    return EduStat.table({ name: `${t("覆盖情况")} ${t(EduStat.known.words.themes[theme])}`, class: "coverage", head: [t("指标"), ...years.map(String)],
      rows: lines.map((line) => [h("a", { href: EduStat.link("indicator", { indicator: line.one.id }) }, EduStat.named(line.one)), ...years.map((year) => cell(line, year))]) });
  }
}
