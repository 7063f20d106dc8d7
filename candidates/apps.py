from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """From nominated person to official member."""

    name = "candidates"

    def ready(self) -> None:
        # occupants tell who is active in an organisation, overdue adds to the work list and to the search
        from candidates.domain import occupants, overdue  # noqa: F401  (they register themselves)
        from candidates.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
