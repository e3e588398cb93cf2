/* Numbers as people read them, by the same rules as dashboards/numbers.py (a test holds both against each other):
   万 and 亿 in Chinese, million and billion in English, thousands separators, a real minus sign, typed absences. */
"use strict";
{
  const ABSENT = "—", MINUS = "−", WITHHELD = "×";
  const COUNTED = new Set(["人", "所", "万元"]); // units that grow; prices and per-pupil 元 never do
  const WHOLE = new Set(["人", "所", "个", "间", "台", "册"]);
  const { t } = EduStat;

  const absent = (x) => x === null || x === undefined || !Number.isFinite(x);

  /** |x| ÷ 10^shift, rounded half up to `decimals`, as an integer in units of the last decimal; exact as printed. */
  function units(x, decimals, shift = 0) {
    const [mantissa, exponent = "0"] = Math.abs(x).toString().split("e");
    const [whole, rest = ""] = mantissa.split(".");
    const power = Number(exponent) - rest.length - shift + decimals;
    const digits = BigInt(whole + rest);
    if (power >= 0) return digits * 10n ** BigInt(power);
    const by = 10n ** BigInt(-power);
    return (2n * digits + by) / (2n * by);
  }

  function written(count, decimals) {
    const digits = count.toString().padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
    return decimals ? `${whole}.${digits.slice(-decimals)}` : whole;
  }

  /** -1234.5 → −1,234.50; nothing → — */
  function plain(x, decimals = 2, shift = 0) {
    if (absent(x)) return ABSENT;
    const count = units(x, decimals, shift);
    return (x < 0 && count > 0n ? MINUS : "") + written(count, decimals);
  }

  function signed(x, decimals = 2) {
    const text = plain(x, decimals);
    return text !== ABSENT && x > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  }

  const below = (x, decimals, shift, powers) => units(x, decimals, shift) < 10n ** BigInt(powers + decimals);
  const unit = (name) => (name === "%" || name === "" ? name : EduStat.english() ? ` ${t(name)}` : name);

  /** A count: as it is below 1 万, then 万, from 1 亿 on 亿 (English: from a million on million, then billion). */
  function scaled(x, name, decimals = 2, whole = 0) {
    if (absent(x)) return ABSENT;
    if (EduStat.english()) return grown(x, 0, name, whole, decimals);
    if (below(x, whole, 0, 4)) return `${plain(x, whole)}${name}`;
    if (below(x, decimals, 4, 4)) return `${plain(x, decimals, 4)}万${name}`;
    return `${plain(x, decimals, 8)}亿${name}`;
  }

  function grown(x, power, name, whole, decimals) {
    for (const [size, word] of [[6, ""], [9, "million"], [12, "billion"], [99, "trillion"]]) {
      const down = size === 99 ? 12 : word ? size - 3 : 0;
      const digits = word ? decimals : whole;
      if (below(x, digits, down - power, word ? 3 : 6)  || size === 99) return `${plain(x, digits, down - power)}${word ? ` ${word}` : ""}${unit(name)}`;
    }
    return ABSENT;
  }

  /** An amount given in 万元 → 73.62万元, 24.54亿元, 1.20万亿元; English in yuan. */
  function money(wan, decimals = 2) {
    if (absent(wan)) return ABSENT;
    if (EduStat.english()) return grown(wan, 4, "元", 0, decimals);
    if (below(wan, decimals, 0, 4)) return `${plain(wan, decimals)}万元`;
    if (below(wan, decimals, 4, 4)) return `${plain(wan, decimals, 4)}亿元`;
    return `${plain(wan, decimals, 8)}万亿元`;
  }

  function value(x, name, decimals = 2) {
    if (name === "万元") return money(x, decimals);
    if (COUNTED.has(name)) return scaled(x, name, 2, Number.isInteger(x) ? 0 : decimals); // teachers per 100 pupils aren't whole
    return absent(x) ? ABSENT : `${plain(x, decimals)}${name.startsWith(":") ? name : unit(name)}`;
  }

  const percent = (x, decimals = 2) => (absent(x) ? ABSENT : `${signed(x, decimals)}%`);
  const points = (x, decimals = 2) => (absent(x) ? ABSENT : `${signed(x, decimals)}${unit("个百分点")}`);

  /** A change as its indicator declares it: relative in %, a difference of rates in 百分点. */
  const change = (x, kind, decimals = 2) => (kind === "points" ? points(x, decimals) : percent(x, decimals));

  /** Decimals that keep a small difference from showing as zero: 0.0031 → 4. */
  function digits(x, least = 2, most = 4) {
    if (!x) return least;
    for (let d = least; d < most; d++) if (Math.abs(x) >= 0.5 * 10 ** -d) return d;
    return most;
  }

  /** Divisor and unit of a whole axis or table, stated once. */
  function scale(name, largest) {
    if (!COUNTED.has(name) || largest < 1e4) return [1, unit(name).trim()];
    if (EduStat.english()) {
      const power = name === "万元" ? 4 : 0;
      if (largest * 10 ** power < 1e6) return [1, unit(name).trim()];
      const [size, word] = largest * 10 ** power < 1e9 ? [6, "million"] : [9, "billion"];
      return [10 ** (size - power), `${word} ${t(power ? "元" : name)}`];
    }
    const [small, large] = name === "万元" ? ["亿元", "万亿元"] : [`万${name}`, `亿${name}`];
    return largest < 1e8 ? [1e4, small] : [1e8, large];
  }

  /** Round numbers that cover low…high, about `count` of them. */
  function ticks(low, high, count = 5) {
    const raw = (high - low || Math.abs(high) || 1) / Math.max(count - 1, 1);
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((m) => m >= raw * 0.999);
    const first = Math.floor(low / step + 1e-9), last = Math.ceil(high / step - 1e-9);
    return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(10)));
  }

  /** Texts of ticks with as many decimals as the step needs. */
  function tickTexts(values) {
    const step = values.length > 1 ? Math.abs(values[1] - values[0]) : Math.abs(values[0]) || 1;
    let decimals = 0;
    while (decimals < 4 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) >= 1e-9) decimals++;
    return values.map((each) => plain(each, decimals));
  }

  /** All the digits the store holds, at most six decimals, no idle zeros. */
  const all = (x) => (absent(x) ? ABSENT : plain(x, 6).replace(/\.?0+$/, (zeros, at, text) => (text.includes(".") ? "" : zeros)));

  EduStat.numbers = { ABSENT, WITHHELD, absent, plain, signed, scaled, money, value, percent, points, change, digits, scale, ticks, tickTexts, all, WHOLE };
}
