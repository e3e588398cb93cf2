/* The part of a region's page that compares it with its peers: the rule in words, who they are, dots, the table behind. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const KINDS = () => ({ province: t("省级地区"), city: t("地市级地区"), county: t("县"), district: t("市辖区"), zone: t("开发区"), example: t("示例地区"), country: t("国家") });

  const measureName = ({ indicator, level, over }) => {
    const name = EduStat.atLevel(EduStat.known.indicators.get(indicator), level);
    return over ? t("{a}与{b}之比", { a: name, b: measureName(over) }) : name;
  };

  /** Heading, rule, peers and comparison, or why there is none. */
  EduStat.peersPart = async (region, data) => {
    const found = await EduStat.peers(region, data);
    const kind = KINDS()[EduStat.known.regions.get(region)?.kind] ?? "";
    const heading = (beside) => h("h2", null, t("与最像的地区相比"), beside && h("span", null, beside));
    if (!found) return [heading(), h("p", { class: "quiet" }, t("没有可比的同类地区：同类（{kind}）之中没有别的地区在同一年有这几项数：{aspects}。", { kind, aspects: EduStat.listed(EduStat.known.pages.profile.like.map(({ title }) => t(title))) }))];
    const basis = found.aspects.map((one) => t("{title}（{measure}，{year} 年）", { title: t(one.title), measure: measureName(one.measure), year: one.year }));
    const rule = t("规则：同为{kind}、同一年都有数的 {n} 个地区中，按{basis}各取对数、除以标准差后距离最近的 {k} 个；与经费多少的评价无关。", { kind, n: found.candidates, basis: EduStat.listed(basis), k: found.nearest.length });
    const names = EduStat.listed(found.nearest.map((one) => EduStat.place(one.code)));
    return [heading(t("最像的 {n} 个：{names}", { n: found.nearest.length, names })), EduStat.note(rule), likeness(region, found), await comparison(region, found, data)].filter(Boolean);
  };

  /** One measure over another, with both units where they differ. */
  function ratio({ indicator, over }, value) {
    const [a, b] = [indicator, over.indicator].map((id) => EduStat.known.indicators.get(id).unit);
    const yuan = EduStat.english() && a === "万元";
    return EduStat.join(yuan ? numbers.plain(value * 1e4, 0) : numbers.plain(value, value < 10 ? 3 : 1), a === b ? "" : `${t(yuan ? "元" : a)}/${t(b)}`);
  }

  /** What makes them alike, in numbers. */
  function likeness(region, found) {
    const cell = (one, code) => { const { value } = one.values.get(code); return { text: one.measure.over ? ratio(one.measure, value) : numbers.value(value, EduStat.known.indicators.get(one.measure.indicator).unit), value, class: "n" }; };
    const row = ({ code, distance }) => [{ text: h("a", { href: EduStat.link("region", { region: code }) }, EduStat.place(code)), value: EduStat.place(code) }, ...found.aspects.map((one) => cell(one, code)), { text: numbers.plain(distance), value: distance, class: "n" }];
    const own = [h("b", null, EduStat.place(region)), ...found.aspects.map((one) => cell(one, region)), { text: "—", value: 0, class: "n" }];
    return EduStat.table({ name: t("{name}与最像的地区", { name: EduStat.place(region) }), class: "likeness", head: [t("地区"), ...found.aspects.map((one) => t(one.title)), t("距离")], rows: [own, ...found.nearest.map(row)], download: false });
  }

  async function compared(measure, region, codes, data) {
    const found = await EduStat.measured(measure, region, data);
    if (!found) return null;
    const [now, last] = [found.of(found.year), found.of(found.year - 1)];
    const rows = [region, ...codes].filter((code) => now.has(code)).map((code) => ({ code, name: EduStat.place(code), own: code === region, value: now.get(code).value, release: now.get(code).release, before: last.get(code)?.value ?? null }));
    const all = [region, ...EduStat.sameKind(region)].filter((code) => now.has(code)).map((code) => now.get(code).value).sort((a, b) => b - a);
    if (rows.length < 3) return null;
    const middle = (all[Math.floor((all.length - 1) / 2)] + all[Math.ceil((all.length - 1) / 2)]) / 2, own = now.get(region).value;
    return { measure, year: found.year, indicator: EduStat.known.indicators.get(measure.indicator), rows: rows.sort((a, b) => b.value - a.value || (a.code < b.code ? -1 : 1)), middle, of: all.length, rank: all.indexOf(own) + 1, ties: all.filter((x) => x === own).length };
  }

  async function comparison(region, { nearest }, data) {
    const { compare, most } = EduStat.known.pages.profile, codes = nearest.map((one) => one.code), told = [];
    for (const measure of compare) {
      const found = told.length < most && (await compared(measure, region, codes, data));
      if (found) told.push(found);
    }
    if (!told.length) return h("p", { class: "quiet" }, t("没有可与这些地区同年相比的指标。"));
    const place = (one) => t(one.ties > 1 ? "{of} 个中由高到低第 {rank} 位（并列）" : "{of} 个中由高到低第 {rank} 位", { of: one.of, rank: one.rank });
    const highest = told.filter((one) => one.rows[0].own).length, lowest = told.filter((one) => one.rows.at(-1).own).length;
    const ends = [highest && t("{n} 项最高", { n: highest }), lowest && t("{n} 项最低", { n: lowest })].filter(Boolean);
    const text = (one, value) => numbers.value(value, one.indicator.unit, one.indicator.decimals ?? 2);
    const cells = (one, code) => one.rows.find((row) => row.code === code);
    const listed = [region, ...codes];
    const head = [t("地区"), ...told.map((one) => EduStat.aside(measureName(one.measure), EduStat.listed([one.year, one.indicator.unit === ":1" ? t("比 1") : t(one.indicator.unit)])))];
    return EduStat.figure({
      id: "peers", title: t("与最像的 {k} 个相比：{n} 项中{ends}", { k: codes.length, n: told.length, ends: ends.length ? EduStat.join("", EduStat.listed(ends)) : t("没有最高或最低的") }),
      subtitle: t("▸ 为本地区，空心点为上年，竖线为全部同类地区的中位数；高低不等于好坏"),
      names: told.map((one) => `${measureName(one.measure)} · ${t("{year} 年", { year: one.year })} · ${place(one)}`), figures: told.map(EduStat.dotsFigure),
      notes: told.some((one) => (EduStat.dotsFigure(one).layout.xaxis.range[0] ?? 0) > 0) ? [t("横轴不都从 0 起；点图只比位置，不比长短。")] : [],
      source: t("来源：各地区报送件与汇总，点击数字可查；{signed}", { signed: EduStat.signed() }), alt: told.map((one) => `${measureName(one.measure)} ${text(one, cells(one, region).value)}，${place(one)}`).join(EduStat.SEMICOLON),
      head, table: listed.map((code) => [EduStat.place(code), ...told.map((one) => cells(one, code)?.value ?? null)]),
      texts: listed.map((code) => [EduStat.place(code), ...told.map((one) => { const row = cells(one, code); return row ? { text: EduStat.number(text(one, row.value), { region: code, indicator: one.measure.indicator, level: one.measure.level, year: one.year, release: row.release }), value: row.value } : t("未报"); })]),
    });
  }
}
