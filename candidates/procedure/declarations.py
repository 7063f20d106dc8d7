"""What a step of the procedure is."""

from dataclasses import dataclass

from candidates.models import PIPELINE


@dataclass(frozen=True)
class Step:
    """One thing that may happen to a candidate, as a lawyer could check it.

    `to_stage` empty: back to the stage before (the person was only suspended). `verified` is False where the source
    could be read second-hand only. `ends`: the person leaves the way into the Party. `stays`: something happened within
    a stage, which does not change it; `once`: at most once within a stage. `actor`: whose act it is, and in whose
    organisation the person who records it must have the right. `votes`: the numbers of a vote belong to it.
    `own_page`: more is asked than a day and a document, so it has a domain function and a page of its own. `paper`: the
    form that the act puts into the dossier.
    """

    code: str
    label: str
    kind: str
    from_stages: tuple[str, ...]
    to_stage: str
    needs_document: bool = False
    document_label: str = ""
    note: str = ""
    source: str = ""
    verified: bool = False
    ends: bool = False
    stays: bool = False
    once: bool = False
    actor: str = "branch"
    votes: bool = False
    own_page: str = ""
    paper: str = ""

    def starts_from(self, stage: str) -> bool:
        return stage in self.from_stages

    def target(self, stage: str) -> str:
        """Where a person at `stage` stands afterwards: who is further along already does not fall back."""
        if self.stays:
            return stage
        if stage in PIPELINE and self.to_stage in PIPELINE and PIPELINE.index(stage) > PIPELINE.index(self.to_stage):
            return stage
        return self.to_stage
