/* The front page: one sheet for one region and year. What failed, by how much, since when, what it would cost, how far to trust it. */
"use strict";
{
  const { h, svg, t, numbers } = EduStat;
  const LINES = 5, YEARS = 10;

  EduStat.screen("index", async ({ region, year: asked }) => {
    const group = await EduStat.wish(`groups/${region}`);
    if (!group) return { title: t("还没有可以判定的数据"), honesty: t("请把报送件放入收件夹后运行。"), body: [findings(), places()], regions: EduStat.withPages(true) };
    const front = new Set(EduStat.known.words.views.filter((view) => view.front).flatMap((view) => view.families).concat(EduStat.known.words.front ?? []));
    const all = EduStat.verdicts(group);
    const told = all.filter((v) => front.has(EduStat.testOf(v).family));
    const judged = told.length ? told : all;
    const single = group.children.length === 1;
    const of = (v) => single || group.children.includes(v.region);
    const years = [...new Set(judged.map((v) => v.year))].sort((a, b) => b - a);
    const latest = Math.max(...judged.filter((v) => v.verdict !== "insufficient").map((v) => v.year), -Infinity);
    const year = years.includes(asked) ? asked : Number.isFinite(latest) ? latest : years[0];
    const now = judged.filter((v) => v.year === year && of(v)).sort(EduStat.worse);
    const before = judged.filter((v) => v.year === year - 1 && of(v));
    const tests = [...EduStat.known.tests.keys()].filter((id) => now.some((v) => v.test === id));
    return {
      title: headline(group, year, now, single), lead: lead(group, tests, now, before, single), honesty: EduStat.honesty(now),
      example: EduStat.example(group.code), year, years, regions: EduStat.withPages(true), releases: releases(all),
      body: [
        h("div", { class: "tiles" }, tests.map((id) => tile(group, id, year, judged, of, single))),
        others(all, judged, year, of),
        h("div", { class: "pair" },
          h("section", null, h("h2", null, t("需要您关注"), h("span", null, t("法定检验 · 先按缺口金额，再按差距"))), attention(now)),
          h("section", null, h("h2", null, t("数据质量"), h("span", null, t("数字本身须更正或核实，与是否达标分列"))), findings())),
        downloads(), places(),
      ],
    };
  });

  const releases = (verdicts) => [...EduStat.known.releases.keys()].filter((id) => verdicts.some((v) => v.release === id));

  /** The finding in one line: how many of the regions (of the duties, where there is one region) failed. */
  function headline(group, year, now, single) {
    const [name, failed] = [EduStat.place(group.code), now.filter((v) => v.verdict === "fail").length];
    if (single) return failed ? t("{name} {year} 年：{n} 项法定检验，{failed} 项不达标", { name, year, n: now.length, failed }) : t("{name} {year} 年：{n} 项法定检验无一不达标", { name, year, n: now.length });
    const regions = new Set(now.map((v) => v.region)), failing = new Set(now.filter((v) => v.verdict === "fail").map((v) => v.region));
    return failing.size ? t("{name} {year} 年：{n} 个地区中 {failed} 个有不达标项", { name, year, n: regions.size, failed: failing.size }) : t("{name} {year} 年：{n} 个地区的法定检验无一不达标", { name, year, n: regions.size });
  }

  /** Each duty in words, then whether it became better, then the money that closes everything. */
  function lead(group, tests, now, before, single) {
    const sentences = tests.map((id) => sentence(group, id, now.filter((v) => v.test === id), single));
    const failed = (verdicts) => verdicts.filter((v) => v.verdict === "fail").length;
    if (before.some((v) => v.verdict !== "insufficient")) {
      const moved = failed(now) - failed(before);
      sentences.push(moved ? t(moved > 0 ? "不达标比上年多 {n} 项" : "不达标比上年少 {n} 项", { n: Math.abs(moved) }) : t("不达标项数与上年相同"));
    }
    return sentences.join(EduStat.SEMICOLON) + EduStat.STOP;
  }

  function sentence(group, id, verdicts, single) {
    const short = EduStat.short(EduStat.known.tests.get(id)), failed = verdicts.filter((v) => v.verdict === "fail");
    if (!failed.length) {
      const unknown = verdicts.filter((v) => v.verdict === "insufficient");
      if (unknown.length === verdicts.length) return t("{test}：全部数据不足，缺{what}", { test: short, what: EduStat.listed((unknown[0].missing ?? []).map(EduStat.tell)) || t("比较数") });
      return unknown.length ? t("{test}：无不达标，{n} 项数据不足", { test: short, n: unknown.length }) : t("{test}：无不达标", { test: short });
    }
    const money = failed.reduce((sum, v) => sum + (v.shortfall ?? 0), 0);
    const worst = place(failed[0], single);
    const told = t("{test}：{n} 项不达标，最大差距为{worst}", { test: short, n: failed.length, worst });
    return money ? told + t("，补足共需约 {money}", { money: numbers.money(money) }) : told;
  }

  /** Whose gap, and how wide. */
  const place = (v, single) => `${EduStat.join(single ? "" : EduStat.place(v.region), v.level === "all" ? "" : EduStat.level(v.level))} ${EduStat.gap(v)}`.trim();

  function tile(group, id, year, judged, of, single) {
    const test = EduStat.known.tests.get(id);
    const history = judged.filter((v) => v.test === id && of(v));
    const verdicts = history.filter((v) => v.year === year).sort(EduStat.worse);
    const own = single ? [] : judged.filter((v) => v.test === id && v.year === year && v.region === group.code);
    const levels = [...EduStat.known.levels.keys()].filter((level) => level !== "all" && verdicts.some((v) => v.level === level));
    const counts = EduStat.counted(verdicts);
    const known = verdicts.filter((v) => v.gap !== null);
    const href = EduStat.link("matrix", { region: group.code, year, view: EduStat.viewOf(verdicts[0]).id });
    return h("a", { class: `tile ${counts[0][0]}`, href },
      h("h3", null, EduStat.named(test, "title")),
      h("p", { class: "law" }, EduStat.article(test), levels.length ? ` · ${EduStat.listed(levels.map(EduStat.level))}` : ""),
      h("p", { class: "counts" }, counts.map(([verdict, n]) => h("span", { class: verdict }, h("b", null, String(n)), " ", EduStat.sign(verdict)))),
      single ? sparkline(history, year) : bars(history, year, verdicts),
      own.length > 0 && h("p", { class: "worst" }, t("{name}合计", { name: EduStat.place(group.code) }), "　", EduStat.counted(own).map(([verdict, n]) => [EduStat.sign(verdict), n > 1 ? ` ${t("{n} 项", { n })} ` : " "])),
      known.length > 0 && h("p", { class: "worst" }, t(counts[0][0] === "fail" ? "差距最大" : "余地最小"), "　", place(known[0], single)));
  }

  /** Failed duties by year, where three years or more were judged; else a mark per verdict. */
  function bars(history, year, verdicts) {
    const years = [...new Set(history.map((v) => v.year))].sort((a, b) => a - b).filter((each) => each <= year).slice(-YEARS);
    if (years.length < 3) return h("p", { class: "marks", "aria-hidden": "true" }, verdicts.slice(0, 60).map((v) => h("span", { class: v.verdict })));
    const failed = years.map((each) => history.filter((v) => v.year === each && v.verdict === "fail").length);
    const most = Math.max(...failed, 1);
    return [h("p", { class: "history", "aria-hidden": "true" }, failed.map((n) => h("span", null, h("b", { style: `height:${(100 * n) / most}%` })))),
      h("p", { class: "small" }, t("各年不达标项数 {from}–{to}", { from: years[0], to: years.at(-1) }))];
  }

  /** The gap of the worst level by year, against the line that must be passed. */
  function sparkline(history, year) {
    const years = [...new Set(history.map((v) => v.year))].filter((each) => each <= year).sort((a, b) => a - b).slice(-5);
    const points = years.map((each) => [each, history.filter((v) => v.year === each && v.gap !== null).sort((a, b) => a.gap - b.gap)[0]]).filter(([, v]) => v);
    if (points.length < 2) return null;
    const gaps = points.map(([, v]) => v.gap), [low, high] = [Math.min(0, ...gaps), Math.max(0, ...gaps)];
    const x = (each) => 6 + (148 * (each - years[0])) / (years.at(-1) - years[0] || 1), y = (gap) => 5 + (28 * (high - gap)) / (high - low || 1);
    return [svg("svg", { class: "spark", viewBox: "0 0 160 38", role: "img", "aria-label": t("{from}–{to} 年差距：{gaps}", { from: points[0][0], to: points.at(-1)[0], gaps: EduStat.listed(points.map(([, v]) => EduStat.gap(v))) }) },
      svg("line", { class: "zero", x1: 0, x2: 160, y1: y(0), y2: y(0) }),
      svg("polyline", { points: points.map(([each, v]) => `${x(each)},${y(v.gap)}`).join(" ") }),
      points.map(([each, v]) => svg("circle", { class: v.verdict, cx: x(each), cy: y(v.gap), r: each === year ? 4 : 2.5 }))),
    h("p", { class: "small" }, t("差距 {from}–{to}", { from: points[0][0], to: points.at(-1)[0] }))];
  }

  /** What the other views say of the same regions in the same year, in counts. */
  function others(all, judged, year, of) {
    const told = new Set(judged);
    const found = EduStat.known.words.views.map((view) => [view, all.filter((v) => v.year === year && of(v) && !told.has(v) && EduStat.viewOf(v) === view)]).filter(([, verdicts]) => verdicts.length);
    return found.length > 0 && h("p", { class: "others" }, found.map(([view, verdicts]) => [h("a", { href: EduStat.link("matrix", { view: view.id, year }) }, EduStat.named(view, "title")),
      EduStat.counted(verdicts).map(([verdict, n]) => h("span", { class: verdict }, EduStat.sign(verdict), ` ${n}`))]));
  }

  function attention(now) {
    const failed = now.filter((v) => v.verdict === "fail").sort((a, b) => (b.shortfall ?? 0) - (a.shortfall ?? 0) || EduStat.worse(a, b));
    if (!failed.length) return h("p", { class: "quiet" }, t("没有不达标项。"));
    const line = (v) => h("li", null, h("a", { href: EduStat.cardOf(v) }, EduStat.sign(v.verdict), h("b", null, EduStat.whose(v)), h("span", { class: "what" }, EduStat.short(EduStat.testOf(v))),
      h("span", { class: "gap" }, `${EduStat.gapWord(v)} ${EduStat.gap(v)}`), v.shortfall && h("span", { class: "money" }, t("需增拨 {money}", { money: EduStat.shortfall(v) })), (v.flags ?? []).map(EduStat.flag)));
    return [h("ol", { class: "lines" }, failed.slice(0, LINES).map(line)), failed.length > LINES && h("p", { class: "more" }, h("a", { href: EduStat.link("matrix") }, t("全部 {n} 项不达标", { n: failed.length })))];
  }

  /** What is wrong with the numbers themselves: counts, and the way to the list. */
  function findings() {
    const { hard = 0, soft_open: soft = 0, explained = 0 } = EduStat.known.site.counts ?? {};
    if (!hard && !soft && !explained) return h("p", { class: "quiet" }, t("没有发现问题。"), h("a", { href: EduStat.link("quality") }, t("报送件清单")));
    const line = (kind, word, n) => n > 0 && h("li", null, h("a", { href: EduStat.link("quality") }, h("span", { class: `severity ${kind}` }, t(word)), h("b", null, t("{n} 个问题", { n }))));
    return [h("ol", { class: "lines quality" }, line("hard", "须更正", hard), line("soft", "须说明", soft), line("done", "已说明", explained)), h("p", { class: "more" }, h("a", { href: EduStat.link("quality") }, t("问题清单与报送件")))];
  }

  const downloads = () => h("p", { class: "more downloads" }, t("下载："), h("a", { href: "../exports/edustat.xlsx" }, EduStat.known.site.lang === (EduStat.english() ? "en" : "zh") ? t("指标值、结论与问题（xlsx）") : t("指标值、结论与问题（xlsx，发布时的语言）")), " · ", h("a", { href: "../exports/" }, t("全部文件（csv、parquet）")), " · ", h("a", { href: "../warehouse.duckdb" }, t("数据库（DuckDB）")));

  /** The regions as a tree, folded below the second step where there are many. */
  function places() {
    const tree = h("div", { class: "tree" });
    const grow = (parent, depth) => {
      const children = EduStat.known.below.get(parent) ?? [];
      return children.length > 0 && h("ul", null, children.map((one) => {
        const name = one.page || EduStat.known.below.has(one.code) ? h("a", { href: EduStat.link(one.page ? "region" : "index", { region: one.code, year: null }) }, EduStat.place(one.code)) : h("span", null, EduStat.place(one.code));
        const failed = one.failed > 0 && h("span", { class: "failed", title: t("最近一年 {n} 项不达标", { n: one.failed }) }, `✕${one.failed}`);
        const deeper = EduStat.known.below.has(one.code);
        if (!deeper || depth < 1 || EduStat.known.regions.size < 300) return h("li", null, name, failed, deeper && grow(one.code, depth + 1));
        const rest = h("details", { ontoggle: (event) => event.target.childElementCount < 2 && event.target.append(grow(one.code, depth + 1)) }, h("summary", null, EduStat.place(one.code), " ", failed));
        return h("li", null, rest);
      }));
    };
    const search = h("input", { type: "search", id: "find", "aria-label": t("输入地区名称"), placeholder: t("输入地区名称"), oninput: (event) => filter(event.target.value.trim()) });
    function filter(text) {
      const found = [...EduStat.known.regions.values()].filter((one) => one.page && EduStat.spelt(one.code, text)).slice(0, 60);
      tree.replaceChildren(text ? h("ul", null, found.map((one) => h("li", null, h("a", { href: EduStat.link("region", { region: one.code, year: null }) }, EduStat.place(one.code))))) : grow("", 0) || "");
    }
    filter("");
    return h("section", { class: "part places", id: "places" }, h("h2", null, t("地区"), h("span", null, t("✕ 后为最近一年不达标项数"))), h("p", null, search), tree);
  }
}
