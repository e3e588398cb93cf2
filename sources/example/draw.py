"""Chance and shares, in whole numbers wherever something is counted.

Only additions, multiplications and divisions are used, never logarithms or powers, whose last digit differs from
machine to machine: the same seed gives the same county everywhere.
"""

import hashlib
from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def stream(seed: int, *what: object) -> np.random.Generator:
    """A source of chance of its own for each purpose, so that no draw shifts another one."""
    digest = hashlib.sha256("/".join(map(str, (seed, *what))).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "little")))


def bell(chance: np.random.Generator, size: Any, width: float) -> Floats:
    """Factors around 1 in the shape of a bell, never farther than 1.5 × `width` away."""
    drawn: Floats = chance.random((3, *np.atleast_1d(size))).sum(axis=0)
    factors: Floats = 1 + width * (drawn - 1.5)
    return factors


def skewed(chance: np.random.Generator, size: int) -> Floats:
    """Positive factors with mean 1 and a long upper tail: most below the mean, some far above."""
    drawn: Floats = chance.random(size)
    factors: Floats = (0.35 + 0.9 * drawn + 1.6 * drawn * drawn * drawn * drawn) / 1.12
    return factors


def portion(count: NDArray[Any], share: Any) -> Ints:
    """The whole number nearest to count × share; between 0 and count for shares from 0 to 1."""
    nearest: Ints = np.floor(count * share + 0.5).astype(np.int64)
    return nearest


def thin(chance: np.random.Generator, count: Ints, rate: Any) -> Ints:
    """How many of `count` something happens to at this rate; the fraction is left to chance."""
    hit = np.floor(count * rate + chance.random(count.shape)).astype(np.int64)
    most: Ints = np.minimum(hit, count)
    return most


def split(total: Ints, shares: Floats) -> Ints:
    """Each total (rows) divided by its shares (rows × parts) into whole parts that add up to it."""
    quota = total[:, None] * shares / shares.sum(axis=1, keepdims=True)
    parts = np.floor(quota).astype(np.int64)
    missing = total - parts.sum(axis=1)
    places = np.argsort(np.argsort(parts - quota, axis=1, kind="stable"), axis=1, kind="stable")
    whole: Ints = parts + (places < missing[:, None])
    return whole


def apportion(pool: Ints, key: Ints, weight: Floats) -> Ints:
    """`pool[k]` handed out to the members whose `key` is k, in proportion to their weight, without remainder."""
    weights = np.bincount(key, weight, minlength=pool.size)
    quota = pool[key] * (weight / np.where(weights[key] > 0, weights[key], 1))
    parts = np.floor(quota).astype(np.int64)
    missing = pool - np.bincount(key, parts, minlength=pool.size).astype(np.int64)
    order = np.lexsort((parts - quota, key))
    first = np.searchsorted(key[order], np.arange(pool.size))
    place = np.empty_like(key)
    place[order] = np.arange(key.size) - first[key[order]]
    whole: Ints = parts + ((place < missing[key]) & (weight > 0))
    return whole


def added(values: Iterable[Ints]) -> Ints:
    """Arrays of the same shape added up, one after the other."""
    return reduce(np.add, values)


def total(key: Ints, values: NDArray[Any], size: int) -> Ints:
    """Sum of whole numbers by key."""
    return np.bincount(key, values, minlength=size).astype(np.int64)
