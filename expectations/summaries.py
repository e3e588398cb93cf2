"""What the verdicts of a family of duties come to, per region and year: the view `family_summaries`."""

from expectations.declared import HERE

VIEW = (HERE / "summaries.sql").read_text(encoding="utf-8")
