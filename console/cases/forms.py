"""Forms about a case."""

from __future__ import annotations

from django import forms

from console.cases.models import Outcome


class CloseForm(forms.Form):
    """How the case ended: one of a fixed list, so that nothing is written in the clear."""

    outcome_field = forms.ChoiceField(
        label="How did this case end?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how this case ended"},
    )

    @property
    def outcome(self) -> Outcome:
        """The choice, once the form is valid."""
        return Outcome(self.cleaned_data["outcome_field"])
