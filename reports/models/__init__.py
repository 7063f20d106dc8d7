"""What is stored about plans and figures: quotas, runs and their rows."""

from reports.models.quota import Quota, QuotaQuerySet
from reports.models.run import CountingDate, Row, Run

__all__ = ["CountingDate", "Quota", "QuotaQuerySet", "Row", "Run"]
