"""Verdicts from release to release."""

import duckdb

from expectations.tables import prepare
from warehouse import prepare as prepare_store


def test_a_verdict_that_turned_is_told_from_the_first_release_to_the_final_one() -> None:
    with duckdb.connect() as con:
        prepare_store(con)
        prepare(con)
        for test, release, verdict in (("T1", "yearbook", "fail"), ("T1", "flash", "pass"), ("B1", "flash", "pass")):
            con.sql(f"""INSERT INTO verdicts BY NAME SELECT '420102' AS region, 2020 AS year, 'all' AS level,
                '{test}' AS test, '{release}' AS release, '{verdict}' AS verdict""")
        told = con.sql("SELECT test, turned, [h.release || ' ' || h.verdict FOR h IN history] FROM verdict_history")
        assert sorted(told.fetchall()) == [("B1", False, ["flash pass"]), ("T1", True, ["flash pass", "yearbook fail"])]
