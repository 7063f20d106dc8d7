"""Acts that are shown before they are done."""

from collections.abc import Callable
from typing import Any

from membership.domain.errors import Refused
from membership.domain.reorganise import try_out
from membership.forms.organisations import SealedForm


def confirmed(
    request, form: SealedForm, act: Callable[[dict], Any], effect: Callable[[dict], list[str]]
) -> tuple[Any, list[str] | None]:
    """First the effect of what was typed (the act is tried and taken back), then, confirmed unchanged, the act.

    Gives what the act gave, or the sentences that say its effect; neither where the form or the act refuses.
    """
    if request.method != "POST" or not form.is_valid():
        return None, None
    said = form.said()
    try:
        if form.was_shown():
            return act(said), None
        try_out(lambda: act(said))
        sentences = effect(said)
        form.mark_shown()
        return None, sentences
    except Refused as refusal:
        form.refuse(refusal)
        return None, None
