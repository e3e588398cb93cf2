/* The matrix of statutory tests: regions × tests, worst first; one region alone is shown years × tests. */
"use strict";
{
  const { h, t } = EduStat;

  EduStat.screen("matrix", async ({ region, year: asked, release, state }) => {
    const { views } = EduStat.known.words;
    const group = await EduStat.wish(`groups/${region}`);
    const all = group ? EduStat.verdicts(group) : [];
    const present = views.filter((view) => all.some((v) => EduStat.viewOf(v) === view));
    const view = present.find((one) => one.id === state.view) ?? present[0] ?? views[0];
    const judged = all.filter((v) => EduStat.viewOf(v) === view);
    const single = group && group.children.length === 1;
    const years = [...new Set(judged.map((v) => v.year))].sort((a, b) => b - a);
    const latest = judged.filter((v) => v.verdict !== "insufficient").map((v) => v.year);
    const year = years.includes(asked) ? asked : latest.length ? Math.max(...latest) : years[0];
    const shown = single ? judged : judged.filter((v) => v.year === year);
    const again = repeated(judged, year);
    const only = state.only === "again" && !single;
    const lines = rows(group, shown, single, state.sort).filter((line) => !only || again.has(line.region));
    const title = shown.length ? t("{name} {year}：{n} 项检验，{failed} 项不达标", { name: EduStat.place(region), year: single ? t("历年") : t("{year} 年", { year }), n: shown.length, failed: shown.filter((v) => v.verdict === "fail").length }) : t("法定检验矩阵");
    return {
      title, wide: true, year: single ? null : year, years: single ? null : years, regions: EduStat.withPages(true), releases: [...EduStat.known.releases.keys()].filter((id) => all.some((v) => v.release === id)), example: group && EduStat.example(group.code),
      honesty: shown.length ? EduStat.honesty(shown) : null,
      body: [
        EduStat.choices(t("一组检验"), present.map((one) => [one.id, EduStat.named(one, "title")]), "view", view.id),
        EduStat.note(t("每格：结论与差距。两项增长相比的检验，差距单位为百分点；生均与总额检验写比上年增长率；与标准相比的检验写离标准的余地。“—”表示这一学段不适用或没有判定；点击一格看证据。")),
        h("p", { class: "legend" }, [...EduStat.known.verdicts.keys()].map((id) => EduStat.sign(id))),
        !single && again.size > 0 && EduStat.choices(t("显示哪些"), [["", t("全部地区")], ["again", t("连续两年不达标（{n} 个）", { n: again.size })]], "only", only ? "again" : ""),
        shown.length ? grid(lines, shown, single) : h("p", { class: "quiet" }, t("还没有可以判定的数据。")),
        shown.length > 0 && h("p", { class: "tools" }, t("下载："), EduStat.downloads(title, ...table(lines, shown, single))),
      ],
    };
  });


  /** Regions that failed the same test at the same level in this year and in the one before. */
  function repeated(judged, year) {
    const failed = (when) => new Set(judged.filter((v) => v.year === when && v.verdict === "fail").map((v) => `${v.region}|${v.test}|${v.level}`));
    const before = failed(year - 1);
    return new Set([...failed(year)].filter((key) => before.has(key)).map((key) => key.split("|")[0]));
  }

  /** Lines of the matrix: the parent itself first, then most failed duties, then the widest gap; or by name. */
  function rows(group, shown, single, sort) {
    const found = Map.groupBy(shown, (v) => (single ? v.year : v.region));
    const lines = [...found].map(([key, verdicts]) => ({ key, region: verdicts[0].region, year: verdicts[0].year, verdicts: verdicts.sort(EduStat.worse), failed: verdicts.filter((v) => v.verdict === "fail").length }));
    if (single) return lines.sort((a, b) => b.key - a.key);
    const own = (line) => Number(line.region === group.code);
    if (sort === "name") return lines.sort((a, b) => own(b) - own(a) || a.region.localeCompare(b.region));
    return lines.sort((a, b) => own(b) - own(a) || b.failed - a.failed || EduStat.worse(a.verdicts[0], b.verdicts[0]));
  }

  /** Tests with their levels, in declared order, those of the whole region before those with a column per level. */
  function columns(shown) {
    const found = [...EduStat.known.tests.keys()].map((test) => [test, [...EduStat.known.levels.keys()].filter((level) => shown.some((v) => v.test === test && v.level === level))]).filter(([, levels]) => levels.length);
    return [...found.filter(([, levels]) => levels.length === 1), ...found.filter(([, levels]) => levels.length > 1)];
  }

  const gapOf = (v) => (v.gap_unit === "百分点" ? EduStat.numbers.signed(v.gap, EduStat.numbers.digits(v.gap)) : EduStat.gap(v));

  function cell(v) {
    if (!v) return h("td", { class: "none" }, "—");
    const sign = EduStat.known.verdicts.get(v.verdict);
    const missing = v.missing?.length ? t("缺少：{what}", { what: EduStat.listed(v.missing.map(EduStat.tell)) }) : null;
    return h("td", { class: v.verdict }, h("a", { href: EduStat.cardOf(v), title: missing }, h("span", null, h("i", { "aria-hidden": "true" }, sign.icon), t(sign.word)), EduStat.numbers.absent(v.gap) ? null : [" ", h("b", null, gapOf(v))],
      (v.flags ?? []).map((id) => { const flag = EduStat.known.flags.get(id); return h("em", { title: t(flag.says) }, `${flag.icon}${t(flag.word)}`); })));
  }

  const MOST = 18; // columns side by side

  /** Blocks that fit side by side, never cutting a test in two. */
  function blocks(all) {
    const parts = [[]];
    for (const column of all) {
      const width = parts.at(-1).reduce((sum, [, levels]) => sum + levels.length, 0);
      if (width && width + column[1].length > MOST) parts.push([]);
      parts.at(-1).push(column);
    }
    return parts;
  }

  function grid(lines, shown, single) {
    return blocks(columns(shown)).map((part) => {
      const width = part.reduce((sum, [, levels]) => sum + levels.length, 0);
      const first = single ? t("年份") : t("地区");
      const name = (line) => (single ? h("a", { href: EduStat.link("region", { year: line.key }) }, String(line.key)) : h("a", { href: EduStat.link("region", { region: line.region }) }, EduStat.place(line.region)));
      const of = (line, test, level) => line.verdicts.find((v) => v.test === test && v.level === level);
      const foot = ([test, levels]) => levels.map((level) => { const failed = lines.filter((line) => of(line, test, level)?.verdict === "fail").length; return h("td", null, failed ? `✕ ${failed}` : "0"); });
      return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("法定检验矩阵") }, h("table", { class: width > 10 ? "matrix dense" : "matrix" },
        h("thead", null,
          h("tr", null, h("th", { scope: "col", rowspan: 2 }, single ? first : h("a", { href: EduStat.here({ sort: EduStat.state.get("sort") === "name" ? null : "name" }) }, first)), part.map(([id, levels]) => { const test = EduStat.known.tests.get(id); return h("th", { scope: "colgroup", colspan: levels.length, title: EduStat.article(test) }, levels.length > 2 ? EduStat.named(test, "title") : EduStat.short(test)); })),
          h("tr", null, part.flatMap(([, levels]) => levels.map((level) => h("th", { scope: "col" }, EduStat.level(level)))))),
        h("tbody", null, lines.map((line) => h("tr", null, h("th", { scope: "row" }, name(line)), part.flatMap(([test, levels]) => levels.map((level) => cell(of(line, test, level))))))),
        h("tfoot", null, h("tr", null, h("th", { scope: "row" }, t("不达标")), part.flatMap(foot)))));
    });
  }

  /** The same for downloads: a line per verdict. */
  function table(lines, shown) {
    const head = [t("地区"), t("年份"), t("学段"), t("法定检验"), t("结论"), t("差距"), t("差距单位"), t("需增拨（万元）"), t("缺少"), t("版次")];
    return [head, lines.flatMap((line) => line.verdicts.map((v) => [EduStat.place(v.region), v.year, EduStat.level(v.level), EduStat.named(EduStat.testOf(v), "title"), t(EduStat.known.verdicts.get(v.verdict).word), v.gap, t(v.gap_unit ?? ""), v.shortfall, EduStat.listed((v.missing ?? []).map(EduStat.tell)), EduStat.release(v.release)]))];
  }
}
