from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """From nominated person to official member."""

    name = "candidates"

    def ready(self) -> None:
        # occupants tell who is active in an organisation, deadlines follow every act; finders serve the search
        from candidates.domain import (  # noqa: F401  (they register themselves)
            candidate_positions,
            class_work,
            deadline_notices,
            deadline_work,
            deadlines,
            deadlines_in_tree,
            learner_moves,
            mass_introductions,
            mentor_loads,
            occupants,
            overdue,
            radar_work,
            referral_work,
            reviews,
            seat_counts,
            settle,
            submissions,
            taken_back,
        )
        from candidates.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
        from candidates.exchange.papers import printing  # noqa: F401  (the job that prints for many)
