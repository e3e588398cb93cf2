/* Rates around 100 %: one fixed axis, targets as a band, what is above 100 % explained and never clipped; and cohorts from entry to graduation. */
"use strict";
{
  const { t, numbers, axes } = EduStat;
  const LOW = 80, HIGH = 105, HEIGHT = 300, MARGINS = 74, ROW = 40;

  /** The axis of rates: 80–105, further up where a value is higher, from zero where one is lower. */
  EduStat.rateAxis = (values) => {
    const [least, most] = [Math.min(...values), Math.max(...values)], low = least < LOW ? 0 : LOW, step = low ? 5 : 20;
    const high = most > HIGH ? Math.ceil((most + 0.5) / step) * step : low ? HIGH : 105;
    const tickvals = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
    return { tickvals, ticktext: tickvals.map(String), range: [low, high] };
  };

  /** Targets that hold for a region: `whom` is the country alone, or all others; a place's own goes before the general one. */
  function targets(region, lines, whom) {
    const country = EduStat.known.regions.get(region)?.kind === "country";
    if (!whom || country !== (whom === "country")) return [];
    const path = EduStat.path(region);
    return lines.flatMap((line) => {
      const found = (EduStat.known.words.norms ?? []).filter((one) => one.indicator === line.indicator.id && one.level === line.level && one.operator.startsWith(">") && (!one.area || path.includes(one.area)));
      const most = Math.max(...found.map((one) => path.indexOf(one.area ?? "")));
      return found.filter((one) => path.indexOf(one.area ?? "") === most).map((one) => ({ line, value: Number(one.value), from: Number(one.valid_from) || line.points[0][0], to: Number(one.valid_to) || Infinity, document: one.document }));
    }).filter(({ line, from, to }) => from <= line.last.year && to >= line.points[0][0]);
  }

  EduStat.toldBy("rate", (data, one) => {
    const lines = one.indicators.flatMap((indicator) => one.levels.map((level) => EduStat.series(data, indicator, level))).filter((line) => line && line.points.length >= 3);
    if (!lines.length) return null;
    const spec = EduStat.plainly(data, { ...one, kind: "trend" }, lines), scale = EduStat.rateAxis(lines.flatMap((line) => line.points.map(([, y]) => y)));
    const found = targets(data.region, lines, one.norm), [low, high] = scale.range;
    const axis = low ? t("纵轴固定为 {low}%—{high}%，不从 0 起。", { low, high }) : t("有低于 {low}% 的数，纵轴从 0 起。", { low: LOW });
    const { layout } = spec.figures[0];
    layout.yaxis = { ...layout.yaxis, ...scale };
    layout.shapes = [];
    layout.annotations = axes.endLabels(lines, 1, (HEIGHT - MARGINS) / (high - low));
    axes.cuts(layout, lines);
    found.forEach((target) => { const [shapes, words] = band(target, high, lines.length > 1); layout.shapes.push(...shapes); layout.annotations.push(words); });
    if (high > 100) layout.shapes.push({ type: "line", xref: "paper", x0: 0, x1: 1, y0: 100, y1: 100, line: { color: axes.theme().quiet, width: 1.2 }, layer: "below" });
    const kept = spec.notes.filter((text) => text !== t("纵轴不从 0 起。"));
    return { ...spec, notes: [...over(lines), ...kept, axis, ...found.map((each) => t("目标{text}：{document}。", { text: words(each), document: EduStat.tell(each.document) }))] };
  });

  const words = ({ value, from, to }) => t(Number.isFinite(to) ? "≥{value}%（{from}–{to} 年）" : "≥{value}%（{from} 年起）", { value: numbers.all(value), from, to });

  /** A pale band from the target up, for the years in which it holds; its edge dashed, its words inside. */
  function band({ line, value, from, to }, high, several) {
    const { target, ink } = axes.theme(), x0 = Math.max(from, line.points[0][0]) - 0.5, x1 = Math.min(to, 2100) + 0.5;
    const name = several && line.level !== "all" ? `${EduStat.level(line.level)} ` : "";
    return [[{ type: "rect", x0, x1, y0: value, y1: high, fillcolor: target ?? "#f2b705", opacity: 0.13, line: { width: 0 }, layer: "below" }, { type: "line", x0, x1, y0: value, y1: value, line: { color: ink, width: 1, dash: "dash" }, layer: "below" }],
      axes.label(x0, high, `${name}${t("目标 ≥{value}%", { value: numbers.all(value) })}`, { xanchor: "left", yanchor: "top", xshift: 3, yshift: -1, font: { size: 12, color: ink } })];
  }

  /** Why a rate may be above 100 %, by what it is reckoned of; where it may not, that it has to be checked. */
  function over(lines) {
    const reason = (indicator) => (indicator.ceiling ? t("这个比率不应高于 100%，须核实") : /gross/.test(indicator.id) ? t("分子不论年龄，含跨区就读和提前、推迟入学的学生，分母只是本地学龄人口") : /promotion/.test(indicator.id) ? t("含跨区招生和往届生") : t("有净转入（随迁、跨区就读），分子多出入学时不在本地的学生"));
    return lines.map((line) => [line, line.points.filter(([, y]) => y > 100).map(([year]) => year)]).filter(([, years]) => years.length).map(([line, years]) =>
      t("{name} {years} 年高于 100%：{reason}；照实画出，不截断。", { name: EduStat.atLevel(line.indicator, line.level), years: EduStat.spans(years), reason: reason(line.indicator) }));
  }

  /** What a cohort starts from and ends with, by the rate that is not adjusted. */
  const ENDS = () => ({ nine_year_completion: [t("小学招生"), 9, t("初中毕业")], junior_graduation_rate: [t("初中招生"), 3, t("初中毕业")], junior_retention: [t("初中起始年级"), 2, t("初中毕业年级")], primary_retention: [t("小学一年级"), 5, t("小学毕业年级")] });
  const WAY = () => [[/_a$/, t("写法A（转入转出计入基数）")], [/_b$/, t("写法B（毕业生扣除转入、加回转出）")], [/./, t("未修正")]];
  const way = (id) => WAY().find(([shape]) => shape.test(id))[1];
  const whole = (row) => !numbers.absent(row?.numerator) && !numbers.absent(row.denominator) && row.denominator > 0;

  /** Years of graduation for which a cohort can be followed, newest first. */
  EduStat.cohortYears = (data, { indicators, levels }) => [...new Set(indicators.filter((id) => ENDS()[id]).flatMap((id) => EduStat.series(data, id, levels[0])?.rows.filter(whole).map((row) => row.year) ?? []))].sort((a, b) => b - a);

  EduStat.toldBy("cohort", (data, one, { year: asked }) => {
    const [level] = one.levels, years = EduStat.cohortYears(data, one);
    if (!years.length) return null;
    const year = years.includes(asked) ? asked : years[0];
    const ways = one.indicators.map((id) => ({ line: EduStat.series(data, id, level) })).map(({ line }) => ({ line, row: line?.rows.find((row) => row.year === year) })).filter(({ row }) => whole(row));
    const main = ways.find(({ line }) => ENDS()[line.indicator.id]);
    const absent = one.indicators.filter((id) => /_[ab]$/.test(id) && !ways.some(({ line }) => line.indicator.id === id)).map(way);
    const rows = steps(data, main, ways, year), rate = (row) => numbers.value(row.value, "%");
    const head = [t("写法"), t("基数（人）"), t("到毕业（人）"), t("比率（%）")];
    return {
      id: one.id, title: t(one.title, { last_year: year, last: rate(main.row) }),
      subtitle: EduStat.subtitle({ names: EduStat.listed(ways.map(({ line }) => EduStat.named(line.indicator))), unit: t("人"), region: data.region, span: String(year), kind: main.line.indicator.year_kind }),
      source: EduStat.source(data, ways.map(({ line, row }) => ({ ...line, rows: [row], shown: [row] }))), figures: [drawn(rows)],
      notes: [absent.length ? t("没有本届的转入、转出数，不能算{ways}。", { ways: EduStat.listed(absent) }) : t("三种写法并列，不互相代替；写法A 的转入转出取自同一台账时恒等于 100%。"),
        main.row.value > 100 && t("高于 100%：有净转入（随迁、跨区就读），毕业生多出入学时不在本地的学生。"), rows.some((row) => row.value === null) && t("途中的年份没有数据，写作未知。"), main.line.indicator.id === "nine_year_completion" && t("途中两步按六三学制取 3 年前；五四学制的地区为 4 年前。")].filter(Boolean),
      alt: rows.map((row) => `${row.name} ${row.text}`).join(EduStat.SEMICOLON), head,
      table: ways.map(({ line, row }) => [EduStat.named(line.indicator), row.numerator, row.denominator, row.value].map((x, i, all) => (i === 1 ? all[2] : i === 2 ? all[1] : x))),
      texts: ways.map(({ line, row }) => [EduStat.named(line.indicator), { text: numbers.plain(row.denominator, 0), value: row.denominator }, { text: numbers.plain(row.numerator, 0), value: row.numerator }, { text: EduStat.number(rate(row), { region: data.region, indicator: line.indicator.id, level, ...row }), value: row.value }]),
    };
  });

  /** One line per step: entry, on the way, graduation; then base and graduates as each way corrects them. */
  function steps(data, { line, row }, ways, year) {
    const [entry, back, end] = ENDS()[line.indicator.id], base = row.denominator, nine = back === 9;
    const text = (value, share) => (value === null ? t("未知") : `${numbers.scaled(value, "")}　${numbers.plain(share, 1)}%`);
    const step = (name, value, share, look) => ({ name, value, text: text(value, share), look });
    const at = (indicator, level, when) => EduStat.series(data, indicator, level)?.points.find(([each]) => each === when)?.[1] ?? null;
    const middle = nine ? [[t("{year} 年小学毕业", { year: year - 3 }), at("graduates_total", "primary", year - 3)], [t("{year} 年初中招生", { year: year - 3 }), at("entrants_total", "junior", year - 3)]] : [];
    const first = nine || EduStat.known.regions.get(data.region)?.kind === "country" ? `${t("{year} 年", { year: year - back })}${EduStat.english() ? " " : ""}${entry}` : entry;
    const corrected = ways.filter(({ line: one }) => /_[ab]$/.test(one.indicator.id)).map(({ line: one, row: told }) => (/_a$/.test(one.indicator.id) ? step(t("写法A 的基数"), told.denominator, told.value, "base") : step(t("写法B 的毕业生"), told.numerator, told.value, "end")));
    return [step(first, base, 100, "base"), ...middle.map(([name, value]) => step(name, value, (100 * value) / base, "way")), step(`${t("{year} 年", { year })}${EduStat.english() ? " " : ""}${end}`, row.numerator, row.value, "end"), ...corrected];
  }

  function drawn(rows) {
    const { before, ink, paper, quiet, rule, lines: [{ color }] } = axes.theme();
    const [by, unit] = numbers.scale("人", Math.max(...rows.map((row) => row.value ?? 0)));
    const marks = axes.values([0, ...rows.map((row) => (row.value ?? 0) / by)], true), place = (i) => rows.length - 1 - i;
    const phone = axes.narrow(), names = phone ? rows.map(() => "") : rows.map((row) => EduStat.inPlot(row.name));
    const layout = axes.layout({ ...marks, range: [0, 1.02 * Math.max(...rows.map((row) => (row.value ?? 0) / by))], showgrid: true, gridcolor: rule, showline: false, title: { text: unit, font: { size: 12, color: quiet }, standoff: 4 } }, { tickvals: rows.map((_, i) => place(i)), ticktext: names, range: [-0.6, rows.length - (phone ? 0.2 : 0.4)], showgrid: false },
      60 + (phone ? 58 : ROW) * rows.length, { hovermode: "closest", bargap: phone ? 0.55 : 0.35, margin: { l: phone ? 6 : axes.room(rows.map((row) => row.name), 84) - 6, r: axes.room(rows.map((row) => row.text), 60), t: 8, b: 46 } });
    const right = layout.margin.r;
    layout.shapes = [{ type: "line", yref: "paper", x0: 0, x1: 0, y0: 0, y1: 1, line: { color: ink, width: 1 } }];
    layout.annotations = rows.map((row, i) => axes.label(1, place(i), row.text, { xref: "paper", xanchor: "right", xshift: right - 4, font: { size: 13, color: row.value === null ? quiet : ink, weight: row.look === "end" ? 700 : 400 } }));
    if (phone) layout.annotations.push(...rows.map((row, i) => axes.label(0, place(i) + 0.24, EduStat.inPlot(row.name), { xanchor: "left", yanchor: "bottom", font: { size: 13, color: ink } })));
    const fill = { base: before, way: paper, end: color };
    return { data: [{ type: "bar", orientation: "h", y: rows.map((_, i) => place(i)), x: rows.map((row) => (row.value ?? 0) / by), customdata: rows.map((row) => `${EduStat.inPlot(row.name)} ${row.text}`), hovertemplate: "%{customdata}<extra></extra>", marker: { color: rows.map((row) => fill[row.look]), line: { color: rows.map((row) => (row.look === "base" ? before : color)), width: rows.map((row) => (row.value === null ? 0 : 1.5)) } } }], layout };
  }
}
