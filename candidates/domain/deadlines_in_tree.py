"""Who must act, and so the deadlines, follow from the committees above a branch: put them right when those change."""

from candidates.domain.deadlines import (
    MOST_AT_ONCE,
    candidates_with_deadlines,
    refresh,
    refresh_everything,
    refresh_under,
)
from membership.domain.reorganised import AFTER
from membership.models import Organisation, within


def follow(organisation: Organisation | None) -> None:
    """Now for a few people under the organisation, by a job for many; nothing where nobody is under way."""
    people = candidates_with_deadlines()
    if organisation is not None:
        people = people.filter(within(organisation.path, "organisation_path"))
    keys = list(people.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(keys) <= MOST_AT_ONCE:
        refresh(keys)
    elif organisation is not None:
        refresh_under(organisation)
    else:
        refresh_everything()


AFTER.append(follow)
