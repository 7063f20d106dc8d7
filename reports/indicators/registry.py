"""The one registry that every family of figures adds to."""

from reports.indicators.declarations import Registry

REGISTRY = Registry()
