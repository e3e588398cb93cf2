/* Verdicts in words: gap, money, order, counts. */
"use strict";
{
  const { t, numbers, h } = EduStat;

  /** Verdicts of a group or a region as rows, of the most final release (not above the chosen one). */
  EduStat.verdicts = (data) => EduStat.newest(EduStat.rows(data.verdicts), (v) => `${v.region}|${v.year}|${v.level}|${v.test}`);

  EduStat.testOf = (v) => EduStat.known.tests.get(v.test);
  EduStat.viewOf = (v) => EduStat.known.words.views.find((view) => view.families.includes(EduStat.testOf(v).family));
  EduStat.short = (test) => (EduStat.english() ? t(test.short) : test.short);

  /** What the gap is a difference to. */
  EduStat.gapWord = (v) => t(EduStat.testOf(v).kind === "norm" || EduStat.testOf(v).kind === "share" ? "离标准" : EduStat.testOf(v).right_indicator ? "差距" : "比上年");

  /** The gap with its unit, and enough digits that a near miss never reads as zero; one growth alone is a %. */
  EduStat.gap = (v) => {
    if (numbers.absent(v.gap)) return numbers.ABSENT;
    const decimals = numbers.digits(v.gap);
    if (v.gap_unit === "%") return numbers.percent(v.gap, decimals);
    if (v.gap_unit === "百分点") return numbers.points(v.gap, decimals);
    return EduStat.join(numbers.signed(v.gap, decimals), t(v.gap_unit ?? ""));
  };

  /** What would have passed; only about, where the base follows from a printed growth and not from a figure. */
  EduStat.shortfall = (v) => {
    if (!v.shortfall) return "";
    if (!v.flags?.includes("stated_only")) return numbers.money(v.shortfall);
    return t("约{money}", { money: numbers.money(v.shortfall, v.shortfall < 1e4 ? 0 : 2) });
  };

  /** What would have met the norm where that isn't money. */
  EduStat.lacking = (v) => (v.lacking ? EduStat.join(`${numbers.plain(v.lacking, numbers.WHOLE.has(v.lacking_unit) ? 0 : 2)} `, t(v.lacking_unit ?? "")) : "");

  const rank = (id) => [...EduStat.known.verdicts.keys()].indexOf(id);

  /** Worst first: by verdict, then by gap. */
  EduStat.worse = (a, b) => rank(a.verdict) - rank(b.verdict) || (a.gap ?? a.growth ?? 0) - (b.gap ?? b.growth ?? 0) || a.region.localeCompare(b.region) || a.level.localeCompare(b.level);

  /** [[verdict, how many]…], worst first. */
  EduStat.counted = (verdicts) => [...EduStat.known.verdicts.keys()].map((id) => [id, verdicts.filter((v) => v.verdict === id).length]).filter(([, n]) => n);

  /** Address of the evidence card of a verdict. */
  EduStat.cardOf = (v) => EduStat.link("card", { region: v.region, year: v.year, card: `${v.test}|${v.level}` });

  /** 怀柔区初中: region, and level where the duty has one. */
  EduStat.whose = (v) => EduStat.join(EduStat.place(v.region), v.level === "all" ? "" : EduStat.level(v.level));

  /** The article as it is cited in short: 《教育法》第五十六条第二款, or the document's number alone. */
  EduStat.article = (test) => {
    const [law, article] = [test.law.startsWith("中华人民共和国"), test.article ?? ""];
    const short = EduStat.english()
      ? [law || !article ? t(test.law).replace(/ of the People.s Republic of China$/, "") : "", t(article).split(" (")[0]].filter(Boolean).join(", ")
      : law ? `《${test.law.slice(7)}》${article.split("（")[0]}` : (article || test.law).split("（")[0];
    return short + (test.verify ? t("（待核）") : "");
  };

  /** One line about what a page does not know: lacking data, flags. */
  EduStat.honesty = (verdicts) => {
    const part = (words, n) => EduStat.join(`${t(words)} `, t("{n} 项", { n }));
    const kinds = ["insufficient", "not_comparable"].map((id) => [EduStat.known.verdicts.get(id)?.word, verdicts.filter((v) => v.verdict === id).length]);
    const flags = [...EduStat.known.flags.values()].map((flag) => [flag.word, verdicts.filter((v) => v.flags?.includes(flag.id)).length]);
    const told = [...kinds, ...flags].filter(([, n]) => n).map(([words, n]) => part(words, n));
    return [told.length ? t("本页 {n} 项结论，其中{told}", { n: verdicts.length, told: EduStat.listed(told) }) : t("本页 {n} 项结论", { n: verdicts.length }), EduStat.SEMICOLON,
      h("a", { href: EduStat.link("signing") }, EduStat.signed()), EduStat.STOP];
  };
}
