"""``domain.yml`` and the table of questions say the same, and every text may be sent."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from actions.question import Kind
from actions.questions import FORMS, INTAKE, WELCOME
from undertone.guard import Level, check

INTENTS = {
    *("greet", "affirm", "deny", "not_now", "stop", "in_danger", "ask_human", "ask_helpline"),
    *("disclose", "ask_who", "ask_privacy", "skip", "change_language", "children", "thanks"),
    *("repeat", "out_of_scope", "choose"),
}
QUESTIONS = tuple({row.slot: row for row in (*WELCOME, *INTAKE)}.values())
FILLED_BY_THE_GATEWAY = {"exit_word", "numbers", "number", "emergency_number", "line"}
OF_AN_AGREEMENT = {"day", "window"}
GATEWAY_PAYLOADS = {"/open"}

Domain = dict[str, Any]


def test_the_intents_are_the_agreed_ones(domain: Domain) -> None:
    assert set(domain["intents"]) == INTENTS


def test_every_response_has_one_text_and_a_level(domain: Domain) -> None:
    for name, variations in domain["responses"].items():
        assert len(variations) == 1, name
        assert variations[0]["metadata"]["level"] in ("cover", "private"), name
        assert variations[0]["metadata"].get("columns", 1) in (1, 2, 3), name


def test_every_text_passes_the_guard_at_its_level(domain: Domain) -> None:
    for name, (response,) in domain["responses"].items():
        level = Level(response["metadata"]["level"])
        titles = [button["title"] for button in response.get("buttons", [])]
        for text in (response["text"], *titles):
            assert check(text, level, "en").passed, (name, text)


def test_texts_and_titles_are_short(domain: Domain) -> None:
    for name, (response,) in domain["responses"].items():
        assert len(response["text"]) <= 350, name
        for button in response.get("buttons", []):
            assert len(button["title"]) <= 24, (name, button["title"])


def test_only_the_gateways_placeholders_are_used(domain: Domain) -> None:
    for name, (response,) in domain["responses"].items():
        known = FILLED_BY_THE_GATEWAY
        if name.startswith("utter_callback_shown_"):
            known = OF_AN_AGREEMENT
        assert set(re.findall(r"{(\w+)}", response["text"])) <= known, name


def test_no_telephone_number_stands_in_a_text(domain: Domain) -> None:
    for name, (response,) in domain["responses"].items():
        assert not re.search(r"\d{3}", response["text"]), name


def test_every_button_sends_a_known_intent(domain: Domain) -> None:
    for name, (response,) in domain["responses"].items():
        for payload in (button["payload"] for button in response.get("buttons", [])):
            intent, brace, rest = payload[1:].partition("{")
            assert payload in GATEWAY_PAYLOADS or intent in INTENTS, (name, payload)
            assert intent != "choose" or set(json.loads(brace + rest)) == {"choice"}, name


@pytest.mark.parametrize("form", FORMS)
def test_the_form_lists_the_questions_in_their_order(domain: Domain, form: str) -> None:
    assert domain["forms"][form]["required_slots"] == [row.slot for row in FORMS[form]]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row.slot)
def test_every_question_has_slot_response_and_the_buttons_it_reads(
    domain: Domain, question: Any
) -> None:
    response = domain["responses"][f"utter_ask_{question.slot}"][0]
    assert domain["slots"][question.slot]["type"] == "any"
    choices = {
        json.loads(button["payload"][len("/choose") :])["choice"]
        for button in response.get("buttons", [])
        if button["payload"].startswith("/choose")
    }
    assert choices - {"unknown", "done"} == set(question.choices)
    assert ("done" in choices) == (question.kind in (Kind.SEVERAL, Kind.PIECES))


def test_every_question_after_the_gate_can_be_passed_over(domain: Domain) -> None:
    for question in INTAKE:
        buttons = domain["responses"][f"utter_ask_{question.slot}"][0].get("buttons", [])
        payloads = " ".join(button["payload"] for button in buttons)
        needed = question.field or question.consent
        assert not needed or re.search("skip|not_now|done", payloads), question.slot
