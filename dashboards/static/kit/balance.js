/* 舍位平衡: rounded parts that still add up to the rounded whole, each moved by less than one unit of the last place. */
"use strict";
{
  const { numbers } = EduStat;

  /** x in units of the last of `decimals` places, rounded half up as it is printed. */
  const whole = (x, decimals) => Math.round(Number(numbers.plain(x, decimals).replaceAll(",", "").replace("−", "-")) * 10 ** decimals);

  /** Parts in whole units that add up to `sum`: cut down first, then the largest remainders are made up, the first of equals first. */
  function apportioned(parts, sum) {
    const low = parts.map(Math.floor);
    const lacking = sum - low.reduce((a, b) => a + b, 0);
    const order = parts.map((x, i) => [x - low[i], i]).sort(([a, i], [b, j]) => b - a || i - j);
    const raised = new Set(order.slice(0, Math.max(0, lacking)).map(([, i]) => i));
    return low.map((x, i) => x + (raised.has(i) ? 1 : 0));
  }

  /** A start, steps and an end that add up exactly → the same in whole units of the last place, adding up too. */
  EduStat.balanced = (from, steps, to, decimals) => {
    const size = 10 ** decimals, start = whole(from, decimals), end = whole(to, decimals);
    return { from: start, steps: apportioned(steps.map((x) => x * size), end - start), to: end };
  };
}
