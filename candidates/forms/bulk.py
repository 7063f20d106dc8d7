"""One step for a list of people by one document: what is common, and the votes of each."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms.steps import BALLOT, StepForm
from candidates.models import Candidate

OWN_VOTES = ("members", "in_favour")
_SMALL = forms.NumberInput(attrs={"min": 0, "max": 9999, "inputmode": "numeric", "class": "count-box"})


class BulkStepForm(StepForm):
    """`shown`: the confirmation was shown for these people; `key`: what makes a second arrival do nothing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, people: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        del self.fields["version"]
        for person in people:
            self.fields[f"version-{person.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=person.version, required=False
            )
            if self.terms.step.votes:
                for name in OWN_VOTES:
                    words = {"what": self.fields[name].label, "name": person.full_name}
                    self.fields[f"{name}-{person.pk}"] = forms.IntegerField(
                        label=_("%(what)s: %(name)s") % words,
                        min_value=0,
                        max_value=9999,
                        required=False,
                        widget=_SMALL,
                    )

    @property
    def main_fields(self) -> list:
        return [field for field in super().main_fields if "-" not in field.name]

    @property
    def rows(self) -> list[dict]:
        """Each person with the boxes of their own vote."""
        return [
            {
                "person": person,
                "version": self[f"version-{person.pk}"],
                "votes": [self[f"{name}-{person.pk}"] for name in OWN_VOTES if self.terms.step.votes],
            }
            for person in self.people
        ]

    def candidates(self) -> list[tuple[Candidate, int]]:
        """Each with the version they were seen in."""
        return [(person, self.cleaned_data.get(f"version-{person.pk}") or person.version) for person in self.people]

    def own(self) -> dict[int, dict]:
        """Whose vote differs from the common one."""
        if not self.terms.step.votes:
            return {}
        common = {name: self.cleaned_data.get(name) for name in BALLOT if self.cleaned_data.get(name) is not None}
        found = {}
        for person in self.people:
            said = {name: self.cleaned_data.get(f"{name}-{person.pk}") for name in OWN_VOTES}
            said = {name: value for name, value in said.items() if value is not None}
            if said and {"members", "in_favour"} <= {*common, *said}:
                ballot = common | said | {"confirmed": self.cleaned_data.get("confirmed", False)}
                found[person.pk] = {"ballot": ballot}
        return found

    def common(self) -> dict:
        """What the domain is told of everybody."""
        cleaned = self.cleaned_data
        return {
            "on": cleaned["on"],
            "document_number": cleaned.get("document_number", ""),
            "document_date": cleaned.get("document_date"),
            "data": self.data_said(),
            "own": self.own(),
        }

    def clean(self):
        cleaned = super().clean()
        # Everybody's votes were said one by one: then the common number is not missing.
        own = [cleaned.get(f"in_favour-{person.pk}") for person in self.people if self.terms.step.votes]
        if own and None not in own and "in_favour" in self._errors and cleaned.get("members") is not None:
            del self._errors["in_favour"]
        return cleaned
