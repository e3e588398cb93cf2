"""A synthetic county, 示例县: invented schools, pupils, teachers, buildings and money that fit together.

Generated from a seed, the same everywhere; its files carry 示例 in every name and title and go through the inbox like
any other delivery. Nothing of it describes a real place.
"""

from sources.example.county import County, make_county

__all__ = ["County", "make_county"]
