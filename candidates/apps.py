from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """From nominated person to official member."""

    name = "candidates"

    def ready(self) -> None:
        from candidates.domain import occupants  # noqa: F401  (tells who is active in an organisation)
        from candidates.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
