"""Percentiles and medians, as they are reported."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; NaN where there is nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Iterable[float]) -> float:
    """The median; NaN where there is nothing."""
    found = list(values)
    return statistics.median(found) if found else math.nan


def milliseconds(seconds: Sequence[float]) -> dict[str, Any]:
    """What is reported of durations: how many, p50, p99 and the longest, in ms."""
    return {
        "count": len(seconds),
        "p50_ms": round(percentile(seconds, 0.50) * 1000, 2),
        "p99_ms": round(percentile(seconds, 0.99) * 1000, 2),
        "longest_ms": round(max(seconds, default=math.nan) * 1000, 2),
    }
