/* What an indicator means, in words: how it is made, of what, and from which forms its parts arrive. */
"use strict";
{
  const { t, numbers } = EduStat;
  const NAMES = /[a-z][a-z0-9_]*/g;
  const measures = () => (EduStat.known.measures ??= new Map((EduStat.known.words.measures ?? []).map((one) => [one.id, one])));

  /** Name of a measure, a level or an indicator in the chosen language. */
  EduStat.measure = (id) => EduStat.named(measures().get(id)) || EduStat.indicator(id);
  const told = (id) => (measures().has(id) ? EduStat.named(measures().get(id)) : EduStat.known.levels.has(id) ? EduStat.level(id) : id === "ago" ? t("往年") : id);

  /** A declared expression with names for ids: 初中·毕业班在校生. */
  EduStat.inWords = (text) => (text ?? "").replace(NAMES, told).replaceAll(".", "·");

  /** 在校生数 ÷ 专任教师数 × 100; of indicators: how they are put together. */
  EduStat.formulaOf = (one) => {
    if (one.parts?.length) return `${t(EduStat.known.words.indicator_kinds[one.kind] ?? one.kind)}${EduStat.COLON}${EduStat.listed(one.parts.map(EduStat.indicator))}`;
    const sides = [one.numerator, one.denominator].filter(Boolean).map(EduStat.inWords);
    const scale = sides.length && Number(one.scale ?? 1) !== 1 ? ` × ${numbers.plain(Number(one.scale), 0)}` : "";
    return sides.map((side) => (sides.length > 1 && / [+−-] /.test(side) ? EduStat.english() ? `(${side})` : `（${side}）` : side)).join(" ÷ ") + scale || t("随文件报送");
  };

  /** Ids of the measures (or indicators) an indicator is made of. */
  EduStat.madeOf = (one) => {
    if (one.parts?.length) return one.parts;
    const found = `${one.numerator ?? ""} ${one.denominator ?? ""}`.match(NAMES) ?? [];
    return [...new Set(found.filter((id) => measures().has(id)))];
  };

  /** Which indicators have figures in this publication: id → {regions, first_year, last_year}. */
  EduStat.learnPresent = async () => (EduStat.known.present ??= new Map(EduStat.rows(await EduStat.wish("indicators", {})).map((row) => [row.id, row])));

  /** All measures below an indicator, through the indicators it is put together from. */
  EduStat.measuresOf = (one, seen = new Set()) => {
    for (const id of EduStat.madeOf(one)) {
      if (measures().has(id)) seen.add(id);
      else if (EduStat.known.indicators.has(id)) EduStat.measuresOf(EduStat.known.indicators.get(id), seen);
    }
    return seen;
  };

  /** ≥ 4.2人 */
  EduStat.limitOf = (norm) => `${EduStat.known.words.operators[norm.operator] ?? norm.operator} ${norm.unit === ":1" ? `${numbers.all(norm.value)}${norm.unit}` : EduStat.join(numbers.all(norm.value), norm.unit === "系数" || norm.unit === "%" ? "" : t(norm.unit ?? ""))}${norm.unit === "%" ? "%" : ""}`;

  /** 2017—2024, with the area it is limited to. */
  EduStat.spanOf = (row) => [row.valid_from || row.valid_to ? `${row.valid_from ?? ""}—${row.valid_to ?? ""}` : t("一直有效"), row.area ? EduStat.place(row.area) : ""].filter(Boolean).join(" ");

  /** Does a value meet a norm? */
  EduStat.meets = (value, { operator, value: limit }) => ({ ">=": value >= limit, ">": value > limit, "<=": value <= limit, "<": value < limit })[operator];

  /** The norms of an indicator at a level in force in a year where a region lies: those of its own area in the place of general ones. */
  EduStat.normsFor = (indicator, level, year, region) => {
    const path = EduStat.path(region);
    const all = (EduStat.known.words.norms ?? []).filter((one) => one.indicator === indicator && one.level === level && (one.valid_from ?? 0) <= year && year <= (one.valid_to ?? 9999) && (!one.area || path.includes(one.area)));
    return all.map((one) => ({ ...one, value: Number(one.value) }));
  };

  /** A button that copies a text, and says so. */
  EduStat.copy = (text, label) => {
    const said = EduStat.h("span", { class: "quiet", "aria-live": "polite" });
    const put = async () => {
      try { await navigator.clipboard.writeText(text); } catch { EduStat.copyBySelection(text); }
      said.textContent = t("已复制");
    };
    return [EduStat.h("button", { type: "button", class: "tool", onclick: put }, label), " ", said];
  };

  /** Pages opened from the disk may be refused the clipboard: then by a selection. */
  EduStat.copyBySelection = (text) => {
    const field = EduStat.h("textarea", { class: "skip" }, text);
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
}
