from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Plans and figures."""

    name = "reports"

    def ready(self) -> None:
        from reports.domain import (
            runs,  # noqa: F401  (registers the background runs)
            work,  # noqa: F401  (tells the home page what is to be done)
        )
        from reports.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
