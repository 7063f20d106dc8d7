from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """From nominated person to official member."""

    name = "candidates"

    def ready(self) -> None:
        from candidates.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
