"""The parts of a class's page that hang on the class: sessions, results, and what else is about one class.

A part is a function of the class and a template of its own, drawn with what the function returns as `part`; a
function that returns None has nothing to show to this reader.
"""

from typing import Any

from django.utils.module_loading import import_string

from candidates.models import TrainingClass
from membership.models import Action

# (function(request, training_class, *, may_manage) -> dict | None, template), in the order of the page.
PARTS: tuple[tuple[str, str], ...] = (
    ("candidates.views.class_learning.sessions_part", "candidates/_class_sessions.html"),
    ("candidates.views.class_learning.results_part", "candidates/_class_results.html"),
)


def class_parts(request, training_class: TrainingClass) -> list[dict[str, Any]]:
    """What the page of a class shows below its learners, in order. `may_manage`: the reader runs the class."""
    may_manage = request.user.may(Action.MANAGE_CLASS, training_class.organisation_path)
    shown = []
    for function, template in PARTS:
        part = import_string(function)(request, training_class, may_manage=may_manage)
        if part is not None:
            shown.append({"template": template, "part": part})
    return shown
