"""What verdicts come to and what is worth knowing beside them: the views `family_summaries` and `verdict_remarks`."""

from expectations.declared import HERE

VIEWS = tuple((HERE / f"{name}.sql").read_text(encoding="utf-8") for name in ("summaries", "remarks"))
