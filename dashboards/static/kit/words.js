/* Words of the pages in Chinese and English. Code writes Chinese; the English text of each stands in the catalogue. */
"use strict";
{
  let catalogue = {};
  let shapes = []; // [regular expression, English] of texts that are composed of data, the most particular first
  let patterns = null;
  let longest = Infinity; // characters of a line that is taken apart
  let chosen = "zh";
  const told = new Map();

  /** `{n}` is the field itself; `{n|row|rows}` the first word where it is 1, else the second. */
  const filled = (text, fields) => (text ?? "").replace(/\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g, (whole, name, one, many) =>
    !(name in fields) ? whole : one === undefined ? fields[name] : String(fields[name]) === "1" ? one : many);

  /** Set by the page before anything is written. */
  EduStat.speak = (lang, english, composed, most) => {
    if (english !== catalogue) {
      [catalogue, shapes, patterns, longest] = [english ?? {}, composed ?? [], null, most ?? Infinity];
      told.clear();
    }
    chosen = lang === "en" ? "en" : "zh";
    document.documentElement.lang = chosen === "en" ? "en" : "zh-CN";
  };
  EduStat.english = () => chosen === "en";

  /** A text of the pages in the chosen language, `{name}` filled from `fields`. */
  EduStat.t = (text, fields = {}) => filled(chosen === "en" ? (catalogue[text] ?? text) : text, fields);

  /** Name of a declared record in the chosen language. */
  EduStat.named = (record, field = "name") => {
    if (!record) return "";
    return chosen === "en" ? (record[`${field}_en`] ?? EduStat.tell(record[field] ?? "")) : (record[field] ?? "");
  };

  /** A text composed before it came here (a finding, a reason): line by line in English by the first pattern that fits. */
  EduStat.tell = (text) => {
    if (chosen !== "en" || !text) return text ?? "";
    if (!told.has(text)) told.set(text, text.split("\n").map((line) => (Object.hasOwn(catalogue, line) ? catalogue[line] : composed(line))).join("\n"));
    return told.get(text);
  };

  function composed(text) {
    if (text.length > longest) return text;
    patterns ??= shapes.map(([like, english]) => ({ like: new RegExp(like), english }));
    for (const { like, english } of patterns) {
      const found = like.exec(text);
      if (found) return filled(english, Object.fromEntries(Object.entries(found.groups).map(([name, part]) => [name, name.endsWith("_") ? part : EduStat.tell(part)])));
    }
    return text;
  }

  /** Marks between and after sentences. */
  const marks = { SEMICOLON: ["；", "; "], COLON: ["：", ": "], STOP: ["。", "."], COMMA: ["，", ", "] };
  for (const [name, [zh, en]] of Object.entries(marks)) Object.defineProperty(EduStat, name, { get: () => (chosen === "en" ? en : zh) });

  /** Words between which nothing, or in English a space, stands. */
  EduStat.join = (...parts) => parts.filter((part) => part !== "" && part !== null && part !== undefined).join(chosen === "en" ? " " : "");
  /** 生师比（比 1）, and in English with a space and brackets of its own; without `more` the text alone. */
  EduStat.aside = (text, more) => (!more ? text : chosen === "en" ? `${text} (${more})` : `${text}（${more}）`);

  /** A list in words: 、 in Chinese, commas in English. */
  EduStat.listed = (texts) => texts.join(chosen === "en" ? ", " : "、");
}
