"""Sentences for people: Vietnamese is the source language, gettext may carry it to another.

The modules beside this one must also work where Django is not set up (scripts, plain tests), so the catalogue is asked
only when there is one. Import as `from .speech import translate as _`.
"""

from django.conf import settings
from django.utils.translation import gettext


def translate(sentence: str) -> str:
    return gettext(sentence) if settings.configured else sentence


def quote(value: object, limit: int = 60) -> str:
    """What was found, fit to stand in a sentence: one line, in quotation marks, never a page long."""
    text = " ".join(str(value).split())
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"“{text}”"
