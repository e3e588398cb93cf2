"""A synthetic county, 示例县: invented schools, pupils, teachers, buildings and money that fit together.

Generated from a seed, the same everywhere; its files carry 示例 in every name and title and go through the inbox like
any other delivery. Nothing of it describes a real place.
"""

from sources.example.county import County, make_county
from sources.example.faults import KINDS, NoPlace, Planted, plant, plant_all
from sources.example.files import Book, books, pack, school_books, write
from sources.example.package import Order, Package, deliver, send

__all__ = [
    "KINDS",
    "Book",
    "County",
    "NoPlace",
    "Order",
    "Package",
    "Planted",
    "books",
    "deliver",
    "make_county",
    "pack",
    "plant",
    "plant_all",
    "school_books",
    "send",
    "write",
]
