-- What next year asks, in 万元: `needed(amount, kind, growth)` at any growth of revenue and expenditure in %, and the view
-- `asked_next_year` at the declared one. `amount` is this year's; the number of pupils is taken to stay the same.

CREATE OR REPLACE TEMP MACRO needed(amount, kind, growth) AS
  amount * CASE WHEN kind IN ('growth_over', 'share') THEN 1 + growth / 100 ELSE 1 END;
CREATE OR REPLACE TEMP VIEW asked_next_year AS
SELECT b.region, b.year, d.level, d.test, b.release, amount, next_growth() AS growth,
  needed(amount, d.kind, next_growth()) AS needed, needed - amount AS more, t.on_equal <> 'pass' AS strictly
FROM duties_judged d JOIN bearers b USING (bearer) JOIN statutory_tests t ON t.id = d.test
WHERE d.place = 0 AND amount IS NOT NULL AND NOT held;
