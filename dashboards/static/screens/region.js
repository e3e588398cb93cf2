/* One region: what was judged, its profile in sentences, its peers, the regions below it, its schools. */
"use strict";
{
  const { h, t, numbers } = EduStat;

  EduStat.screen("region", async ({ region, year: asked }) => {
    const [data, group] = await Promise.all([EduStat.wish(`regions/${region}`), EduStat.wish(`groups/${region}`), EduStat.learnDeliveries()]);
    const about = { regions: EduStat.withPages(true), example: EduStat.example(region), path: EduStat.trail(region, (code) => EduStat.link("region", { region: code, year: null })) };
    if (!data) return { ...about, title: t("{name}：没有本级数据", { name: EduStat.place(region) }), honesty: t("本级没有报送件和汇总数；下面是所辖地区。"), body: [below(region, group)] };
    const every = EduStat.verdicts(data);
    const years = [...new Set(every.map((v) => v.year))].sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : null;
    const now = year ? every.filter((v) => v.year === year) : newestOfEachView(every);
    const judged = now.some((v) => v.verdict !== "insufficient");
    return {
      ...about, title: title(data, now, judged), year, years: years.length > 1 ? years : null, latest: t("各组最近一年"), releases: EduStat.releasesOf(data), lead: standing(every, now),
      honesty: now.length ? EduStat.honesty(now) : EduStat.honestyOf(data, EduStat.known.pages.profile.trends.map(({ indicator, level }) => [indicator, level])),
      body: [
        EduStat.part(t("画像"), t("点击数字看来源"), sentences(data), trends(data)),
        now.length > 0 && EduStat.part(t("结论"), year ? t("{year} 年", { year }) : t("各组取最近一年"), summary(data, now)),
        below(region, group), later(region, data), schools(data),
      ],
    };
  });

  /** Duties of different kinds are judged in different years: of each view its newest judged one. */
  function newestOfEachView(every) {
    return [...Map.groupBy(every, EduStat.viewOf).values()].flatMap((verdicts) => {
      const known = verdicts.filter((v) => v.verdict !== "insufficient");
      const newest = Math.max(...(known.length ? known : verdicts).map((v) => v.year));
      return verdicts.filter((v) => v.year === newest);
    });
  }

  function title(data, now, judged) {
    const name = EduStat.place(data.region), failed = now.filter((v) => v.verdict === "fail").length;
    if (judged) return failed ? t("{name}：{n} 项检验，{failed} 项不达标", { name, n: now.length, failed }) : t("{name}：{n} 项检验无一不达标", { name, n: now.length });
    const main = EduStat.known.pages.profile.trends.map(({ indicator, level }) => EduStat.latest(data, indicator, level)).find((each) => each && !numbers.absent(each.row.growth));
    if (!main) return t("{name}：没有可以判定的检验", { name });
    return t("{name} {year} 年{what} {value}，{moved}", { name, year: main.row.year, what: EduStat.atLevel(main.one.indicator, main.one.level), value: numbers.value(main.row.value, main.one.unit, main.one.indicator.decimals ?? 2), moved: EduStat.moved(main) });
  }

  /** How the region stands against the year before, view by view. */
  function standing(every, now) {
    const told = EduStat.known.words.views.map((view) => {
      const of = now.filter((v) => EduStat.viewOf(v) === view && v.verdict !== "insufficient");
      if (!of.length) return null;
      const before = every.filter((v) => EduStat.viewOf(v) === view && v.year === of[0].year - 1 && v.verdict !== "insufficient");
      const failed = (verdicts) => verdicts.filter((v) => v.verdict === "fail").length, more = failed(of) - failed(before);
      const fields = { view: EduStat.named(view, "title"), year: of[0].year, n: of.length, failed: failed(of) };
      const step = before.length ? (more ? t(more > 0 ? "，比上年多 {n} 项" : "，比上年少 {n} 项", { n: Math.abs(more) }) : t("，与上年相同")) : "";
      return t("{view} {year} 年 {n} 项中 {failed} 项不达标{step}", { ...fields, step });
    }).filter(Boolean);
    return told.length ? told.join(EduStat.SEMICOLON) + EduStat.STOP : null;
  }

  /** Size, money, teachers in sentences; every number leads to its evidence. */
  function sentences(data) {
    const told = EduStat.known.pages.profile.sentences.map(({ title: heading, measures }) => {
      const found = measures.map(({ indicator, level }) => EduStat.latest(data, indicator, level)).filter(Boolean);
      const years = [...Map.groupBy(found, ({ row }) => row.year)].sort(([a], [b]) => b - a);
      return found.length ? h("div", null, h("dt", null, t(heading)), h("dd", null, years.map(([year, list], i) => [i ? EduStat.SEMICOLON : "", t("{year} 年", { year }), EduStat.english() ? ": " : "", list.map((each, k) => [k ? EduStat.COMMA : "", phrase(each)])]), EduStat.STOP)) : null;
    }).filter(Boolean);
    return told.length ? h("dl", { class: "profile" }, told) : h("p", { class: "quiet" }, t("还没有可以写成画像的数字。"));
  }

  function phrase(each) {
    const { one, row } = each;
    const grown = numbers.absent(row.growth) ? "" : h("span", { class: row.growth < 0 ? "moved down" : "moved up" }, EduStat.aside("", numbers.change(row.growth, one.indicator.change || "relative", numbers.digits(row.growth))));
    return [EduStat.atLevel(one.indicator, one.level), " ", EduStat.valueOf(each), grown];
  }

  /** Small lines of the series that are long enough, each leading to the screen that tells more. */
  function trends(data) {
    const found = EduStat.known.pages.profile.trends.map(({ indicator, level }) => EduStat.series(data, indicator, level)).filter((one) => one && one.points.length >= 3);
    const screen = ({ indicator }) => EduStat.known.pages.charts.find((chart) => chart.indicators.includes(indicator.id) && EduStat.known.screens.has(chart.screen))?.screen;
    const text = (one, value) => numbers.value(value, one.unit, one.unit === "元" ? 0 : (one.indicator.decimals ?? 2));
    const tile = (one) => {
      const name = EduStat.atLevel(one.indicator, one.level);
      const [[from, first], [to, last]] = [one.points[0], one.points.at(-1)];
      const inside = [h("span", { class: "name" }, name), EduStat.sparkline(one), h("span", { class: "small" }, `${from} ${text(one, first)} → ${to} ${text(one, last)}`), one.cuts.size ? h("span", { class: "small quiet" }, t("{years} 年起口径调整", { years: EduStat.spans(one.cuts.keys()) })) : null];
      return screen(one) ? h("a", { class: "trendlet", href: EduStat.link(screen(one)) }, inside) : h("div", { class: "trendlet" }, inside);
    };
    return found.length ? h("div", { class: "trendlets" }, found.map(tile)) : null;
  }

  function summary(data, now) {
    const views = EduStat.known.words.views.map((view) => [view, now.filter((v) => EduStat.viewOf(v) === view)]).filter(([, verdicts]) => verdicts.length);
    const families = (view, year) => (data.summaries ?? []).filter((one) => one.year === year && view.families.includes(one.family)).map((one) => h("tr", null, h("th", { scope: "row" }, EduStat.named(EduStat.known.families.get(one.family), "title")),
      h("td", null, EduStat.sign(one.summary, "summaries"), h("span", { class: "why" }, one.summary === "fail" ? EduStat.listed((one.failing ?? []).map(EduStat.tell)) : (one.conditions ?? []).map(EduStat.tell).join(EduStat.SEMICOLON)))));
    const kinds = (verdicts) => [...EduStat.known.verdicts.keys()].map((id) => [id, verdicts.filter((v) => v.verdict === id)]).filter(([, list]) => list.length);
    const line = ([test, verdicts]) => h("tr", null, h("th", { scope: "row" }, EduStat.short(EduStat.known.tests.get(test))), h("td", null, kinds(verdicts).map(([id, list]) => h("span", { class: "kind" }, EduStat.sign(id), list.map((v) => [" ", h("a", { href: EduStat.cardOf(v) }, v.level === "all" ? t("证据") : EduStat.level(v.level), numbers.absent(v.gap) ? "" : h("span", { class: "gap" }, ` ${EduStat.gap(v)}`))])))));
    const byPlace = (verdicts) => [...EduStat.known.tests.keys()].map((test) => [test, verdicts.filter((v) => v.test === test)]).filter(([, list]) => list.length);
    return [h("table", { class: "summary" }, views.map(([view, verdicts]) => h("tbody", null, h("tr", null, h("th", { scope: "rowgroup", colspan: 2, class: "view" }, EduStat.named(view, "title"), h("span", null, ` ${t("{year} 年", { year: verdicts[0].year })}　`, h("a", { href: EduStat.link("matrix", { view: view.id, year: null }) }, t("历年")))))
      , families(view, verdicts[0].year), byPlace(verdicts).map(line)))), h("p", { class: "more" }, h("a", { href: EduStat.link("booklet") }, t("可打印的地区分册，含全部证据卡与图")))];
  }

  /** The regions below as tiles: failed duties of the newest year; what was never judged is not called passed. */
  function below(region, group) {
    const children = (EduStat.known.below.get(region) ?? []).filter((one) => one.code !== region);
    if (!children.length) return null;
    const front = new Set(EduStat.known.words.front ?? []);
    const judged = new Set((group ? EduStat.verdicts(group) : []).filter((v) => v.verdict !== "insufficient" && v.region !== region && front.has(EduStat.testOf(v).family)).map((v) => v.region));
    const failing = children.filter((one) => one.failed).length;
    const said = (one) => (one.failed ? t("✕ {n} 项不达标", { n: one.failed }) : judged.has(one.code) ? t("无不达标项") : t("没有判定"));
    const tile = (one) => h("a", { class: one.failed ? "place fail" : "place", href: EduStat.link("region", { region: one.code, year: null }) }, h("b", null, EduStat.place(one.code)),
      h("span", null, said(one)), one.newest && h("span", { class: "quiet" }, t("{year} 年", { year: one.newest })));
    const beside = judged.size ? t("{n} 个中 {judged} 个最近一年有判定，{failing} 个有不达标项", { n: children.length, judged: judged.size, failing }) : t("{n} 个，都没有判定", { n: children.length });
    return EduStat.part(t("所辖地区"), beside, h("div", { class: "placetiles" }, children.map(tile)));
  }

  /** Peers need the values of other regions: they come after the page stands. */
  function later(region, data) {
    const place = h("section", { class: "part", id: "peers", "aria-live": "polite" }, h("h2", null, t("与最像的地区相比")), h("p", { class: "quiet" }, t("正在读取同类地区的数……")));
    EduStat.peersPart(region, data).then((node) => place.replaceChildren(...node));
    return place;
  }

  /** Schools with conditions not met, by level. */
  function schools(data) {
    const all = EduStat.rows(data.schools?.shortcomings);
    if (!all.length) return null;
    const year = Math.max(...all.map((one) => one.year)), rows = all.filter((one) => one.year === year), short = rows.filter((one) => one.missed?.length);
    const missed = (one) => one.missed.map((m) => `${EduStat.tell(m.indicator)} ${numbers.plain(m.value)}／${numbers.plain(m.norm)}${t(m.unit ?? "")}`).join(EduStat.SEMICOLON);
    const block = ([level, list]) => h("details", null, h("summary", null, `${EduStat.level(level)}　${t("{n} 校", { n: list.length })}`), EduStat.table({ name: t("学校条件 {level} {year}", { level: EduStat.level(level), year }), class: "schools", sortable: true,
      head: [t("学校"), t("达到"), t("应达"), t("未达到的条件（实际／标准）")], rows: list.map((one) => [one.name ?? one.school, one.met, one.asked, missed(one)]) }));
    return EduStat.part(t("学校条件"), t("{year} 年 · {n} 校（按学段计）中 {short} 校有未达到的条件", { year, n: rows.length, short: short.length }), [...Map.groupBy(short, (one) => one.level)].map(block));
  }
}
