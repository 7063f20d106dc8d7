"""The admission procedure as data: the steps, where they start and lead, and the text each comes from."""

from candidates.procedure.declarations import Step
from candidates.procedure.present import BY_CODE, LEADS_TO, STEPS


def steps_from(stage: str) -> list[Step]:
    """What may happen next to a person at a stage; the ordinary way on first, what only catches up later."""
    return sorted((step for step in STEPS if step.starts_from(stage)), key=lambda step: step.target(stage) == stage)


__all__ = ["BY_CODE", "LEADS_TO", "STEPS", "Step", "steps_from"]
