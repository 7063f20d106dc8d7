"""What a step of the procedure is."""

from dataclasses import dataclass

from candidates.models import PIPELINE


@dataclass(frozen=True)
class Step:
    """One thing that may happen to a candidate, as a lawyer could check it.

    `to_stage` empty: back to the stage before (the person was only suspended). `verified` is False where the source
    could be read second-hand only. `ends`: the person leaves the way into the Party.
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

    def starts_from(self, stage: str) -> bool:
        return stage in self.from_stages

    def target(self, stage: str) -> str:
        """Where a person at `stage` stands afterwards: who is further along already does not fall back."""
        if stage in PIPELINE and self.to_stage in PIPELINE and PIPELINE.index(stage) > PIPELINE.index(self.to_stage):
            return stage
        return self.to_stage
