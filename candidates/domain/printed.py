"""Who printed which paper of whom: one row of the log for each person."""

from collections.abc import Iterable

from candidates.models import Candidate
from membership.models import Activity

CHUNK = 500


def note_printed(*, by, papers: Iterable[tuple[Candidate, list[str]]], many: bool = False) -> int:
    """Papers of these people were given out as files. `many`: together with other people's."""
    rows = [
        Activity(
            by=by,
            action="papers.printed",
            organisation_id=candidate.organisation_id,
            organisation_path=candidate.organisation_path,
            subject_type=candidate._meta.model_name,
            subject_id=str(candidate.pk),
            subject_label=candidate.full_name[:255],
            data={"papers": codes} | ({"many": True} if many else {}),
        )
        for candidate, codes in papers
        if codes
    ]
    Activity.objects.bulk_create(rows, batch_size=CHUNK)
    return len(rows)
