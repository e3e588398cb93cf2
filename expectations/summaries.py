"""Views over what was judged: `family_summaries`, `verdict_remarks` and `school_shortcomings`."""

from expectations.declared import HERE

SCRIPTS = ("summaries", "remarks", "shortcomings")
VIEWS = tuple((HERE / f"{name}.sql").read_text(encoding="utf-8") for name in SCRIPTS)
