"""Ratios to floors: absolute times hold only on the machine they were taken on."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass
class Measured:
    """One line of the table. `goal` is the largest ratio that is good enough, `limit` the largest value itself.

    Without either the line is told, not judged.
    """

    what: str
    value: float
    floor_name: str
    floor: float
    goal: float | None
    spread: tuple[float, float]
    unit: str = "s"
    note: str = ""
    limit: float | None = None

    @property
    def ratio(self) -> float:
        return self.value / self.floor if self.floor else float("inf")

    @property
    def missed(self) -> bool:
        over = self.limit is not None and self.value > self.limit
        return over or (self.goal is not None and self.ratio > self.goal)

    @property
    def verdict(self) -> str:
        if self.goal is None and self.limit is None:
            return "no goal"
        return "MISSES ITS GOAL" if self.missed else "good"


def interleaved(runs: dict[str, Callable[[], object]], rounds: int = 5) -> dict[str, list[float]]:
    """Seconds of each run, the runs taking turns so that a slow spell of the machine hits all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(rounds):
        for name, run in runs.items():
            gc.collect()
            begun = perf_counter()
            run()
            seconds[name].append(perf_counter() - begun)
    return seconds


def against(
    what: str,
    floor_name: str,
    seconds: dict[str, list[float]],
    goal: float | None,
    *,
    name: str,
    floor: str,
    note: str = "",
) -> Measured:
    """The medians of one run and of its floor, out of `interleaved`."""
    times = seconds[name]
    return Measured(what, median(times), floor_name, median(seconds[floor]), goal, (min(times), max(times)), note=note)


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def table(results: list[Measured]) -> str:
    """Markdown, so that it can be put into docs/performance.md as it is."""
    lines = [
        "| what | measured (min–max) | floor, same run | ratio | goal | |",
        "|---|---|---|---|---|---|",
    ]
    for each in results:
        low, high = each.spread
        goal = f"≤ {each.goal:g}×" if each.goal is not None else "–"
        if each.limit is not None:
            goal = f"≤ {_time(each.limit, each.unit)}"
        lines.append(
            f"| {each.what} | {_time(each.value, each.unit)} ({_number(low, each.unit)}–{_number(high, each.unit)}) "
            f"| {each.floor_name}: {_time(each.floor, each.unit)} | {each.ratio:.1f}× | {goal} | {each.verdict}"
            f"{'; ' + each.note if each.note else ''} |"
        )
    return "\n".join(lines)


def _number(value: float, unit: str) -> str:
    return f"{value * 1000:.2f}" if unit == "ms" else f"{value:.3g}"


def _time(value: float, unit: str) -> str:
    return f"{_number(value, unit)} {unit}"
