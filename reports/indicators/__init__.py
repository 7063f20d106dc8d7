"""The registry of figures: one small declaration each. A family of figures is a module; their order is the report's."""

# ruff: noqa: F401, I001
from reports.indicators import admissions
from reports.indicators import classes, introductions, pipeline
from reports.indicators import units, members, branches, holders
from reports.indicators.declarations import Ask, Count, Group, Indicator, Mean, Registry, Tallied, Tally
from reports.indicators.registry import REGISTRY

__all__ = ["REGISTRY", "Ask", "Count", "Group", "Indicator", "Mean", "Registry", "Tallied", "Tally"]
