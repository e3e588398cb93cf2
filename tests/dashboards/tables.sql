-- The published tables, as every reader of warehouse.duckdb meets them.
CREATE TABLE deliveries(delivery_id VARCHAR, file_name VARCHAR, sha256 VARCHAR, bytes BIGINT, suffix VARCHAR,
  received_at TIMESTAMP, sender VARCHAR, form VARCHAR, title VARCHAR, years VARCHAR, release VARCHAR, state VARCHAR,
  rows INTEGER, problem VARCHAR, note VARCHAR, superseded_by VARCHAR);
CREATE TABLE expected_returns(unit VARCHAR, form VARCHAR, year SMALLINT, due DATE, basis VARCHAR, status VARCHAR,
  delivery_id VARCHAR);
CREATE TABLE forms(id VARCHAR, title VARCHAR);
CREATE TABLE layouts(delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, field VARCHAR, level VARCHAR, part VARCHAR,
  sheet VARCHAR, "column" VARCHAR, row INTEGER, cell VARCHAR, header VARCHAR, unit VARCHAR);
CREATE TABLE published_figures(region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, scope VARCHAR,
  release VARCHAR, value DECIMAL(24,6), unit VARCHAR, previous_value DECIMAL(24,6), stated_growth DECIMAL(18,6),
  comparable BOOLEAN, value_decimals TINYINT, previous_decimals TINYINT, growth_decimals TINYINT,
  printed_unit VARCHAR, unit_factor DECIMAL(18,6), citation VARCHAR, delivery_id VARCHAR, sheet VARCHAR,
  cell VARCHAR, previous_cell VARCHAR, growth_cell VARCHAR);
CREATE TABLE regions(code VARCHAR, name VARCHAR, kind VARCHAR, parent VARCHAR, valid_from VARCHAR, valid_to VARCHAR,
  successor VARCHAR);
CREATE TABLE indicators(id VARCHAR, name VARCHAR, name_en VARCHAR, theme VARCHAR, unit VARCHAR, change VARCHAR,
  numerator VARCHAR, denominator VARCHAR, scale VARCHAR, levels VARCHAR[], year_kind VARCHAR, definition VARCHAR,
  document VARCHAR, decimals TINYINT, kind VARCHAR, parts VARCHAR[]);
CREATE TABLE measures(id VARCHAR, name VARCHAR, name_en VARCHAR, subject VARCHAR, unit VARCHAR, year_kind VARCHAR,
  definition VARCHAR);
CREATE TABLE norms(id VARCHAR, indicator VARCHAR, level VARCHAR, operator VARCHAR, value DOUBLE, unit VARCHAR,
  valid_from VARCHAR, valid_to VARCHAR, area VARCHAR, title VARCHAR, document VARCHAR);
CREATE TABLE rules(id VARCHAR, subject VARCHAR, severity VARCHAR, title VARCHAR, message VARCHAR, hint VARCHAR,
  source VARCHAR);
CREATE TABLE breaks(indicator VARCHAR, year SMALLINT, releases VARCHAR[], regions VARCHAR[], reason VARCHAR, document VARCHAR);
CREATE TABLE indicator_values(region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR,
  scope VARCHAR, basis VARCHAR, numerator DOUBLE, denominator DOUBLE, value DOUBLE, unit VARCHAR, coverage DOUBLE,
  previous DOUBLE, growth DOUBLE, growth_basis VARCHAR, growth_margin DOUBLE, raw_growth DOUBLE,
  stated_growth DOUBLE, comparable BOOLEAN, real_growth DOUBLE, by_numerator DOUBLE, by_denominator DOUBLE,
  delivery_id VARCHAR);
CREATE TABLE verdicts(region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, verdict VARCHAR,
  flags VARCHAR[], left_indicator VARCHAR, left_value DOUBLE, right_indicator VARCHAR, right_value DOUBLE,
  gap DOUBLE, gap_unit VARCHAR, shortfall DOUBLE, lacking DOUBLE, lacking_unit VARCHAR, missing VARCHAR[], formula VARCHAR, evidence VARCHAR);
CREATE TABLE verdict_scopes(region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, scope VARCHAR,
  verdict VARCHAR, left_indicator VARCHAR, left_value DOUBLE, right_indicator VARCHAR, right_value DOUBLE, gap DOUBLE,
  gap_unit VARCHAR, shortfall DOUBLE, formula VARCHAR);
CREATE TABLE next_year(region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, amount DOUBLE,
  growth DOUBLE, needed DOUBLE, more DOUBLE, strictly BOOLEAN);
CREATE TABLE statutory_families(id VARCHAR, title VARCHAR, title_en VARCHAR, place INTEGER);
CREATE TABLE statutory_tests(id VARCHAR, kind VARCHAR, family VARCHAR, title VARCHAR, title_en VARCHAR, short VARCHAR, law VARCHAR,
  article VARCHAR, text VARCHAR, left_indicator VARCHAR, right_indicator VARCHAR,
  on_equal VARCHAR, right_level VARCHAR, place INTEGER, levels VARCHAR[], valid_from SMALLINT, valid_to SMALLINT, verify BOOLEAN, note VARCHAR, "of" VARCHAR[]);
CREATE TABLE findings(finding_id VARCHAR, rule VARCHAR, severity VARCHAR, region VARCHAR, year SMALLINT,
  level VARCHAR, release VARCHAR, delivery_id VARCHAR, file_name VARCHAR, sheet VARCHAR, cell VARCHAR,
  row_label VARCHAR, column_label VARCHAR, found VARCHAR, expected VARCHAR, difference VARCHAR, rate VARCHAR, message VARCHAR,
  hint VARCHAR, held BOOLEAN, measure VARCHAR, failures INTEGER, rules VARCHAR[], cause VARCHAR, cause_text VARCHAR,
  effect VARCHAR, state VARCHAR, covers VARCHAR, answer VARCHAR, last_reason VARCHAR);
CREATE TABLE closed_findings AS SELECT *, NULL::TIMESTAMP AS closed_at, NULL::VARCHAR AS closed_by, NULL::BOOLEAN AS promised
  FROM findings;
CREATE TABLE explanations(explanation_id VARCHAR, finding_id VARCHAR, reason VARCHAR, state VARCHAR);
CREATE TABLE reconciliation(ledger VARCHAR, measure VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR,
  release VARCHAR, title VARCHAR, unit VARCHAR, left_name VARCHAR, left_value DOUBLE, left_delivery VARCHAR,
  left_sheet VARCHAR, left_cell VARCHAR, right_name VARCHAR, right_release VARCHAR, right_value DOUBLE,
  right_delivery VARCHAR, right_sheet VARCHAR, right_cell VARCHAR, difference DOUBLE, tolerance DOUBLE,
  within BOOLEAN, state VARCHAR, carried BOOLEAN, explanation VARCHAR, finding_id VARCHAR, rule VARCHAR,
  owner VARCHAR, source VARCHAR);
CREATE TABLE rule_yield(rule VARCHAR, year SMALLINT, example BOOLEAN, fired INTEGER, corrected INTEGER,
  explained INTEGER, open INTEGER, withdrawn INTEGER);
CREATE TABLE delivered_units(delivery_id VARCHAR, form VARCHAR, "table" VARCHAR, reporter VARCHAR, unit VARCHAR,
  year SMALLINT, release VARCHAR, "rows" INTEGER);
CREATE TABLE schools(code VARCHAR, name VARCHAR, parent VARCHAR);
CREATE TABLE failures(failure_id VARCHAR, finding_id VARCHAR, rule VARCHAR, severity VARCHAR, region VARCHAR, year SMALLINT,
  level VARCHAR, release VARCHAR, measure VARCHAR, delivery_id VARCHAR, file_name VARCHAR, sheet VARCHAR, cell VARCHAR,
  row_label VARCHAR, column_label VARCHAR, found VARCHAR, expected VARCHAR, difference VARCHAR, rate VARCHAR, message VARCHAR,
  hint VARCHAR, held BOOLEAN, found_value DOUBLE, expected_value DOUBLE);
CREATE TABLE held_cells(finding_id VARCHAR, year SMALLINT, delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR);
CREATE TABLE evidence(region VARCHAR, year SMALLINT, level VARCHAR, indicator VARCHAR, release VARCHAR, part VARCHAR,
  label VARCHAR, value DOUBLE, unit VARCHAR, printed VARCHAR, delivery_id VARCHAR, sheet VARCHAR, cell VARCHAR);
CREATE TABLE levels(id VARCHAR, name VARCHAR, name_en VARCHAR, position INTEGER);
CREATE TABLE releases(id VARCHAR, name VARCHAR, name_en VARCHAR, rank INTEGER);
CREATE TABLE family_summaries(region VARCHAR, year SMALLINT, family VARCHAR, summary VARCHAR, judged BIGINT, failed BIGINT,
  stated BIGINT, failing VARCHAR[], conditions VARCHAR[]);
CREATE TABLE verdict_remarks(region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, release VARCHAR, kind VARCHAR,
  pupils DOUBLE, least DOUBLE, most DOUBLE, remark VARCHAR);
CREATE TABLE signatures(role VARCHAR, name VARCHAR, signed_at TIMESTAMP, content VARCHAR, withheld VARCHAR[],
  withdrawn_at TIMESTAMP, withdrawn_reason VARCHAR);
CREATE TABLE sign_off(role VARCHAR, state VARCHAR, name VARCHAR, signed_at TIMESTAMP, withheld VARCHAR[],
  changed VARCHAR[], reason VARCHAR, content VARCHAR);
CREATE TABLE journal(position INTEGER, "at" TIMESTAMP, kind VARCHAR, subject VARCHAR, text VARCHAR, digest VARCHAR,
  previous VARCHAR);
CREATE TABLE school_shortcomings(region VARCHAR, year SMALLINT, level VARCHAR, school VARCHAR, name VARCHAR, asked BIGINT,
  met BIGINT, missed STRUCT(indicator VARCHAR, "value" DOUBLE, norm DOUBLE, unit VARCHAR, ratio DOUBLE)[], least DOUBLE);
CREATE TABLE school_conditions(region VARCHAR, year SMALLINT, level VARCHAR, release VARCHAR, school VARCHAR,
  indicator VARCHAR, value DOUBLE, norm DOUBLE, met BOOLEAN, ratio DOUBLE, numerator DOUBLE, denominator DOUBLE);
CREATE TABLE verdict_history(region VARCHAR, year SMALLINT, level VARCHAR, test VARCHAR, turned BOOLEAN,
  history STRUCT("release" VARCHAR, verdict VARCHAR, gap DOUBLE)[]);
CREATE TABLE revisions(since VARCHAR, kind VARCHAR, region VARCHAR, year SMALLINT, level VARCHAR, item VARCHAR,
  release VARCHAR, change VARCHAR, before DOUBLE, after DOUBLE, before_word VARCHAR, after_word VARCHAR);
CREATE TABLE versions(position INTEGER, publication VARCHAR, version VARCHAR, added INTEGER, removed INTEGER, changed INTEGER);
