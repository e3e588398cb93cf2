/* Classes by size: shares of all classes, year by year, one panel a level. */
"use strict";
{
  const { t, numbers, axes } = EduStat;
  // Shares within the norm come from an indicator, those between two thresholds from the difference of their shares.
  const NORMAL = { primary: ["class_45_share", 45], junior: ["class_50_share", 50], senior: ["class_50_share", 50] };

  /** Bands of a level: [[name, [[year, share]…]]…], smallest classes first; null without data. */
  function bands(data, level) {
    const of = (id) => new Map((EduStat.series(data, id, level)?.shown ?? []).map((row) => [row.year, row]));
    const [id, size] = NORMAL[level];
    const [normal, large, huge] = [id, "large_class_share", "extra_large_class_share"].map(of);
    const years = [...normal.keys()].filter((year) => large.has(year) && huge.has(year)).sort((a, b) => a - b);
    if (!years.length) return null;
    const shares = (share) => years.map((year) => [year, share(normal.get(year).value, large.get(year).value, huge.get(year).value)]);
    return { level, years, releases: new Set(years.map((year) => large.get(year).release)), names: [t("{n} 人及以下", { n: size }), t("{from}–{to} 人", { from: size + 1, to: 55 }), t("56–65 人"), t("66 人及以上")],
      parts: [shares((a) => a), shares((a, b) => 100 - a - b), shares((a, b, c) => b - c), shares((a, b, c) => c)].map((part) => part.map(([year, share]) => [year, Math.abs(share) < 1e-9 ? 0 : share])) };
  }

  const looks = () => { const { lines, rule, fall, fail, ink, paper } = axes.theme(); return [{ color: rule, shape: "" }, { color: lines[1].color, shape: "" }, { color: fall, shape: "/" }, { color: fail, shape: "x" }].map((one) => ({ ...one, ink, paper })); };

  function panel({ years, names, parts }) {
    const layout = axes.layout(axes.years(years, { year_kind: "census" }, 8), { ...axes.values([0, 100], true), range: [0, 100] }, 240, { barmode: "stack", hovermode: "closest", margin: { l: 44, r: 8, t: 10, b: 44 } });
    layout.annotations = [];
    const data = parts.map((part, i) => ({ type: "bar", x: part.map(([year]) => year), y: part.map(([, share]) => share), width: 0.62, marker: { color: looks()[i].color, line: { color: looks()[i].ink, width: 0.6 }, pattern: { shape: looks()[i].shape, fgcolor: looks()[i].paper, bgcolor: looks()[i].color, size: 6 } },
      text: part.map(([, share]) => (share >= 7 && !looks()[i].shape ? `${numbers.plain(share, 1)}%` : "")), textposition: "inside", insidetextanchor: "middle", textangle: 0, textfont: { size: 12, color: i === 0 || i > 1 ? looks()[i].ink : looks()[i].paper }, customdata: part.map(([year, share]) => `${year}　${names[i]}　${numbers.plain(share, 2)}%`), hovertemplate: "%{customdata}<extra></extra>" }));
    return { data, layout };
  }

  /** The figure of class sizes; null where the shares are not known. */
  EduStat.classBands = (data) => {
    const found = Object.keys(NORMAL).map((level) => bands(data, level)).filter(Boolean);
    if (!found.length) return null;
    const last = ({ years }) => years.at(-1);
    const year = Math.max(...found.map(last));
    const large = found.map((one) => [one.level, one.parts[2].at(-1)[1] + one.parts[3].at(-1)[1]]);
    const worst = large.reduce((a, b) => (b[1] > a[1] ? b : a));
    const releases = new Set(found.flatMap((one) => [...one.releases]));
    const lines = found.flatMap((one) => one.years.map((when) => [when, one]));
    return EduStat.figure({ id: "bands", title: worst[1] > 0 ? t("{year} 年{level}还有 {share} 的大班额", { year, level: EduStat.level(worst[0]), share: `${numbers.plain(worst[1], numbers.digits(worst[1]))}%` }) : t("{year} 年各学段都没有大班额", { year }),
      subtitle: EduStat.subtitle({ names: t("各班额的班占全部班的比例"), unit: "%", region: data.region, span: `${Math.min(...found.map((one) => one.years[0]))}–${year}`, kind: "census" }),
      key: [], names: found.map((one) => EduStat.level(one.level)), figures: found.map(panel), notes: [t("由下而上：标准班额以内、略超、大班额（56–65 人，斜纹）、超大班额（66 人及以上，交叉纹）。")],
      source: EduStat.source(data, found.map((one) => EduStat.series(data, "large_class_share", one.level))),
      head: [t("学段"), t("年份"), t("标准班额以内，%"), t("略超（至 55 人），%"), t("56–65 人，%"), t("66 人及以上，%")],
      texts: lines.map(([when, one]) => [EduStat.level(one.level), String(when), ...one.parts.map((part) => { const share = part.find(([each]) => each === when)[1]; return { text: numbers.plain(share, 2), value: share, class: "n" }; })]),
      table: lines.map(([when, one]) => [EduStat.level(one.level), when, ...one.parts.map((part) => part.find(([each]) => each === when)[1])]),
      alt: large.map(([level, share]) => `${EduStat.level(level)} ${t("56 人及以上")} ${numbers.plain(share, 2)}%`).join(EduStat.SEMICOLON) });
  };
}
