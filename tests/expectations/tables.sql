-- The tables of the store that rules and tests read.
CREATE TABLE deliveries(delivery_id VARCHAR, file_name VARCHAR, sha256 VARCHAR, bytes BIGINT, suffix VARCHAR,
  received_at TIMESTAMP, sender VARCHAR, form VARCHAR, title VARCHAR, years VARCHAR, release VARCHAR, state VARCHAR,
  "rows" INTEGER, problem VARCHAR);
CREATE TABLE layouts(delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, field VARCHAR, level VARCHAR, part VARCHAR,
  sheet VARCHAR, "column" VARCHAR, "row" INTEGER, cell VARCHAR, header VARCHAR, unit VARCHAR);
CREATE TABLE published_figures(region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, scope VARCHAR,
  release VARCHAR, value DECIMAL(24,6), unit VARCHAR, previous_value DECIMAL(24,6), stated_growth DECIMAL(18,6),
  comparable BOOLEAN, value_decimals TINYINT, previous_decimals TINYINT, growth_decimals TINYINT,
  printed_unit VARCHAR, unit_factor DECIMAL(18,6), citation VARCHAR, delivery_id VARCHAR, sheet VARCHAR,
  cell VARCHAR, previous_cell VARCHAR, growth_cell VARCHAR);
CREATE TABLE enrolment(unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, schools DECIMAL(24,6),
  entrants DECIMAL(24,6), pupils DECIMAL(24,6), graduates DECIMAL(24,6), delivery_id VARCHAR, sheet VARCHAR,
  "row" INTEGER);
CREATE TABLE teachers(unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, staff DECIMAL(24,6),
  full_time_teachers DECIMAL(24,6), delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER);
CREATE TABLE funding(unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, education_funding DECIMAL(24,6),
  fiscal_funding DECIMAL(24,6), in_budget_funding DECIMAL(24,6), private_school_funding DECIMAL(24,6),
  donations DECIMAL(24,6), operating_income DECIMAL(24,6), tuition DECIMAL(24,6), other_funding DECIMAL(24,6),
  general_expenditure DECIMAL(24,6), education_expenditure DECIMAL(24,6), gdp DECIMAL(24,6), delivery_id VARCHAR,
  sheet VARCHAR, "row" INTEGER);
CREATE TABLE facilities(unit VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, floor_area DECIMAL(24,6),
  delivery_id VARCHAR, sheet VARCHAR, "row" INTEGER);
CREATE TABLE levels(id VARCHAR, name VARCHAR, name_en VARCHAR, position INTEGER);
CREATE TABLE releases(id VARCHAR, name VARCHAR, name_en VARCHAR, rank INTEGER);
CREATE TABLE regions(code VARCHAR, name VARCHAR, kind VARCHAR, parent VARCHAR, valid_from VARCHAR, valid_to VARCHAR,
  successor VARCHAR);
CREATE TABLE measures(id VARCHAR, name VARCHAR, name_en VARCHAR, subject VARCHAR, unit VARCHAR, year_kind VARCHAR,
  definition VARCHAR);
CREATE TABLE indicators(id VARCHAR, name VARCHAR, unit VARCHAR, change VARCHAR, decimals TINYINT);
CREATE TABLE breaks(indicator VARCHAR, year SMALLINT, reason VARCHAR, document VARCHAR);
CREATE TABLE indicator_values(region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR,
  scope VARCHAR, basis VARCHAR, numerator DOUBLE, denominator DOUBLE, value DOUBLE, unit VARCHAR, coverage DOUBLE,
  previous DOUBLE, growth DOUBLE, growth_basis VARCHAR, growth_margin DOUBLE, raw_growth DOUBLE,
  stated_growth DOUBLE, comparable BOOLEAN, delivery_id VARCHAR);
CREATE TABLE evidence(region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR, part VARCHAR,
  label VARCHAR, value DOUBLE, unit VARCHAR, printed VARCHAR, delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR);
INSERT INTO levels BY NAME SELECT unnest(['primary', 'junior', 'higher', 'all']) AS id, unnest(['小学', '初中', '高校', '合计']) AS name;
INSERT INTO releases BY NAME SELECT unnest(['flash', 'bulletin']) AS id, unnest(['快报', '公告']) AS name;
INSERT INTO measures BY NAME SELECT * FROM (VALUES ('pupils', '在校生数', '人'), ('entrants', '招生数', '人'),
  ('staff', '教职工数', '人'), ('full_time_teachers', '专任教师数', '人'), ('education_funding', '教育经费', '万元'),
  ('fiscal_funding', '国家财政性教育经费', '万元')) AS t(id, name, unit);
INSERT INTO indicators BY NAME SELECT * FROM (VALUES
  ('budget_education_total', '一般公共预算教育经费', '万元', 'relative'),
  ('recurrent_revenue_total', '财政经常性收入', '万元', 'relative'),
  ('growth_gap', '增长幅度比较', '百分点', 'points'),
  ('expenditure_total', '一般公共预算支出', '万元', 'relative'),
  ('budget_education_share', '占一般公共预算支出比例', '%', 'points'),
  ('per_pupil_funding', '生均一般公共预算教育经费', '元', 'relative'),
  ('per_pupil_operating', '生均一般公共预算教育事业费', '元', 'relative'),
  ('per_pupil_public', '生均一般公共预算公用经费', '元', 'relative'),
  ('education_funding_total', '教育经费总投入', '万元', 'relative'),
  ('fiscal_funding_total', '国家财政性教育经费', '万元', 'relative'),
  ('gdp_total', '国内生产总值', '万元', 'relative'),
  ('fiscal_gdp_share', '国家财政性教育经费占GDP', '%', 'points'),
  ('pupils_total', '在校生数', '人', 'relative'),
  ('pupil_teacher_ratio', '生师比', ':1', 'points'),
  ('gross_enrolment_rate', '毛入学率', '%', 'points'),
  ('net_enrolment_rate', '净入学率', '%', 'points')) AS t(id, name, unit, change);
