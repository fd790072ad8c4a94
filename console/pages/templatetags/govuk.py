"""GOV.UK Frontend markup for Django forms and for what cases show."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, PasswordInput, RadioSelect
from django.utils.safestring import SafeString

register = template.Library()

_TAG_COLOURS = {"urgent": "red", "soon": "yellow", "routine": "grey"}


@register.inclusion_tag("pages/errors.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """The list of what is wrong, at the top of the page, with links to the fields."""
    if not isinstance(form, BaseForm):
        return {"errors": []}
    entries = [(error, "") for error in form.non_field_errors()]
    for field in form.visible_fields():
        entries += [(error, _first_id(field)) for error in field.errors]
    for field in form.hidden_fields():
        entries += [(error, "") for error in field.errors]
    return {"errors": entries}


@register.inclusion_tag("pages/field.html")
def govuk_field(field: BoundField) -> dict[str, Any]:
    """One field with label, hint and error, as its widget asks."""
    widget = field.field.widget
    kinds = {PasswordInput: "password", CheckboxInput: "checkbox", RadioSelect: "radios"}
    kind = next((name for cls, name in kinds.items() if isinstance(widget, cls)), "input")
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    return {
        "field": field,
        "kind": kind,
        "control": _control(field, kind, described),
        "hint": field.help_text,
    }


@register.inclusion_tag("pages/urgency.html")
def urgency_tag(urgency: str) -> dict[str, str]:
    """Urgency as words, shape and colour, never colour alone."""
    return {"urgency": urgency, "colour": _TAG_COLOURS.get(urgency, "grey")}


def _first_id(field: BoundField) -> str:
    return f"{field.auto_id}_0" if isinstance(field.field.widget, RadioSelect) else field.auto_id


def _control(field: BoundField, kind: str, described: list[str]) -> SafeString:
    classes = {
        "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
        "checkbox": "govuk-checkboxes__input",
    }.get(kind, "govuk-input")
    attributes: dict[str, Any] = {"class": classes}
    attributes["class"] += " govuk-input--error" if field.errors and kind != "checkbox" else ""
    field.field.widget.attrs.pop("placeholder", None)  # it would only repeat the label
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if kind == "password":
        attributes |= {"spellcheck": "false", "autocapitalize": "none"}
    if field.name == "code":
        attributes |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        attributes["class"] += " govuk-input--width-10 govuk-input--extra-letter-spacing"
    return field.as_widget(attrs=attributes)
