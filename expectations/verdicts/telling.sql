-- How numbers are told in a formula, and what a side of a test says of itself. Only here numbers are rounded.

CREATE OR REPLACE TEMP MACRO told_number(x, digits) AS
  replace(CASE digits WHEN 8 THEN format('{:,.8f}', x) WHEN 4 THEN format('{:,.4f}', x)
    ELSE format('{:,.2f}', x) END, '-', '−');
CREATE OR REPLACE TEMP MACRO subtrahend(x, digits) AS
  CASE WHEN x < 0 THEN '（' || told_number(x, digits) || '%）' ELSE told_number(x, digits) || '%' END;
CREATE OR REPLACE TEMP MACRO told_limit(x) AS
  replace(regexp_replace(format('{:,.4f}', x), '\.?0+$', ''), '-', '−');
CREATE OR REPLACE TEMP MACRO told_sign(sign) AS CASE sign WHEN -1 THEN '负增长' WHEN 1 THEN '正增长' END;
CREATE OR REPLACE TEMP MACRO opposite(operator) AS
  CASE operator WHEN '>=' THEN '＜' WHEN '>' THEN '≤' WHEN '<=' THEN '＞' WHEN '<' THEN '≥' END;
CREATE OR REPLACE TEMP MACRO told_operator(operator) AS
  CASE operator WHEN '>=' THEN '≥' WHEN '>' THEN '＞' WHEN '<=' THEN '≤' WHEN '<' THEN '＜' END;
CREATE OR REPLACE TEMP MACRO difference_unit(unit) AS CASE unit WHEN '%' THEN '百分点' WHEN ':1' THEN '' ELSE unit END;
CREATE OR REPLACE TEMP MACRO spaced(unit) AS CASE WHEN unit IN ('%', ':1', '') THEN unit ELSE ' ' || unit END;
-- Two digits, more where two would hide which side is ahead.
CREATE OR REPLACE TEMP MACRO digits_for(gap) AS
  CASE WHEN gap <> 0 AND abs(gap) < 0.0001 THEN 8 WHEN gap <> 0 AND abs(gap) < 0.01 THEN 4 ELSE 2 END;
-- By how much: +0.90%, −2.20 个百分点.
CREATE OR REPLACE TEMP MACRO told_gap(gap, unit) AS if(gap > 0, '+', '') || told_number(gap, digits_for(gap))
  || if(unit = '百分点', ' 个百分点', spaced(coalesce(unit, '')));
-- Half of the last digit that people are shown: nearer to a limit than this, rounding could turn the verdict.
CREATE OR REPLACE TEMP MACRO half_shown(decimals) AS 0.5 * pow(10, -least(decimals, 2));
CREATE OR REPLACE TEMP MACRO taken_as_printed(basis) AS coalesce(basis IN ('stated', 'comparable'), false);
CREATE OR REPLACE TEMP MACRO compared(basis) AS coalesce(basis IN ('printed_previous', 'last_year'), false);
-- What stands between the brackets of JSON.
CREATE OR REPLACE TEMP MACRO inside(json) AS substr(json::VARCHAR, 2, length(json::VARCHAR) - 2);
-- What is lacking where a side gives no number to compare.
CREATE OR REPLACE TEMP MACRO missing_input(name, held, number, value, by_value, basis, note, sign) AS CASE
  WHEN held THEN name || '（暂不采用）' WHEN number IS NOT NULL OR (NOT by_value AND basis = 'break') THEN NULL
  WHEN sign IS NOT NULL THEN name || '增长率的数值（文件只说' || told_sign(sign) || '）'
  WHEN note = 'masked' THEN name || '（数字被遮蔽）' WHEN note IS NOT NULL THEN name || '（缺' || note || '）' WHEN by_value OR value IS NULL THEN name ELSE '上年' || name END;
