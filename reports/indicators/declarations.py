"""What an indicator is: one figure of the report, declared as a condition on the frozen fact of admission."""

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Count:
    """How many admissions meet a condition over the columns of candidates.models.Admission."""

    where: Q


@dataclass(frozen=True)
class Mean:
    """The mean of a column over the admissions that have it. Rolled up as sum and count, never averaged."""

    column: str
    places: int = 1


@dataclass(frozen=True)
class Indicator:
    """`unknown` names the indicator that counts those of whom it is not known; `source` the row of the form."""

    code: str
    label: str
    group: str
    measure: Count | Mean
    source: str = ""
    unknown: str = ""

    @property
    def is_count(self) -> bool:
        return isinstance(self.measure, Count)


@dataclass(frozen=True)
class Group:
    """Figures shown together. `splits` names what its parts add up to: "" the number admitted, None: no partition."""

    code: str
    label: str
    splits: str | None = None
    source: str = ""


class Registry:
    """Indicators by code, in the order of the forms."""

    def __init__(self):
        self.groups: dict[str, Group] = {}
        self.indicators: dict[str, Indicator] = {}

    def group(self, code: str, label: str, *, splits: str | None = None, source: str = "") -> Group:
        self.groups[code] = Group(code, label, splits, source)
        return self.groups[code]

    def add(self, *indicators: Indicator) -> None:
        for indicator in indicators:
            if indicator.code in self.indicators:
                raise ValueError(f"indicator {indicator.code} is declared twice")
            if indicator.group not in self.groups:
                raise ValueError(f"indicator {indicator.code}: no group {indicator.group}")
            self.indicators[indicator.code] = indicator

    def of(self, group: str) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if indicator.group == group]

    @property
    def counts(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if indicator.is_count]

    @property
    def means(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators.values() if not indicator.is_count]
