from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The house itself: its deployment checks live here."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the checks)
