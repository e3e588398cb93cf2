/* Words of the pages in Chinese and English. Code writes Chinese; the English text of each stands in the catalogue. */
"use strict";
{
  let catalogue = {};
  let patterns = null;
  let chosen = "zh";

  const filled = (text, fields) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? fields[name] : whole));
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /** Set by the page before anything is written. */
  EduStat.speak = (lang, english) => {
    [chosen, catalogue, patterns] = [lang === "en" ? "en" : "zh", english ?? {}, null];
    document.documentElement.lang = chosen === "en" ? "en" : "zh-CN";
  };
  EduStat.english = () => chosen === "en";

  /** A text of the pages in the chosen language, `{name}` filled from `fields`. */
  EduStat.t = (text, fields = {}) => filled(chosen === "en" ? (catalogue[text] ?? text) : text, fields);

  /** Name of a declared record in the chosen language. */
  EduStat.named = (record, field = "name") => {
    if (!record) return "";
    return chosen === "en" ? (record[`${field}_en`] ?? EduStat.t(record[field] ?? "")) : (record[field] ?? "");
  };

  /** A text composed before it came here (a finding, a reason): in English by the catalogue's pattern that fits it. */
  EduStat.tell = (text) => {
    if (chosen !== "en" || !text) return text ?? "";
    if (text in catalogue) return catalogue[text];
    patterns ??= Object.keys(catalogue).filter((zh) => zh.includes("{")).map(pattern);
    for (const { shape, names, zh } of patterns) {
      const found = shape.exec(text);
      if (found) return filled(catalogue[zh], Object.fromEntries(names.map((name, i) => [name, EduStat.tell(found[i + 1])])));
    }
    return text;
  };

  function pattern(zh) {
    const names = [...zh.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const shape = zh.split(/\{\w+\}/).map(escaped).join("(.*?)");
    return { zh, names, shape: new RegExp(`^${shape}$`, "s") };
  }

  /** Marks between and after sentences. */
  const marks = { SEMICOLON: ["；", "; "], COLON: ["：", ": "], STOP: ["。", "."], COMMA: ["，", ", "] };
  for (const [name, [zh, en]] of Object.entries(marks)) Object.defineProperty(EduStat, name, { get: () => (chosen === "en" ? en : zh) });

  /** Words between which nothing, or in English a space, stands. */
  EduStat.join = (...parts) => parts.filter((part) => part !== "" && part !== null && part !== undefined).join(chosen === "en" ? " " : "");

  /** A list in words: 、 in Chinese, commas in English. */
  EduStat.listed = (texts) => texts.join(chosen === "en" ? ", " : "、");
}
