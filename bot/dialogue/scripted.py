"""The scripted path: what the gateway says by itself while Rasa is slow or down.

Short on purpose: a good moment?, numbers, a person. It gives the same replies and effects
as the dialogue, so everything behind it (words, guard, sealing) is the same.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue.client import Reply, TurnAnswer
from bot.state.conversation import Conversation
from undertone.danger_words import is_danger

Answer = tuple[tuple[Reply, ...], tuple[dict[str, Any], ...]]

ASKING_CONSENT = "consent"
CONSENT = "utter_scripted_consent"
CANCEL_CALLBACK = '/choose{"choice":"cancel_callback"}'
"""Payload of the button under a callback's hello."""
MENU = Reply("utter_scripted_menu")
NUMBERS = (Reply("utter_numbers"), MENU), ({"effect": "share_numbers", "which": "all"},)


def turn(payload: str, conversation: Conversation) -> TurnAnswer:
    """The scripted answer; the dialogue's own state stays as it was, for its return."""
    if payload == CANCEL_CALLBACK:
        called_off = ({"effect": "cancel_callback"},)
        return TurnAnswer(conversation.dialogue, (Reply("utter_callback_cancelled"),), called_off)
    intent = payload.partition("{")[0]
    asked, conversation.scripted = conversation.scripted, ""
    replies, effects = (
        _inside(intent, payload, asked, conversation)
        if conversation.is_open
        else _at_the_door(intent)
    )
    return TurnAnswer(conversation.dialogue, replies, effects)


def _at_the_door(intent: str) -> Answer:
    if intent == "/affirm":
        return (MENU,), ({"effect": "begin_session"},)
    if intent in ("/deny", "/not_now"):
        return (Reply("utter_goodbye_not_now"),), ()
    return (Reply("utter_scripted_good_moment"),), ()


def _inside(intent: str, payload: str, asked: str, conversation: Conversation) -> Answer:
    if intent == "/stop":
        return (), ({"effect": "wipe"},)
    if intent == "/ask_helpline":
        return NUMBERS
    if intent == "/in_danger":
        handed_over, effects = _hand_over("urgent")
        return (Reply("utter_emergency"), *handed_over), effects
    if intent == "/ask_human":
        if conversation.case is not None:
            return _hand_over("soon")
        conversation.scripted = ASKING_CONSENT
        return (Reply(CONSENT),), ()
    if asked == ASKING_CONSENT and intent == "/affirm":
        replies, effects = _hand_over("soon")
        return replies, (_consent(True), *effects)
    if asked == ASKING_CONSENT and intent == "/deny":
        return (Reply("utter_no_consent"), MENU), (_consent(False),)
    if not payload.startswith("/") and is_danger(payload):
        # what to do comes at once; telling a person is the client's own tap on the menu below
        kept = (_own_words(payload),) if conversation.case is not None else ()
        return (Reply("utter_emergency"), MENU), kept
    if conversation.case is not None and not payload.startswith("/"):
        return (Reply("utter_scripted_kept"),), (_own_words(payload),)
    return (MENU,), ()


def _hand_over(urgency: str) -> Answer:
    return (Reply("utter_scripted_handed_over"),), ({"effect": "hand_off", "urgency": urgency},)


def _consent(granted: bool) -> dict[str, Any]:
    return {"effect": "consent", "purpose": "officer", "granted": granted, "wording": CONSENT}


def _own_words(text: str) -> dict[str, Any]:
    return {"effect": "record", "field": "own_words", "status": "given", "value": text}
