/* A page per indicator: what it means, how it is made, where it comes from, what guards it, how regions stand, how to cite it. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const FIRST = "pupil_teacher_ratio"; // opened where the address names none

  EduStat.screen("indicator", async ({ region, year: asked, state }) => {
    const one = EduStat.known.indicators.get(state.indicator ?? FIRST);
    if (!one) return { title: t("没有这个指标"), body: [h("p", null, h("a", { href: EduStat.link("dictionary") }, t("到指标字典")))] };
    const present = await EduStat.learnPresent();
    const [content, rules, lineage] = await Promise.all([present.has(one.id) ? EduStat.wish(`indicators/${one.id}`) : null, EduStat.wish("rules", {}), EduStat.wish("lineage", {})]);
    const about = { path: [h("a", { href: EduStat.link("dictionary") }, t("指标字典")), " › ", t(EduStat.known.words.themes[one.theme] ?? "")], regions: EduStat.withPages(true), example: EduStat.example(region) };
    const meaning = [EduStat.part(t("含义"), null, meant(one)), EduStat.part(t("由哪些表式来"), null, origins(one, EduStat.rows(lineage))),
      EduStat.part(t("依据它判定的法定检验与标准"), null, duties(one)), EduStat.part(t("守护它的校验规则"), t("数据质量，与是否达标分列"), guards(one, EduStat.rows(rules)))];
    if (!content) return { ...about, title: t("{name}：本次发布没有数", { name: EduStat.named(one) }), honesty: t("没有地区报送过这项指标或算它所需的统计量。"), body: meaning };
    const levels = [...EduStat.known.levels.keys()].filter((id) => content.level.includes(id));
    const level = levels.includes(state.level) ? state.level : levels[0];
    const rows = EduStat.across(content, level);
    const place = standing(rows, region, asked);
    return {
      ...about, ...headline(one, level, place), year: place.year, years: place.years, releases: [...EduStat.known.releases.keys()].filter((id) => content.release.includes(id)),
      body: [
        levels.length > 1 && EduStat.choices(t("学段"), levels.map((id) => [id, EduStat.level(id)]), "level", level),
        ranking(one, level, place, region), gaps(place), coverage(one, rows, place), meaning,
        EduStat.part(t("下载与引用"), null, downloads(one, level, content), citation(one, level, place)),
      ],
    };
  });

  /** Which regions are compared in which year: {scope, codes, year, years, now, lacking}. */
  function standing(rows, region, asked) {
    const with_ = new Set(rows.map((row) => row.region));
    const { scope, codes } = EduStat.peersWith(region, (code) => with_.has(code));
    const inside = rows.filter((row) => codes.includes(row.region));
    const counts = Map.groupBy(inside, (row) => row.year);
    const years = [...counts.keys()].sort((a, b) => b - a);
    const most = Math.max(0, ...[...counts.values()].map((each) => each.length));
    const year = years.includes(asked) ? asked : (years.find((each) => counts.get(each).length >= most / 2) ?? years[0]);
    const before = new Map((counts.get(year - 1) ?? []).map((row) => [row.region, row.value]));
    const now = (counts.get(year) ?? []).map((row) => ({ ...row, previous: before.get(row.region) ?? null }));
    const ever = [...new Set(inside.map((row) => row.region))];
    return { scope, codes, years, year, now, ever, inside, lacking: ever.filter((code) => !now.some((row) => row.region === code)) };
  }

  function headline(one, level, { scope, year, now, codes, lacking }) {
    const name = EduStat.atLevel(one, level);
    const text = (row) => numbers.value(row.value, one.unit, one.decimals ?? 2);
    const [low, high] = [now.reduce((a, b) => (b.value < a.value ? b : a), now[0]), now.reduce((a, b) => (b.value > a.value ? b : a), now[0])];
    const where = scope ? EduStat.place(scope) : t("全部地区");
    const title = now.length > 1 && low.value === high.value ? t("{year} 年{name}都是 {low}", { year, name, low: text(low) }) : now.length > 1 ? t("{year} 年{name}：{low} 至 {high}", { year, name, low: text(low), high: text(high) }) : now.length ? t("{year} 年{place}{name} {value}", { year, place: EduStat.place(low.region), name, value: text(low) }) : name;
    const lead = now.length > 1 && low.value !== high.value ? t("{where} {n} 个地区中，最低 {low}，最高 {high}。", { where, n: now.length, low: EduStat.join(EduStat.place(low.region), ` ${text(low)}`), high: EduStat.join(EduStat.place(high.region), ` ${text(high)}`) }) : null;
    const rolled = now.filter((row) => row.basis === "rolled_up").length, partial = now.filter((row) => row.coverage !== null && row.coverage < 1).length;
    const told = [lacking.length && t("{n} 个地区这一年没有数", { n: lacking.length }), rolled && t("{n} 个由下级汇总", { n: rolled }), partial && t("{n} 个覆盖不足", { n: partial }), one.verify && t("定义待核")].filter(Boolean);
    return { title, lead, honesty: [t("{where}：{year} 年 {n} 个地区有数", { where, year: year ?? "", n: now.length }), told.length ? `${EduStat.COMMA}${EduStat.listed(told)}` : "", EduStat.SEMICOLON, h("a", { href: EduStat.link("signing") }, EduStat.signed()), EduStat.STOP] };
  }

  function ranking(one, level, { scope, year, now }, region) {
    if (!now.length) return EduStat.note(t("这里没有可以比较的地区。"));
    const norms = EduStat.normsFor(one.id, level, year, scope || region);
    const risen = now.filter((row) => row.previous !== null && row.value > row.previous).length, both = now.filter((row) => row.previous !== null).length;
    const met = norms.length === 1 ? now.filter((row) => EduStat.meets(row.value, norms[0])).length : null;
    const title = met !== null ? t("{n} 个地区中 {met} 个达到标准", { n: now.length, met }) : both ? t("{n} 个可比地区中 {up} 个比上年升高", { n: both, up: risen }) : t("{n} 个地区由高到低", { n: now.length });
    return EduStat.rankedFigure({ id: "ranking", indicator: one, level, year, rows: now, scope, chosen: region, title, norms });
  }

  const gaps = ({ lacking, year }) => lacking.length > 0 && EduStat.note(t("{year} 年没有数：{names}。", { year, names: EduStat.listed(lacking.slice(0, 40).map(EduStat.place)) + (lacking.length > 40 ? "…" : "") }));

  function coverage(one, rows, { inside, ever, scope }) {
    const counts = Map.groupBy(inside, (row) => row.year);
    const years = [...counts].map(([year, each]) => [year, each.length]).sort(([a], [b]) => a - b);
    if (!years.length) return null;
    const full = years.filter(([, have]) => have === ever.length).length;
    return EduStat.coverageFigure({ id: "coverage", kind: one.year_kind, years, all: ever.length, title: t("{n} 个年份有数，其中 {full} 个齐全", { n: years.length, full }),
      subtitle: EduStat.subtitle({ names: t("有数的地区"), unit: t("个"), region: scope || t("全部地区"), span: `${years[0][0]}–${years.at(-1)[0]}`, kind: one.year_kind }) });
  }

  function meant(one) {
    const line = (term, ...told) => told.flat().some(Boolean) && [h("dt", null, term), h("dd", null, told)];
    const side = (text) => text && [EduStat.inWords(text), " ", h("code", null, text)];
    const breaks = (EduStat.known.words.breaks ?? []).filter((each) => each.indicator === one.id || EduStat.measuresOf(one).has(each.indicator));
    return h("dl", { class: "meaning" },
      line(t("定义"), t(one.definition ?? "")), line(t("算法"), EduStat.formulaOf(one)), line(t("分子"), side(one.numerator)), line(t("分母"), side(one.denominator)),
      line(t("单位"), one.unit === ":1" ? t("比 1") : t(one.unit ?? "")), line(t("年份指"), t(EduStat.known.words.year_kinds[one.year_kind] ?? "")), line(t("学段"), EduStat.listed((one.levels ?? []).map(EduStat.level))),
      line(t("官方指标"), t(one.official ?? "")), line(t("依据"), t(one.document ?? ""), one.verify ? t("（待核）") : ""),
      line(t("经验范围"), numbers.absent(one.least) ? "" : `${numbers.all(one.least)}—${numbers.all(one.most)}`, numbers.absent(one.ceiling) ? "" : `${EduStat.COMMA}${t("不能超过 {n}", { n: numbers.all(one.ceiling) })}`),
      line(t("口径断点"), breaks.length ? h("ul", null, breaks.map((each) => h("li", null, `${t("{year} 年", { year: each.year })}${EduStat.COLON}${t(each.reason)}`, limits(each), h("span", { class: "quiet" }, ` ${EduStat.tell(each.document ?? "")}`)))) : t("没有登记断点")),
      line(t("代码"), h("code", null, one.id)));
  }

  function limits(each) {
    const told = [...(each.releases ?? []).map(EduStat.release), ...(each.regions ?? []).map((code) => t("{name}及所辖", { name: EduStat.place(code) }))];
    return told.length ? t("（限{what}）", { what: EduStat.listed(told) }) : "";
  }

  /** Which forms tell its parts: one plain sentence each. */
  function origins(one, lineage) {
    const sentence = (id) => {
      const forms = lineage.filter((row) => row.field === id);
      const form = (row) => t("《{title}》{n} 件（{span}）", { title: EduStat.tell(row.title ?? row.form), n: row.deliveries, span: row.first_year === row.last_year ? (row.first_year ?? "") : `${row.first_year}–${row.last_year}` });
      return h("li", null, h("b", null, EduStat.measure(id)), EduStat.COLON, forms.length ? EduStat.listed(forms.map(form)) : t("本次发布没有报送件给出"));
    };
    const measures = [...EduStat.measuresOf(one)];
    return h("div", { class: "lineage" },
      h("p", null, measures.length ? t("报送件 → 统计量 → 相加、相除 → 指标。算它的统计量来自：") : t("这项指标随文件报送，不由本系统计算。")),
      h("ul", null, measures.map(sentence), lineage.some((row) => row.field === one.id) && sentence(one.id)),
      h("p", { class: "quiet" }, t("地区自己报送的数优先；没有时由所辖学校、地区相加后再相除，从不把比率平均。点任何一个数可看到文件、工作表和单元格。")));
  }

  function duties(one) {
    const tests = [...EduStat.known.tests.values()].filter((test) => [test.left_indicator, test.right_indicator, ...(test.of ?? [])].includes(one.id));
    const norms = (EduStat.known.words.norms ?? []).filter((norm) => norm.indicator === one.id);
    if (!tests.length && !norms.length) return h("p", { class: "quiet" }, t("没有法定检验或标准用到它。"));
    return [
      tests.length > 0 && h("ul", { class: "plain" }, tests.map((test) => h("li", null, h("a", { href: EduStat.link("matrix", { view: EduStat.known.words.views.find((view) => view.families.includes(test.family))?.id }) }, EduStat.named(test, "title")), h("span", { class: "quiet" }, ` ${EduStat.article(test)}`)))),
      norms.length > 0 && EduStat.table({ name: t("标准"), class: "declared", download: false, head: [t("编号"), t("学段"), t("标准"), t("适用"), t("内容与依据")],
        rows: norms.map((norm) => [norm.id, EduStat.level(norm.level), EduStat.limitOf({ ...norm, value: Number(norm.value) }), EduStat.spanOf(norm), h("span", null, t(norm.title), " ", h("span", { class: "quiet" }, EduStat.tell(norm.document ?? "")))]) })];
  }

  function guards(one, rules) {
    const names = EduStat.measuresOf(one);
    const own = rules.filter((rule) => rule.everywhere || (rule.names ?? []).includes(one.id) || (rule.names ?? []).some((name) => names.has(name)));
    if (!own.length) return h("p", { class: "quiet" }, t("没有规则守护它。"));
    return h("details", null, h("summary", null, t("{n} 条规则，其中 {hard} 条必须更正", { n: own.length, hard: own.filter((rule) => rule.severity === "hard").length })),
      EduStat.table({ name: t("校验规则"), class: "declared", download: false, head: [t("编号"), t("性质"), t("内容"), t("依据")], rows: own.map((rule) => [rule.id, t(EduStat.known.words.severities[rule.severity] ?? rule.severity), EduStat.tell(rule.title), h("span", { class: "quiet" }, EduStat.tell(rule.source ?? ""))]) }));
  }

  function downloads(one, level, content) {
    const name = `${EduStat.named(one)}`;
    const rows = EduStat.rows(content);
    const head = [t("地区"), t("代码"), t("学段"), t("年份"), t("版次"), EduStat.aside(name, t(one.unit ?? "")), t("由谁给出"), t("覆盖率")];
    const basis = { reported: t("本级报送"), rolled_up: t("下级汇总"), published: t("文件列出") };
    const told = () => rows.map((row) => [EduStat.place(row.region), row.region, EduStat.level(row.level), row.year, EduStat.release(row.release), row.value, basis[row.basis] ?? row.basis, row.coverage]);
    const sdmx = ["DATAFLOW", "REF_AREA", "EDU_LEVEL", "INDICATOR", "TIME_PERIOD", "RELEASE", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "BASIS"];
    const series = () => rows.map((row) => ["EDUSTAT:INDICATORS", row.region, row.level, one.id, row.year, row.release, row.value, one.unit, row.release === "flash" ? "P" : "A", row.basis]);
    const inside = EduStat.known.site.audience !== "internal" ? null : [t("全部指标："), EduStat.known.site.by_year?.includes("indicator_values") ? h("a", { class: "tool", href: "../exports/indicator_values/" }, "indicator_values/*.csv") : ["csv", "parquet"].map((kind) => h("a", { class: "tool", href: `../exports/indicator_values.${kind}`, download: true }, `indicator_values.${kind}`))];
    return h("p", { class: "tools" }, t("本指标全部地区、年份："), EduStat.downloads(name, head, told), h("span", null, "SDMX-CSV："), EduStat.downloads(`${one.id}-sdmx`, sdmx, series)[0], inside);
  }

  function citation(one, level, { year }) {
    const { publication, made_at: made } = EduStat.known.site;
    const text = t("教育统计仓库：{name}（{level}，{year} 年），发布号 {publication}，{day} 制作，{signed}。", { name: EduStat.named(one), level: EduStat.level(level), year: year ?? "", publication, day: (made ?? "").slice(0, 10), signed: EduStat.signed() });
    const link = location.href.split("#")[0] + EduStat.here({ indicator: one.id, level, year, evidence: null });
    return [h("p", { class: "cite" }, text, " ", EduStat.copy(text, t("复制引用"))), h("p", { class: "cite" }, h("span", { class: "quiet" }, t("固定链接：")), h("code", null, link.split("/").at(-1)), " ", EduStat.copy(link, t("复制链接")))];
  }
}
