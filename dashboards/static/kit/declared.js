/* Charts declared in pages.yaml: which have data in a region, what their titles, notes and tables say. */
"use strict";
{
  const { t, numbers, axes } = EduStat;
  const LEAST = 3; // years that make a trend

  const telling = {}; // kind → function, for kinds that tell their figure themselves

  /** Declare a kind that tells its whole figure: (data, record, place) → what EduStat.figure takes; null without data. */
  EduStat.toldBy = (kind, tell) => { telling[kind] = tell; };

  function tell(data, one, place) {
    if (telling[one.kind]) return telling[one.kind](data, one, place);
    const lines = withData(data, one);
    return lines.length ? told(data, one, lines) : null;
  }

  const drawable = (one) => `drawable|${one.id}|${EduStat.state.get("release")}`;

  /** Charts of a screen; those about one of `only` where that is given. */
  const chartsOf = (screen, { only }) => EduStat.known.pages.charts.filter((chart) => chart.screen === screen && (!only || chart.indicators.some((id) => only.includes(id))));

  /** The declared charts of a screen that have data in this region, in declared order, under their headings. */
  EduStat.declaredCharts = (screen, data, place = {}) => {
    const [made, all] = [new Map(), chartsOf(screen, place)];
    for (const one of all) {
      const spec = made.has(one.unless) ? null : tell(data, one, place);
      if (!made.has(one.unless)) EduStat.once(data, drawable(one), () => Boolean(spec));
      if (spec) made.set(one.id, { one, figure: EduStat.figure(spec) });
    }
    let heading = null;
    return [...made.values()].flatMap(({ one, figure }) => {
      const first = one.heading !== heading;
      heading = one.heading;
      return first && heading ? [EduStat.h("h2", { class: "theme" }, t(heading)), figure] : [figure];
    });
  };

  /** What of a screen's charts can't be drawn here, and why; null where nothing is missing. */
  EduStat.undrawn = (screen, data, place = {}) => {
    const all = chartsOf(screen, place);
    const drawn = (one) => EduStat.once(data, drawable(one), () => Boolean(tell(data, one, place)));
    const covered = (one) => drawn(one) || all.some((other) => (other.unless === one.id || one.unless === other.id) && drawn(other));
    const lacking = all.filter((one) => !one.unless && !covered(one));
    const some = (one) => one.indicators.some((indicator) => one.levels.some((level) => EduStat.series(data, indicator, level)));
    const name = (one) => EduStat.join(one.levels.length < 3 && one.levels[0] !== "all" ? EduStat.listed(one.levels.map(EduStat.level)) : "", EduStat.indicator(one.indicators[0]));
    const names = (list) => EduStat.listed([...new Set(list.map(name))]);
    const [short, none] = [lacking.filter(some), lacking.filter((one) => !some(one))];
    const says = [none.length && t("没有数据：{names}", { names: names(none) }), short.length && t("年份太少、不成趋势：{names}", { names: names(short) })].filter(Boolean);
    return says.length ? EduStat.note(t("本页没有画出的图。"), says.join(EduStat.SEMICOLON), EduStat.STOP) : null;
  };

  function withData(data, { kind, indicators, levels }) {
    const found = indicators.flatMap((indicator) => levels.map((level) => EduStat.series(data, indicator, level)));
    return found.filter((one) => one && enough(kind, one));
  }

  function enough(kind, one) {
    if (kind === "slope") return one.last.previous !== null;
    if (kind === "growth") return one.rows.filter((row) => row.growth !== null).length >= LEAST;
    return one.points.length >= LEAST;
  }

  function told(data, one, lines) {
    const norm = threshold(data.region, one, Math.max(...lines.map((line) => line.last.year)));
    const figures = EduStat.kinds[one.kind](lines, { norm });
    const panels = one.kind === "panels";
    return {
      id: one.id, title: t(one.title, findings(lines)), subtitle: subtitle(data.region, one, lines), source: EduStat.source(data, lines),
      key: one.kind === "trend" ? key(lines) : [], names: panels ? lines.map((line) => EduStat.level(line.level)) : [], figures,
      notes: notes(lines, one.kind, one.kind === "trend" && figures.some(axes.aboveZero)), alt: spoken(lines), ...EduStat.behind(lines),
    };
  }

  /** The threshold in force in the newest year: {value, text, since}; none where it is not meant for this kind of region. */
  function threshold(region, { norm, indicators }, year) {
    if (!norm || EduStat.known.regions.get(region)?.kind !== norm) return null;
    const row = EduStat.known.words.norms.find((each) => indicators.includes(each.indicator) && (each.valid_from ?? 0) <= year && year <= (each.valid_to ?? 9999));
    if (!row) return null;
    const word = { ">=": t("不低于"), ">": t("高于"), "<=": t("不高于"), "<": t("低于") }[row.operator];
    return { value: Number(row.value), text: EduStat.join(word, ` ${numbers.all(Number(row.value))}${row.unit}`), since: row.valid_from ?? 0 };
  }

  /** A record told in the ordinary way about the series that are given. */
  EduStat.plainly = (data, one, lines) => told(data, one, lines);
  EduStat.findings = (lines) => findings(lines);

  /** What a title may say, about the first series and about the newest year of all. */
  function findings(lines) {
    const [line] = lines;
    const text = (x) => numbers.value(x, line.unit, line.indicator.decimals ?? 2);
    const [[firstYear, first], [lastYear, last]] = [line.points[0], line.points.at(-1)];
    const newest = lines.map((one) => one.last).filter((row) => row.year === lastYear);
    const counted = lines.length > 1 ? newest : line.rows.filter((row) => row.growth !== null);
    const fell = counted.filter((row) => (row.growth ?? 0) < 0).length;
    const falls = fell ? t(lines.length > 1 ? " {n} 个下降" : " {n} 次下降", { n: fell }) : t("无一下降");
    return { first_year: firstYear, last_year: lastYear, first: text(first), last: text(last), moved: t(last > first ? "升至" : last < first ? "降至" : "持平于"), change: change(line), count: counted.length, falls, lead: EduStat.level(line.level) };
  }

  /** 比上年升高 0.04 个百分点, 比上年减少 0.18%, or that there is nothing to compare with. */
  function change({ last, indicator }) {
    if (last.growth === null) return t("无可比的上年数");
    const text = numbers.change(Math.abs(last.growth), indicator.change || "relative").replace(/^\+/, "");
    if (!/[1-9]/.test(text)) return t("与上年基本持平");
    const up = last.growth > 0;
    return indicator.change === "points" ? t(up ? "比上年升高 {text}" : "比上年降低 {text}", { text }) : t(up ? "比上年增长 {text}" : "比上年减少 {text}", { text });
  }

  function subtitle(region, one, lines) {
    const unit = one.kind === "growth" ? t("比上年，%") : axes.divisor(lines)[1];
    const years = lines.flatMap((line) => line.points.map(([year]) => year));
    const names = EduStat.listed([...new Set(lines.map((line) => EduStat.named(line.indicator)))]);
    const span = one.kind === "slope" ? t("{year} 与上年", { year: Math.max(...years) }) : `${Math.min(...years)}–${Math.max(...years)}`;
    return EduStat.subtitle({ names, unit, region, span, kind: lines[0].indicator.year_kind });
  }

  /** Indicator · unit · scope · time, as it stands under the title of every chart. */
  EduStat.subtitle = ({ names, unit, region, span, kind }) =>
    [names, t("单位：{unit}", { unit: unit === ":1" ? t("比 1") : unit }), EduStat.place(region), EduStat.join(`${span} `, t(EduStat.known.words.year_kinds[kind || "fiscal"]))].join(" · ");

  /** The deliveries the numbers come from, how final they are, and who has signed. */
  EduStat.source = (data, lines) => {
    const files = EduStat.known.deliveries;
    const wanted = new Set(lines.map((line) => line.indicator.id));
    const ids = new Set((data.sources ?? []).flatMap(([deliveries, indicators]) => (indicators.some((id) => wanted.has(id)) ? deliveries : [])));
    const titles = [...new Set([...ids].map((id) => files?.get(id)?.title || files?.get(id)?.file_name || id))].sort();
    if (lines.some((line) => line.rows.some((row) => row.basis === "rolled_up"))) titles.push(t("下级报送件汇总"));
    const releases = new Set(lines.flatMap((line) => line.shown.map((row) => row.release)));
    const shown = [...EduStat.known.releases.keys()].filter((id) => releases.has(id)).map(EduStat.release);
    return t("来源：{titles} · 版次：{releases} · {signed}", { titles: titles.join("；") || numbers.ABSENT, releases: EduStat.listed(shown), signed: EduStat.signed() });
  };

  function key(lines) {
    const byLevel = new Set(lines.map((line) => line.indicator.id)).size === 1;
    return lines.map((line, i) => ({ name: byLevel ? EduStat.level(line.level) : EduStat.named(line.indicator), ...axes.theme().lines[i] }));
  }

  /** What a reader must know: breaks, years left open, doubted numbers, an axis that does not start at zero. */
  function notes(lines, kind, above) {
    if (kind === "slope") return doubts(lines);
    const cuts = new Map(lines.flatMap((line) => [...line.cuts]));
    const told = [...cuts].sort(([a], [b]) => a - b).map(([year, reason]) => t(kind === "growth" ? "{year} 年起口径调整：{reason}。" : "{year} 年起口径调整，线在此断开：{reason}。", { year, reason }));
    const field = kind === "growth" ? "growth" : "value";
    const kept = new Set(lines.flatMap((line) => line.rows.filter((row) => row.withheld).map((row) => row.year)));
    const missing = new Set(lines.flatMap((line) => absent(line.rows.filter((row) => row[field] !== null || row.withheld).map((row) => row.year))));
    if (missing.size) told.push(t("{years} 年没有数据，留空不补。", { years: EduStat.spans(missing) }));
    if (kept.size) told.push(t("{years} 年为保密不公布（×）。", { years: EduStat.spans(kept) }));
    return [...told, ...doubts(lines), ...(above ? [t("纵轴不从 0 起。")] : [])];
  }

  const absent = (years) => years.slice(1).flatMap((year, i) => Array.from({ length: year - years[i] - 1 }, (_, k) => years[i] + 1 + k));

  function doubts(lines) {
    const years = new Set(lines.flatMap((line) => line.rows.filter((row) => row.doubted).map((row) => row.year)));
    const flag = EduStat.known.flags.get("unexplained");
    return years.size ? [`${flag.icon} ${t(flag.word)}${EduStat.COLON}${t("{years} 年", { years: EduStat.spans(years) })}${EduStat.english() ? " " : ""}${t(flag.says)}${EduStat.STOP}`] : [];
  }

  /** First, last and largest value of the first series, in words. */
  function spoken(lines) {
    const text = (line, [year, x]) => t("{year} 年 {value}", { year, value: numbers.value(x, line.unit, line.indicator.decimals ?? 2) });
    return lines.slice(0, 6).map((line) => EduStat.join(EduStat.level(line.level), EduStat.COLON, EduStat.listed([...new Set([text(line, line.points[0]), text(line, line.points.at(-1))])]))).join(EduStat.SEMICOLON);
  }

  /** The data behind a chart, newest year first: raw for downloads; as shown, each number leading to its evidence. */
  EduStat.behind = (lines) => {
    const [by, unit] = axes.divisor(lines);
    const several = new Set(lines.map((line) => line.indicator.id)).size > 1;
    const head = [t("年份"), ...lines.flatMap((line) => [EduStat.aside(several || line.level === "all" ? EduStat.named(line.indicator) : EduStat.level(line.level), unit), t("比上年")])];
    const years = [...new Set(lines.flatMap((line) => line.rows.map((row) => row.year)))].sort((a, b) => b - a);
    const rowOf = (line, year) => line.rows.find((row) => row.year === year) ?? {};
    const pair = (line, year) => {
      const row = rowOf(line, year);
      const text = numbers.plain(numbers.absent(row.value) ? null : row.value / by, line.indicator.decimals ?? 2) + (row.doubted ? " ?" : "");
      const value = { text: row.withheld ? EduStat.withheld() : row.release ? EduStat.number(text, { region: line.region, indicator: line.indicator.id, level: line.level, ...row }) : text, value: row.value ?? null };
      return [value, { text: numbers.change(row.growth ?? null, line.indicator.change || "relative"), value: row.growth ?? null }];
    };
    return { head, texts: years.map((year) => [String(year), ...lines.flatMap((line) => pair(line, year))]),
      table: years.map((year) => [year, ...lines.flatMap((line) => { const row = rowOf(line, year); return [numbers.absent(row.value) ? null : row.value / by, row.growth ?? null]; })]) };
  };
}
