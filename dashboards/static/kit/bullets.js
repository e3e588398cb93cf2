/* A figure against its standard in one line: a bar from zero with the standard as an upright, and its years as a small line. */
"use strict";
{
  const { h, svg, t, numbers } = EduStat;
  const [WIDE, HIGH, SPARK] = [220, 22, 110];

  const title = (text, node) => { node.setAttribute("role", "img"); node.setAttribute("aria-label", text); return node; };

  function bar(value, norms, most, text) {
    const x = (amount) => (WIDE * Math.max(0, amount)) / most;
    return title(text, svg("svg", { class: "bullet", viewBox: `0 0 ${WIDE} ${HIGH}`, width: WIDE, height: HIGH }, svg("rect", { class: "room", x: 0, y: 4, width: WIDE, height: HIGH - 8 }), svg("rect", { class: "amount", x: 0, y: 8, width: x(value), height: HIGH - 16 }),
      norms.map((norm) => svg("line", { class: "limit", x1: x(norm.value), x2: x(norm.value), y1: 1, y2: HIGH - 1 }))));
  }

  function spark(one, norms) {
    const values = one.points.map(([, value]) => value);
    if (values.length < 2) return null;
    const all = [...values, ...norms.map((norm) => norm.value)];
    const [low, high, first, last] = [Math.min(...all), Math.max(...all), one.points[0][0], one.points.at(-1)[0]];
    const [x, y] = [(year) => 4 + ((SPARK - 8) * (year - first)) / (last - first || 1), (value) => HIGH - 4 - ((HIGH - 8) * (value - low)) / (high - low || 1)];
    const runs = [[]];
    for (const [year, value] of EduStat.withGaps(one)) value === null ? runs.push([]) : runs.at(-1).push(`${x(year)},${y(value)}`);
    return h("span", { class: "since" }, title(`${first}–${last}`, svg("svg", { class: "spark", viewBox: `0 0 ${SPARK} ${HIGH}`, width: SPARK, height: HIGH }, norms.map((norm) => svg("line", { class: "zero", x1: 0, x2: SPARK, y1: y(norm.value), y2: y(norm.value) })), runs.map((run) => svg("polyline", { points: run.join(" ") })),
      svg("circle", { cx: x(last), cy: y(values.at(-1)), r: 3 }))), h("span", { class: "small quiet" }, `${first}–${last}`));
  }

  /** Met or not, in words; not a verdict of a duty. */
  EduStat.reached = (met) => h("span", { class: met ? "reached" : "reached not" }, h("i", { "aria-hidden": "true" }, met ? "✓ " : "✕ "), t(met ? "达到" : "未达到"));

  /** [[indicator, level]…] of a region → a table of bullets; those without a value are left out; null when none has one. */
  EduStat.bullets = (data, wanted, year = null) => {
    const found = wanted.map(([indicator, level]) => EduStat.latest(data, indicator, level, year)).filter(Boolean).map((each) => ({ ...each, norms: EduStat.normsFor(each.one.indicator.id, each.one.level, each.row.year, data.region) }));
    if (!found.length) return null;
    const most = new Map();
    for (const { one, row, norms } of found) most.set(one.indicator.id, Math.max(most.get(one.indicator.id) ?? 0, 1.08 * Math.max(row.value, ...norms.map((norm) => norm.value))));
    const rows = found.map(({ one, row, norms }, i) => {
      const again = i > 0 && found[i - 1].one.indicator.id === one.indicator.id;
      const met = norms.length ? norms.every((norm) => EduStat.meets(row.value, norm)) : null;
      const name = EduStat.named(one.indicator), text = numbers.value(row.value, one.unit === "系数" ? "" : one.unit, one.indicator.decimals ?? 2);
      const limits = EduStat.listed(norms.map(EduStat.limitOf));
      return [{ text: again ? h("span", { class: "again" }, name) : h("a", { href: EduStat.link("indicator", { indicator: one.indicator.id, level: one.level }) }, name), value: name }, one.level === "all" ? "" : EduStat.level(one.level),
        { text: one.unit === "系数" ? EduStat.number(text, { region: one.region, indicator: one.indicator.id, level: one.level, ...row }) : EduStat.valueOf({ one, row }), value: row.value, class: "n" }, { text: bar(row.value, norms, most.get(one.indicator.id) || 1, [name, text, limits].filter(Boolean).join(" ")), value: "" }, { text: limits || "—", value: limits, class: "n" },
        { text: met === null ? "" : EduStat.reached(met), value: met === null ? "" : t(met ? "达到" : "未达到") }, { text: EduStat.changeOf({ one, row }), value: row.growth }, { text: spark(one, norms), value: "" }, { text: String(row.year), class: "n" }];
    });
    return EduStat.table({ name: t("现状与标准"), class: "bullets", head: [t("指标"), t("学段"), t("数值"), t("与标准相比"), t("标准"), t("是否达到"), t("变动"), t("历年"), t("年份")], rows });
  };
}
