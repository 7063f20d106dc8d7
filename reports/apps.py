from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Plans and figures."""

    name = "reports"

    def ready(self) -> None:
        from reports.domain import runs  # noqa: F401  (registers the background runs)
        from reports.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
