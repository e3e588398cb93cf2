-- What is worth knowing beside a verdict and changes nothing in it, one row per verdict and kind of remark.
-- real_decline: an amount grew, by less than prices did (`least` = `most`: its growth in real terms, %).
-- implied_pupils: a document prints an amount and the amount per pupil, and leaves out the pupils. Where it tells both for
-- all levels together, how many there must be (`pupils`); where it tells every level that the amount is of, by how much
-- they must have changed for both growths to hold (`least` and `most`, %).
CREATE OR REPLACE VIEW verdict_remarks AS
WITH growing AS (
  SELECT v.region, v.year, v.level, v.test, v.release, i.value, i.growth, i.real_growth, i.basis, t.total,
    len(list_filter(t.levels, lambda each: each <> 'all')) AS levels
  FROM verdicts v JOIN statutory_tests t ON t.id = v.test AND t.kind = 'growth'
  JOIN indicator_values i ON i.indicator = v.left_indicator
    AND (i.region, i.year, i.level, i.release) = (v.region, v.year, v.level, v.release)
  WHERE v.verdict NOT IN ('insufficient', 'not_comparable')),
implied AS (
  SELECT g.*, a.growth AS whole, a.value * 10000 / nullif(g.value, 0) AS pupils,
    ((100 + a.growth) / (100 + g.growth) - 1) * 100 AS change
  FROM growing g JOIN indicator_values a ON a.indicator = g.total AND a.level = 'all'
    AND (a.region, a.year, a.release) = (g.region, g.year, g.release)
  WHERE g.basis = 'published'),
told AS (
  SELECT region, year, arg_max(value, rank) AS told FROM indicator_values JOIN releases ON releases.id = release
  WHERE indicator = 'pupils_total' AND level = 'all' AND value > 0 GROUP BY ALL),
levels_together AS (
  SELECT *, min(change) OVER whole_ AS least, max(change) OVER whole_ AS most, min(growth) OVER whole_ AS slowest,
    max(growth) OVER whole_ AS fastest, count(change) OVER whole_ AS counted
  FROM implied WHERE level <> 'all' WINDOW whole_ AS (PARTITION BY region, year, test, release)),
remarks AS (
  SELECT region, year, level, test, release, 'real_decline' AS kind, NULL::DOUBLE AS pupils, real_growth AS least,
    real_growth AS most, '实际下降：名义增长 ' || format('{:.2f}', growth) || '%，扣除价格上涨后 '
      || format('{:.2f}', real_growth) || '%' AS remark
  FROM growing WHERE growth > 0 AND real_growth < 0
  UNION ALL BY NAME
  SELECT region, year, level, test, release, 'implied_pupils' AS kind, pupils, change AS least, change AS most,
    '由拨款总额和生均数反推学生数 ' || format('{:,.0f}', pupils) || ' 人'
      || coalesce('（比上年 ' || format('{:+.2f}', change) || '%）', '')
      || coalesce('，所报在校生 ' || format('{:,.0f}', told) || ' 人，反推数相差 '
        || format('{:+.1f}', (pupils / told - 1) * 100) || '%', '') AS remark
  FROM implied LEFT JOIN told USING (region, year) WHERE level = 'all' AND pupils IS NOT NULL
  UNION ALL BY NAME
  SELECT region, year, level, test, release, 'implied_pupils' AS kind, least, most,
    '拨款总额增长 ' || format('{:.2f}', whole) || '%，各学段生均增长 ' || format('{:.2f}', slowest) || '%～'
      || format('{:.2f}', fastest) || '%：学生数须变化 ' || format('{:.2f}', least) || '%～' || format('{:.2f}', most)
      || '%，两者才一致' AS remark
  FROM levels_together WHERE counted = levels)
SELECT * REPLACE (replace(remark, '-', '−') AS remark) FROM remarks;
