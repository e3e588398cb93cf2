/* What this publication says differently from the one before, and how far figures moved from release to release. */
"use strict";
{
  const { h, t, numbers, axes } = EduStat;
  const SHOWN = 12, PAGE = 100; // dumbbells; rows of a page

  EduStat.screen("revisions", async ({ state }) => {
    const told = await EduStat.need("revisions");
    const [version] = EduStat.rows(told.versions), kinds = ["changes", "largest", "triangle", "turned"];
    const parts = [false, true].filter((example) => kinds.some((kind) => EduStat.rows(told[kind]).some((row) => Boolean(row.example) === example)));
    const example = parts.length > 1 ? state.part === "true" : Boolean(parts[0]);
    const [changes, largest, triangle, turned] = kinds.map((kind) => EduStat.rows(told[kind]).filter((row) => Boolean(row.example) === example));
    const verdicts = changes.filter((row) => row.kind === "verdict" && row.before_word !== row.after_word), values = changes.filter((row) => row.kind === "value");
    return {
      title: changes.length ? t("第 {version} 版：{verdicts} 项结论、{values} 个数值与上一次发布不同", { version: version?.version ?? "", verdicts: verdicts.length, values: values.length }) : t(version && version.version !== "1.0.0" ? "与上一次发布没有不同；{n} 项结论随版次改变" : "没有上一次发布可比；{n} 项结论随版次改变", { n: turned.length }),
      honesty: t("较早的发布仍保留原来的数；版次之间的修订按同一地区、指标、学段、年份逐一比较。"),
      example,
      body: [
        parts.length > 1 && EduStat.choices(t("真实地区与示例"), [["false", t("真实地区")], ["true", t("示例数据")]], "part", String(example)),
        verdicts.length > 0 && EduStat.part(t("改变了的结论"), t("{n} 项", { n: verdicts.length }), verdictTable(verdicts)),
        values.length > 0 && EduStat.part(t("改变了的数值"), t("按对结论的影响，再按变动幅度"), valueTable(values, verdicts, Number(state.page) || 1)),
        turned.length > 0 && EduStat.part(t("随版次改变的结论"), t("{n} 项", { n: turned.length }), turnedTable(turned)),
        dumbbells(largest), triangle.length > 0 && EduStat.part(t("各指标的平均修订"), t("后一版次与前一版次之差的绝对值"), triangleTable(triangle)),
        !largest.length && !triangle.length && h("p", { class: "quiet" }, t("没有同一个数的两个版次可比。")),
      ],
    };
  });

  const key = (row) => `${row.region}|${row.year}`;
  const word = (id) => (id ? t(EduStat.known.verdicts.get(id)?.word ?? id) : numbers.ABSENT);
  const year = (row) => ({ text: String(row.year), value: row.year });
  const text = (x, indicator) => numbers.value(x, indicator?.unit ?? "", indicator?.decimals ?? 2);

  function verdictTable(rows) {
    return EduStat.table({ name: t("改变了的结论"), sortable: true, head: [t("地区"), t("年份"), t("学段"), t("法定检验"), t("版次"), t("上一次发布"), t("本次发布")],
      rows: rows.map((row) => [EduStat.place(row.region), year(row), EduStat.level(row.level), { text: h("a", { href: EduStat.cardOf({ ...row, test: row.item }) }, EduStat.named(EduStat.known.tests.get(row.item), "title") || row.item), value: row.item }, EduStat.release(row.release), word(row.before_word), { text: row.after_word ? EduStat.sign(row.after_word) : numbers.ABSENT, value: word(row.after_word) }]) });
  }

  /** A revision in the terms of its indicator: percentages move by percentage points, all else by %. */
  const isShare = (id) => EduStat.known.indicators.get(id)?.unit === "%";
  const moved = (id, value) => (numbers.absent(value) ? numbers.ABSENT : (isShare(id) ? numbers.points : numbers.percent)(value, numbers.digits(value)));
  const size = (id, value) => ({ value, text: moved(id, value).replace(/^\+/, "") });

  function valueTable(rows, verdicts, page) {
    const touched = new Set(verdicts.map(key));
    const ranked = [...rows].sort((a, b) => touched.has(key(b)) - touched.has(key(a)));
    const change = (row) => (numbers.absent(row.before) || numbers.absent(row.after) ? null : isShare(row.item) ? row.after - row.before : row.before ? (100 * (row.after - row.before)) / Math.abs(row.before) : null);
    const head = [t("地区"), t("年份"), t("学段"), t("指标"), t("版次"), t("上一次发布"), t("本次发布"), t("变动"), t("有结论改变")];
    const raw = () => ranked.map((row) => [EduStat.place(row.region), row.year, EduStat.level(row.level), EduStat.indicator(row.item), EduStat.release(row.release), row.before, row.after, change(row), touched.has(key(row)) ? "✓" : ""]);
    return [EduStat.table({ name: t("改变了的数值"), sortable: true, download: false, head,
      rows: ranked.slice((page - 1) * PAGE, page * PAGE).map((row) => { const indicator = EduStat.known.indicators.get(row.item); return [EduStat.place(row.region), year(row), EduStat.level(row.level), EduStat.indicator(row.item), EduStat.release(row.release), { text: text(row.before, indicator), value: row.before },
        { text: row.change === "removed" ? numbers.ABSENT : EduStat.number(text(row.after, indicator), { ...row, indicator: row.item }), value: row.after }, { text: moved(row.item, change(row)), value: change(row) }, touched.has(key(row)) ? "✓" : ""]; }) }),
    EduStat.pager(page, Math.ceil(ranked.length / PAGE)), h("p", { class: "tools" }, t("下载："), EduStat.downloads(t("改变了的数值"), head, raw))];
  }

  function turnedTable(rows) {
    return EduStat.table({ name: t("随版次改变的结论"), sortable: true, head: [t("地区"), t("年份"), t("学段"), t("法定检验"), t("各版次的结论")],
      rows: rows.map((row) => [EduStat.place(row.region), year(row), EduStat.level(row.level), { text: h("a", { href: EduStat.cardOf(row) }, EduStat.named(EduStat.known.tests.get(row.test), "title")), value: row.test }, { text: h("span", null, row.release.map((release, i) => [i ? " → " : "", `${EduStat.release(release)} `, EduStat.sign(row.verdict[i])])), value: row.verdict.join(" ") }]) });
  }

  const STEPS = "{before} → {after}";

  function triangleTable(rows) {
    return EduStat.table({ name: t("各指标的平均修订"), sortable: true, head: [t("指标"), t("版次"), t("可比的数"), t("有修订的"), t("平均修订"), t("最大修订")],
      rows: rows.map((row) => [EduStat.indicator(row.indicator), STEPS.replace("{before}", EduStat.release(row.before_release)).replace("{after}", EduStat.release(row.release)), row.pairs, row.revised, size(row.indicator, row.mean), size(row.indicator, row.largest)]) });
  }

  /** The largest revisions in %: hollow the earlier release (0), solid the later. */
  function dumbbells(rows) {
    const shown = rows.filter((row) => row.moved !== null && !isShare(row.indicator)).slice(0, SHOWN);
    if (!shown.length) return null;
    const { rise, fall, paper, rule } = axes.theme();
    const words = (row) => `${EduStat.place(row.region)} ${EduStat.atLevel(EduStat.known.indicators.get(row.indicator), row.level)}`;
    const name = (row, most = Infinity) => `${words(row).length > most ? `${words(row).slice(0, most - 1)}…` : words(row)} ${row.year}`;
    const lines = [...shown].reverse();
    const marks = axes.values([0, ...lines.map((row) => row.moved)], true);
    const [low, high] = marks.range;
    const phone = axes.narrow(), names = lines.map((row) => EduStat.inPlot(name(row, 40))); // on a phone they stand above the lines
    const across = { ...axes.fewer(marks, phone ? 4 : Infinity), range: [low - 0.04 * (high - low), high], showgrid: true, gridcolor: rule, title: { text: t("后一版次比前一版次，%"), font: { size: 12 } } };
    const down = { tickvals: lines.map((_, i) => i), ticktext: phone ? names.map(() => "") : names, range: [-0.6, lines.length - (phone ? 0.2 : 0.4)], showgrid: false };
    const layout = axes.layout(across, down, 80 + (phone ? 54 : 30) * lines.length, { hovermode: "closest", margin: { l: phone ? 26 : axes.room(names, 60), r: 70, t: 10, b: 50 } });
    layout.annotations = lines.map((row, i) => axes.label(Math.max(row.moved, 0), i, numbers.percent(row.moved), { xanchor: "left", xshift: 10 }));
    if (phone) layout.annotations.push(...names.map((text, i) => axes.label(0, i + 0.2, text, { xref: "paper", xanchor: "left", xshift: -22, yanchor: "bottom", font: { size: 13, color: axes.theme().ink } })));
    const data = lines.map((row, i) => { const color = row.moved < 0 ? fall : rise; return { type: "scatter", mode: "lines+markers", cliponaxis: false, x: [0, row.moved], y: [i, i], line: { color, width: 3, dash: row.moved < 0 ? "dot" : "solid" }, marker: { color: [paper, color], size: 10, line: { color, width: 2 } }, hovertemplate: `${EduStat.inPlot(name(row))}<extra></extra>` }; });
    const steps = (row) => STEPS.replace("{before}", EduStat.release(row.before_release)).replace("{after}", EduStat.release(row.release));
    const head = [t("地区"), t("学段"), t("指标"), t("年份"), t("版次"), t("前一版次"), t("后一版次"), t("变动")];
    return EduStat.figure({ id: "revised", title: t("修订最大的是{name}，{change}", { name: name(shown[0]), change: numbers.percent(shown[0].moved) }), subtitle: t("版次之间的修订 · 单位：% · 全部地区"), source: EduStat.signed(), figures: [{ data, layout }], head,
      table: rows.map((row) => [EduStat.place(row.region), EduStat.level(row.level), EduStat.indicator(row.indicator), row.year, steps(row), row.before, row.value, row.moved]),
      texts: rows.map((row) => { const indicator = EduStat.known.indicators.get(row.indicator); return [EduStat.place(row.region), EduStat.level(row.level), EduStat.indicator(row.indicator), year(row), steps(row), { text: text(row.before, indicator), value: row.before }, { text: EduStat.number(text(row.value, indicator), row), value: row.value }, { text: moved(row.indicator, row.moved), value: row.moved }]; }) });
  }
}
