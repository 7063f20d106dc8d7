"""The registry of figures: one small declaration each."""

from reports.indicators.admissions import REGISTRY
from reports.indicators.declarations import Count, Group, Indicator, Mean, Registry

__all__ = ["REGISTRY", "Count", "Group", "Indicator", "Mean", "Registry"]
