"""The scripted path: what the gateway says by itself while Rasa is slow or down.

Short on purpose: a good moment?, numbers, a person. It uses the same replies and effects as
the dialogue, so everything behind it (words, guard, sealing) is the same.
"""

from __future__ import annotations

from bot.dialogue.client import Reply, TurnAnswer
from bot.state.conversation import Conversation

MENU = Reply("utter_scripted_menu")


def turn(payload: str, conversation: Conversation) -> TurnAnswer:
    """The scripted answer; the dialogue's own state stays as it was for its return."""
    replies, effects = _answer(payload, conversation)
    return TurnAnswer(conversation.dialogue, replies, effects)


def _answer(
    payload: str, conversation: Conversation
) -> tuple[tuple[Reply, ...], tuple[dict[str, object], ...]]:
    intent = payload.partition("{")[0]
    if not conversation.is_open:
        if intent == "/affirm":
            return (MENU,), ({"effect": "begin_session"},)
        if intent in ("/deny", "/not_now"):
            return (Reply("utter_goodbye_not_now"),), ()
        return (Reply("utter_hello_again"),), ()
    if intent == "/stop":
        return (), ({"effect": "wipe"},)
    if intent == "/ask_helpline":
        return (Reply("utter_scripted_numbers"),), ({"effect": "share_numbers", "which": "all"},)
    if intent == "/ask_human":
        return (Reply("utter_scripted_handed_over"),), ({"effect": "hand_off", "urgency": "soon"},)
    if intent == "/in_danger":
        return (
            (Reply("utter_scripted_danger"), Reply("utter_scripted_handed_over")),
            ({"effect": "hand_off", "urgency": "urgent"},),
        )
    return (MENU,), ()
