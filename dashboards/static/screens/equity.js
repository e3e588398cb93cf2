/* Equity within a county: the schools beside each other, the 差异系数 against its limit, which schools move it, what would mend it. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const LEVELS = ["primary", "junior"];
  const COMPOSITES = ["composite_quality", "composite_basic"];
  const MARGIN = 0.005; // a limit of two decimals: what is nearer could read as met or missed

  EduStat.screen("equity", async ({ region, year: asked, state }) => {
    const data = EduStat.known.regions.get(region)?.page ? (await Promise.all([EduStat.wish(`regions/${region}`), EduStat.learnDeliveries()]))[0] : null;
    const about = { regions: EduStat.withPages(), example: EduStat.example(region), path: null };
    const spreads = EduStat.known.indicators.get("composite_quality")?.parts ?? [];
    const found = data ? spreads.filter((id) => LEVELS.some((level) => EduStat.series(data, id, level))) : [];
    if (!found.length) return { ...about, ...(await nothing(region)) };
    const schools = data.schools?.conditions ? await EduStat.wish(`equity/${region}`) : null;
    const levels = LEVELS.filter((level) => found.some((id) => EduStat.series(data, id, level)));
    const level = levels.includes(state.level) ? state.level : levels[0];
    const years = [...new Set(found.flatMap((id) => EduStat.series(data, id, level)?.shown.map((row) => row.year) ?? []))].sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : years[0];
    const lines = found.map((id) => resource(data, id, level, year, schools)).filter(Boolean);
    const lacking = spreads.filter((id) => EduStat.levelsOf(id).includes(level) && !lines.some((line) => line.id === id)).map((id) => EduStat.known.indicators.get(id));
    const chosen = state.school;
    return {
      ...about, ...headline(region, level, year, lines, lacking, schools), year, years,
      body: [
        levels.length > 1 && EduStat.choices(t("学段"), levels.map((id) => [id, EduStat.level(id)]), "level", level),
        overview(lines, lacking, level),
        schools ? strips(region, level, year, lines, chosen) : EduStat.note(t("学校一级的数不在这一份发布之内，下面只有全县的数。")),
        schools && rule(lines, lacking, schools),
        schools && influence(region, level, year, lines, chosen),
        schools && mending(level, lines),
        composites(data, levels),
      ],
    };
  });

  async function nothing(region) {
    const have = await EduStat.learnPresent();
    const content = have.has("cv_backbone") ? await EduStat.wish("indicators/cv_backbone") : null;
    const where = [...new Set(content?.region ?? [])];
    return { title: t("{name}：没有学校一级的数据", { name: EduStat.place(region) }), honesty: t("差异系数要由县内每所学校的报送数算出；省、市、全国没有这一页。"),
      body: [where.length ? h("p", null, t("有数的地区："), where.map((code) => [h("a", { href: EduStat.link("equity", { region: code }) }, EduStat.place(code)), " "])) : null, h("p", null, h("a", { href: EduStat.link("coverage") }, t("看哪些地区有哪些指标")))] };
  }

  /** One of the seven: its 差异系数, the limit, its schools and what would mend it. */
  function resource(data, id, level, year, schools) {
    const one = EduStat.series(data, id, level), row = one?.shown.find((each) => each.year === year);
    if (!row) return null;
    const of = EduStat.known.indicators.get(one.indicator.parts[0]);
    const limit = EduStat.normsFor(id, level, year, data.region)[0] ?? null;
    const here = (columns) => EduStat.rows(columns).filter((each) => each.indicator === of.id && each.level === level && each.year === year && each.release === row.release);
    const near = limit && Math.abs(row.value - limit.value) < MARGIN;
    return { id, one, row, of, limit, near, met: limit ? EduStat.meets(row.value, limit) : null, schools: schools ? here(schools.schools) : [], additions: schools ? here(schools.additions) : [], mean: EduStat.latest(data, of.id, level, year) };
  }

  const short = (one) => EduStat.named(one).replace(/^每百名学生拥有|^生均/, "").replace(/^县级以上/, "");

  function headline(region, level, year, lines, lacking, schools) {
    const judged = lines.filter((line) => line.met !== null), over = judged.filter((line) => !line.met);
    const fields = { name: EduStat.place(region), year, level: EduStat.level(level), n: judged.length, over: over.length };
    const title = over.length ? t("{name} {year} 年{level}：{n} 项中 {over} 项校际差异超标", fields) : t("{name} {year} 年{level}：{n} 项校际差异均在标准内", fields);
    const lead = [over.length ? t("超标的是{names}", { names: EduStat.listed(over.map((line) => short(line.of))) }) : "", schools ? everySchool(passing(lines, lacking, schools)) : ""].filter(Boolean).join(EduStat.SEMICOLON);
    return { title: lacking.length ? t("{title}，{n} 项数据不足", { title, n: lacking.length }) : title, lead: lead && lead + EduStat.STOP, honesty: [t("按在校生数加权、用未舍入的数判定；不含特教学校、职业学校和不足 50 人的教学点"), lines.some((line) => line.near) ? `${EduStat.SEMICOLON}${t("{n} 项临界", { n: lines.filter((line) => line.near).length })}` : "", EduStat.SEMICOLON, h("a", { href: EduStat.link("signing") }, EduStat.signed()), EduStat.STOP] };
  }

  /** How many of the schools that are compared keep the rule, break it, or may do either. */
  function everySchool(judged) {
    const count = (verdict) => judged.filter((school) => school.verdict === verdict).length, all = judged.length, bad = count("fail"), open = count("insufficient");
    if (!all) return "";
    if (!bad && !open) return t("{all} 所学校都做到“七项至少六项达标、余项不低于 85%”", { all });
    return t("{all} 所学校中 {bad} 所没有做到“七项至少六项达标、余项不低于 85%”", { all, bad }) + (open ? EduStat.SEMICOLON + t("{n} 所数据不足", { n: open }) : "");
  }

  /** Of the schools that are compared, which is what the coefficient rests on; without them that of the county. */
  function average({ schools, of, mean }) {
    if (schools.length) { const value = EduStat.dispersion(schools).mean; return { text: numbers.value(value, of.unit, of.decimals ?? 2), value, class: "n" }; }
    return mean ? { text: EduStat.valueOf(mean), value: mean.row.value, class: "n" } : numbers.ABSENT;
  }

  const sign = (met) => (met === null ? h("span", { class: "quiet" }, t("没有标准")) : EduStat.sign(met ? "pass" : "fail"));

  /** The badges: 差异系数 against its limit, resource by resource. */
  function overview(lines, lacking, level) {
    const both = lines.some((line) => line.schools.length);
    const head = [t("资源配置"), both ? t("参评学校平均") : t("全县平均"), t("差异系数"), t("标准"), t("结论"), ...(both ? [t("达标学校"), t("不加权的差异系数")] : [])];
    const rows = lines.map((line) => {
      const { one, row, of, limit, near, met, schools } = line;
      const spread = EduStat.number(numbers.plain(row.value, near ? 6 : 4), { region: one.region, indicator: line.id, level, ...row });
      return [h("a", { href: EduStat.link("indicator", { indicator: line.id, level }) }, EduStat.named(of)), average(line), { text: spread, value: row.value, class: "n" },
        limit ? { text: EduStat.limitOf(limit), class: "n" } : numbers.ABSENT, { text: h("span", null, sign(met), near && EduStat.flag("marginal")), value: met === null ? "" : t(met ? "达标" : "不达标") },
        ...(both ? [schools.length ? { text: t("{n} / {all} 所", { n: schools.filter((each) => each.met).length, all: schools.length }), value: schools.filter((each) => each.met).length, class: "n" } : numbers.ABSENT, schools.length ? { text: numbers.plain(EduStat.dispersion(schools).unweighted, 4), value: EduStat.dispersion(schools).unweighted, class: "n" } : numbers.ABSENT] : [])];
    });
    for (const one of lacking) rows.push([h("a", { href: EduStat.link("indicator", { indicator: one.id, level }) }, EduStat.named(EduStat.known.indicators.get(one.parts[0]))), numbers.ABSENT, numbers.ABSENT, numbers.ABSENT, { text: EduStat.sign("insufficient"), value: t("数据不足") }, ...(both ? [numbers.ABSENT, numbers.ABSENT] : [])]);
    return EduStat.part(t("七项资源的校际差异"), t("逐项判定，不看综合值"), EduStat.table({ name: t("七项资源的校际差异"), class: "badges", head, rows, sortable: true }), both && EduStat.note(t("参评学校平均不含特教、职业学校和不足 50 人的教学点，与全县平均可以不同。"), t("判定用按在校生加权的一种；不加权的只供与外地公示核对，两种算法的数不能互比。")));
  }

  function strips(region, level, year, lines, chosen) {
    const shown = lines.filter((line) => line.schools.length);
    if (!shown.length) return null;
    const widest = shown.reduce((a, b) => (b.row.value > a.row.value ? b : a));
    const codes = new Map(shown.flatMap((line) => line.schools.map((school) => [school.school, school.name ?? school.school])));
    const value = (line, code) => line.schools.find((school) => school.school === code)?.value ?? null;
    const head = [t("学校"), ...shown.map((line) => EduStat.aside(short(line.of), t(line.of.unit)))];
    return EduStat.figure({ id: "strips", title: t("差距最大的是{name}", { name: short(widest.of) }), subtitle: EduStat.subtitle({ names: t("{level}各校七项资源", { level: EduStat.level(level) }), unit: t("见各图"), region, span: year, kind: "census" }),
      names: shown.map((line) => `${short(line.of)} · ${t(line.of.unit)} · ${t("差异系数")} ${numbers.plain(line.row.value, line.near ? 6 : 4)} ${line.met === null ? "" : line.met ? "✓" : "✕"}`), figures: shown.map((line) => EduStat.strip(line.schools, line.of, chosen)),
      notes: [t("每点一所学校，大小相同；空心为低于标准；实线为参评学校平均（总量之比），虚线为每所学校须达到的标准；上下错开只为看清。")], source: schoolSource(shown), key: [],
      head, texts: [...codes].map(([code, name]) => [h("a", { href: EduStat.here({ school: code, at: "chart-without" }) }, name), ...shown.map((line) => ({ text: numbers.plain(value(line, code), line.of.decimals ?? 2), value: value(line, code), class: "n" }))]),
      table: [...codes].map(([code, name]) => [name, ...shown.map((line) => value(line, code))]), alt: shown.map((line) => `${short(line.of)} ${t("差异系数")} ${numbers.plain(line.row.value, 4)}`).join(EduStat.SEMICOLON) });
  }

  const schoolSource = (lines) => t("来源：{titles} · 版次：{releases} · {signed}", { titles: t("学校一览表"), releases: EduStat.listed([...new Set(lines.map((line) => line.row.release))].map(EduStat.release)), signed: EduStat.signed() });

  /** Every school: how many of the seven it meets, and the rest against the floor; those that fail first, then the open ones. */
  function passing(lines, lacking, { at_least: least, floor }) {
    const asked = lines.length + lacking.length;
    const of = Map.groupBy(lines.flatMap((line) => line.schools.map((school) => ({ ...school, of: line.of }))), (school) => school.school);
    return [...of].map(([code, all]) => {
      const missed = all.filter((one) => one.met === false);
      const lowest = Math.min(...all.map((one) => one.ratio ?? Infinity));
      return { code, name: all[0].name ?? code, all, missed, met: all.length - missed.length, lowest, pupils: Math.max(...all.map((one) => one.denominator)), verdict: asked - missed.length < least || missed.some((one) => one.ratio < floor) ? "fail" : all.length < asked ? "insufficient" : "pass" };
    }).sort((a, b) => a.verdict.localeCompare(b.verdict) || a.met - b.met || a.lowest - b.lowest || a.code.localeCompare(b.code));
  }

  function rule(lines, lacking, schools) {
    const all = passing(lines, lacking, schools);
    if (!all.length) return null;
    const name = t("每所学校七项至少六项达标，余项不低于标准的 85%");
    return EduStat.part(name, t("{n} 所学校，{met} 所做到", { n: all.length, met: all.filter((one) => one.verdict === "pass").length }), EduStat.table({ name, sortable: true, class: "schools",
      head: [t("学校"), t("在校生"), t("达标项数"), t("未达标的项目（占标准的比例）"), t("结论")],
      rows: all.map((one) => [h("a", { href: EduStat.here({ school: one.code, at: "chart-without" }) }, one.name), { text: numbers.plain(one.pupils, 0), value: one.pupils, class: "n" }, { text: `${one.met} / ${one.all.length}`, value: one.met, class: "n" },
        EduStat.listed(one.missed.map((each) => `${short(each.of)} ${numbers.plain(100 * each.ratio, 1)}%`)), { text: EduStat.sign(one.verdict), value: t(EduStat.known.verdicts.get(one.verdict).word) }]) }));
  }

  function influence(region, level, year, lines, chosen) {
    const shown = lines.filter((line) => line.schools.some((school) => !numbers.absent(school.without)));
    if (!shown.length) return null;
    const top = shown.flatMap((line) => [...line.schools].sort((a, b) => Math.abs(b.spread - b.without) - Math.abs(a.spread - a.without)).slice(0, 3).map((school) => [line, school]));
    const most = chosen && shown.some((line) => line.schools.some((school) => school.school === chosen)) ? chosen : mostMoving(shown);
    const rows = shown.map((line) => ({ line, school: line.schools.find((each) => each.school === most) })).filter((each) => each.school);
    const name = rows[0].school.name ?? most;
    const turned = ({ line, school }) => line.limit && EduStat.meets(school.without, line.limit) !== line.met;
    const flips = rows.filter(turned).length;
    return EduStat.part(t("去掉这所学校"), t("哪几所学校左右差异系数"), picker(shown, most),
      EduStat.figure({ id: "without", title: flips ? t("去掉{name}，{n} 项结论改变", { name, n: flips }) : t("去掉{name}，结论不变", { name }), subtitle: EduStat.subtitle({ names: t("{level}差异系数：实心为全部学校，空心为去掉这所", { level: EduStat.level(level) }), unit: t("系数"), region, span: year, kind: "census" }), key: [],
        figures: [EduStat.withoutSchool(rows.map(({ line, school }) => ({ name: short(line.of), spread: school.spread, without: school.without, limit: line.limit?.value })))], source: schoolSource(shown), notes: [],
        head: [t("资源配置"), t("差异系数"), t("去掉这所"), t("标准")], texts: rows.map(({ line, school }) => [short(line.of), numbers.plain(school.spread, 4), numbers.plain(school.without, 4), line.limit ? EduStat.limitOf(line.limit) : numbers.ABSENT]),
        table: rows.map(({ line, school }) => [short(line.of), school.spread, school.without, line.limit?.value ?? null]), alt: rows.map(({ line, school }) => `${short(line.of)} ${numbers.plain(school.spread, 4)} → ${numbers.plain(school.without, 4)}`).join(EduStat.SEMICOLON) }),
      folded(t("每项左右差异系数最多的三所学校"), { name: t("每项左右差异系数最多的三所学校"), head: [t("资源配置"), t("学校"), t("学校的数"), t("差异系数"), t("去掉这所"), t("变动")],
        rows: top.map(([line, school]) => [short(line.of), h("a", { href: EduStat.here({ school: school.school, at: "chart-without" }) }, school.name ?? school.school), { text: numbers.value(school.value, line.of.unit, line.of.decimals ?? 2), value: school.value, class: "n" }, { text: numbers.plain(school.spread, 4), value: school.spread, class: "n" }, { text: numbers.plain(school.without, 4), value: school.without, class: "n" }, { text: numbers.signed(school.without - school.spread, 4), value: school.without - school.spread, class: "n" }]) }));
  }

  /** The school that moves all of them most, taken together. */
  function mostMoving(lines) {
    const moves = new Map();
    for (const line of lines) for (const school of line.schools) moves.set(school.school, (moves.get(school.school) ?? 0) + Math.abs(school.spread - (school.without ?? school.spread)));
    return [...moves].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0][0];
  }

  function picker(lines, most) {
    const names = new Map(lines.flatMap((line) => line.schools.map((school) => [school.school, school.name ?? school.school])));
    return h("label", { class: "pick" }, h("span", null, t("学校")), h("select", { id: "pick-school", onchange: (event) => EduStat.state.set({ school: event.target.value }) }, [...names].sort(([, a], [, b]) => a.localeCompare(b, "zh")).map(([code, name]) => h("option", { value: code, selected: code === most }, name))));
  }

  /** What would bring the 差异系数 within its limit, and what each school lacks to its standard. */
  function mending(level, lines) {
    const unit = (of) => t(EduStat.known.words.measures.find((one) => one.id === EduStat.madeOf(of)[0])?.unit ?? of.unit);
    const more = (x, of) => EduStat.join(numbers.plain(/[人间台册个]/.test(of.unit) ? Math.ceil(x - 1e-9) : x, /[人间台册个]/.test(of.unit) ? 0 : 2), unit(of));
    const spread = lines.filter((line) => line.met === false && line.additions.length);
    const name = (line, code) => line.schools.find((school) => school.school === code)?.name ?? code;
    const sentence = (line) => h("li", null, h("b", null, short(line.of)), EduStat.COLON, t("差异系数由 {from} 降到 {to}，最少要给 {n} 所学校共增加 {more}", { from: numbers.plain(line.row.value, 4), to: numbers.plain(line.limit.value, 2), n: line.additions.length, more: more(line.additions.reduce((sum, each) => sum + (/[人间台册个]/.test(line.of.unit) ? Math.ceil(each.addition - 1e-9) : each.addition), 0), line.of) }), EduStat.COLON,
      EduStat.listed(line.additions.slice(0, 12).map((each) => `${name(line, each.school)} ${more(each.addition, line.of)}`)), line.additions.length > 12 ? "…" : "", EduStat.STOP);
    const short_ = lines.flatMap((line) => line.schools.filter((school) => school.met === false).map((school) => ({ line, school, lacks: ((school.norm - school.value) * school.denominator) / EduStat.dispersion(line.schools).scale })));
    return EduStat.part(t("补上多少可以达标"), null,
      spread.length ? h("ul", { class: "plain" }, spread.map(sentence)) : EduStat.note(t("七项差异系数都在标准内，不用为差异系数增加资源。")),
      short_.length > 0 && folded(t("各校离标准还差多少（{n} 处）", { n: short_.length }), { name: t("各校离标准还差多少"), sortable: true, head: [t("学校"), t("资源配置"), t("学校的数"), t("标准"), t("还差")],
        rows: short_.sort((a, b) => a.school.ratio - b.school.ratio).map(({ line, school, lacks }) => [school.name ?? school.school, short(line.of), { text: numbers.value(school.value, line.of.unit, line.of.decimals ?? 2), value: school.value, class: "n" }, { text: numbers.all(school.norm), value: school.norm, class: "n" }, { text: more(lacks, line.of), value: lacks, class: "n" }]) }),
      EduStat.note(t("按现有在校生数推算：先补最低的学校，补到同一条水位线，所需最少；人、间、台等取整。")));
  }

  const folded = (title, table) => h("details", { class: "behind" }, h("summary", null, title), EduStat.table(table));

  function composites(data, levels) {
    const rows = COMPOSITES.flatMap((id) => levels.map((level) => [id, level]));
    return EduStat.part(t("综合差异系数的变化"), t("基本均衡按八项综合判定；优质均衡的综合值只供参考"), EduStat.bullets(data, rows), EduStat.declaredCharts("equity", data));
  }
}
