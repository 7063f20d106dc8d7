from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The Party's tree and the people who work here."""

    name = "membership"

    def ready(self) -> None:
        from membership import tasks  # noqa: F401  (tells domain.jobs how a job is sent)

        # Lines of the work list, and what is done every night
        from membership.domain import digests, handovers, holidays, notices, probation, reminders, unit_search  # noqa: F401
        from membership.exchange import kinds  # noqa: F401  (registers the lists this app imports and exports)
        from membership.forms import sentences

        sentences.install()
