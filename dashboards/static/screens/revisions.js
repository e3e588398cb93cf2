/* What this publication says differently from an earlier one, and how far figures moved from release to release. */
"use strict";
{
  const { h, t, numbers, axes } = EduStat;
  const SHOWN = 12, PAGE = 100; // dumbbells; rows of a page
  const NOTHING = { verdicts: { real: 0, example: 0, rows: 0 }, values: { real: 0, example: 0, rows: 0 }, added: {} };

  EduStat.screen("revisions", async ({ state }) => {
    const told = await EduStat.need("revisions"), kinds = ["largest", "triangle", "turned"];
    const [version, ...earlier] = EduStat.rows(told.versions);
    const since = told.sinces.includes(state.since) ? state.since : told.sinces[0];
    const step = since ? await EduStat.need(`revisions/${since}`) : NOTHING, before = earlier.find((one) => one.publication === since)?.version;
    const added = EduStat.rows(step.added);
    const any = (example) => [step.verdicts, step.values].some((list) => list[example ? "example" : "real"]) || [added, ...kinds.map((kind) => EduStat.rows(told[kind]))].some((rows) => rows.some((row) => Boolean(row.example) === example));
    const parts = [false, true].filter(any);
    const example = parts.length > 1 ? state.part === "true" : Boolean(parts[0]);
    const mine = (rows) => rows.filter((row) => Boolean(row.example) === example);
    const [largest, triangle, turned] = kinds.map((kind) => mine(EduStat.rows(told[kind]))), fresh = mine(added);
    const count = (list) => (example ? list.example : list.real), verdicts = count(step.verdicts), values = count(step.values);
    const words = { version: version?.version ?? "", before: before ?? "", verdicts, values, n: turned.length };
    return {
      title: verdicts || values || fresh.length ? t("第 {version} 版：{verdicts} 项结论、{values} 个数值与第 {before} 版不同", words) : since ? t("与第 {before} 版没有不同；{n} 项结论随版次改变", words) : t("没有更早的发布可比；{n} 项结论随版次改变", words),
      honesty: t("较早的发布仍保留原来的数；版次之间的修订按同一地区、指标、学段、年份逐一比较。"),
      example,
      body: [
        told.sinces.length > 1 && EduStat.choices(t("与哪一次发布相比"), told.sinces.map((one) => [one, published(one, earlier)]), "since", since),
        parts.length > 1 && EduStat.choices(t("真实地区与示例"), [["false", t("真实地区")], ["true", t("示例数据")]], "part", String(example)),
        verdicts > 0 && EduStat.part(t("改变了的结论"), t("{n} 项", { n: verdicts }), await paged("verdicts", since, step.verdicts, example, state)),
        values > 0 && EduStat.part(t("改变了的数值"), t("按对结论的影响，再按变动幅度"), await paged("values", since, step.values, example, state)),
        fresh.length > 0 && EduStat.part(t("新增的数值和结论"), null, addedTable(fresh)),
        since && EduStat.note(t("每一处修订，连同新增的每一个数和每一项结论，见下载文件夹中的 revisions（csv、parquet）。")),
        turned.length > 0 && EduStat.part(t("随版次改变的结论"), t("{n} 项", { n: turned.length }), turnedTable(turned)),
        ...released(largest, triangle, state),
      ],
    };
  });

  /** Version and moment of a publication, by which it is chosen. */
  const published = (id, versions) => EduStat.aside(versions.find((one) => one.publication === id)?.version ?? id, id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d).*$/, "$1-$2-$3 $4:$5"));

  /** One page of a list that stands in blocks, with links to the others and the whole list as a download. */
  async function paged(name, since, list, example, state) {
    const first = example ? list.real : 0, all = example ? list.example : list.real, pages = Math.ceil(all / PAGE);
    const page = Math.min(Math.max(Number(state[name]) || 1, 1), pages), { title, head, cells, plain } = LISTS[name]();
    const rows = (from, to) => EduStat.blockRows(`revisions/${since}/${name}`, list, first + from, first + Math.min(to, all));
    return [
      EduStat.table({ name: title, sortable: true, download: false, head, rows: (await rows((page - 1) * PAGE, page * PAGE)).map(cells) }),
      EduStat.pager(page, pages, name), h("p", { class: "tools" }, t("下载："), EduStat.downloads(title, head, async () => (await rows(0, all)).map(plain))),
    ];
  }

  /** What moved between releases; of one pair of them where there are several. */
  function released(largest, triangle, state) {
    if (!largest.length && !triangle.length) return [h("p", { class: "quiet" }, t("没有同一个数的两个版次可比。"))];
    const pairs = [...new Set(triangle.map(pair))], chosen = pairs.includes(state.pair) ? state.pair : pairs[0];
    const [moved, means] = [largest, triangle].map((rows) => rows.filter((row) => pair(row) === chosen));
    return [
      pairs.length > 1 && EduStat.choices(t("哪两个版次"), pairs.map((one) => [one, steps(triangle.find((row) => pair(row) === one))]), "pair", chosen),
      dumbbells(moved), means.length > 0 && EduStat.part(t("各指标的平均修订"), t("后一版次与前一版次之差的绝对值"), triangleTable(means)),
    ];
  }

  const pair = (row) => `${row.before_release}-${row.release}`;
  const steps = (row) => `${EduStat.release(row.before_release)} → ${EduStat.release(row.release)}`;
  const word = (id) => (id ? t(EduStat.known.verdicts.get(id)?.word ?? id) : numbers.ABSENT);
  const year = (row) => ({ text: String(row.year), value: row.year });
  const text = (x, indicator) => numbers.value(x, indicator?.unit ?? "", indicator?.decimals ?? 2);

  /** A revision in the terms of its indicator: percentages move by percentage points, all else by %. */
  const isShare = (id) => EduStat.known.indicators.get(id)?.unit === "%";
  const moved = (id, value) => (numbers.absent(value) ? numbers.ABSENT : (isShare(id) ? numbers.points : numbers.percent)(value, numbers.digits(value)));
  const size = (id, value) => ({ value, text: moved(id, value).replace(/^\+/, "") });

  const title = (row) => EduStat.named(EduStat.known.tests.get(row.item), "title") || row.item;
  const place = (row) => [EduStat.place(row.region), year(row), EduStat.level(row.level)], plainly = (row) => [EduStat.place(row.region), row.year, EduStat.level(row.level)];
  const sides = () => [t("版次"), t("那次发布"), t("本次发布")], places = () => [t("地区"), t("年份"), t("学段")];
  const LISTS = {
    verdicts: () => ({
      title: t("改变了的结论"), head: [...places(), t("法定检验"), ...sides()],
      cells: (row) => [...place(row), { text: h("a", { href: EduStat.cardOf({ ...row, test: row.item }) }, title(row)), value: row.item }, EduStat.release(row.release), word(row.before_word), { text: row.after_word ? EduStat.sign(row.after_word) : numbers.ABSENT, value: word(row.after_word) }],
      plain: (row) => [...plainly(row), title(row), EduStat.release(row.release), word(row.before_word), word(row.after_word)],
    }),
    values: () => ({
      title: t("改变了的数值"), head: [...places(), t("指标"), ...sides(), t("变动"), t("有结论改变")],
      cells: (row) => { const indicator = EduStat.known.indicators.get(row.item); return [...place(row), EduStat.indicator(row.item), EduStat.release(row.release), { text: text(row.before, indicator), value: row.before },
        { text: row.change === "removed" ? numbers.ABSENT : EduStat.number(text(row.after, indicator), { ...row, indicator: row.item }), value: row.after }, { text: moved(row.item, row.moved), value: row.moved }, row.touched ? "✓" : ""]; },
      plain: (row) => [...plainly(row), EduStat.indicator(row.item), EduStat.release(row.release), row.before, row.after, row.moved, row.touched ? "✓" : ""],
    }),
  };

  function addedTable(rows) {
    const kinds = { value: t("数值"), verdict: t("结论") };
    return EduStat.table({ name: t("新增的数值和结论"), sortable: true, head: [t("年份"), t("种类"), t("新增"), t("地区数")], rows: rows.map((row) => [year(row), kinds[row.kind], row.figures, row.regions]) });
  }

  function turnedTable(rows) {
    return EduStat.table({ name: t("随版次改变的结论"), sortable: true, head: [t("地区"), t("年份"), t("学段"), t("法定检验"), t("各版次的结论")],
      rows: rows.map((row) => [EduStat.place(row.region), year(row), EduStat.level(row.level), { text: h("a", { href: EduStat.cardOf(row) }, EduStat.named(EduStat.known.tests.get(row.test), "title")), value: row.test }, { text: h("span", null, row.release.map((release, i) => [i ? " → " : "", `${EduStat.release(release)} `, EduStat.sign(row.verdict[i])])), value: row.verdict.join(" ") }]) });
  }

  function triangleTable(rows) {
    return EduStat.table({ name: t("各指标的平均修订"), sortable: true, head: [t("指标"), t("版次"), t("可比的数"), t("有修订的"), t("平均修订"), t("最大修订")],
      rows: rows.map((row) => [EduStat.indicator(row.indicator), steps(row), row.pairs, row.revised, size(row.indicator, row.mean), size(row.indicator, row.largest)]) });
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
    const head = [t("地区"), t("学段"), t("指标"), t("年份"), t("版次"), t("前一版次"), t("后一版次"), t("变动")];
    return EduStat.figure({ id: "revised", title: t("修订最大的是{name}，{change}", { name: name(shown[0]), change: numbers.percent(shown[0].moved) }), subtitle: t("版次之间的修订 · 单位：% · 全部地区"), source: EduStat.signed(), figures: [{ data, layout }], head,
      table: rows.map((row) => [EduStat.place(row.region), EduStat.level(row.level), EduStat.indicator(row.indicator), row.year, steps(row), row.before, row.value, row.moved]),
      texts: rows.map((row) => { const indicator = EduStat.known.indicators.get(row.indicator); return [EduStat.place(row.region), EduStat.level(row.level), EduStat.indicator(row.indicator), year(row), steps(row), { text: text(row.before, indicator), value: row.before }, { text: EduStat.number(text(row.value, indicator), row), value: row.value }, { text: moved(row.indicator, row.moved), value: row.moved }]; }) });
  }
}
