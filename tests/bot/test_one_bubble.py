"""While a session runs the chat shows one short text and its buttons, and nothing else."""

from __future__ import annotations

from itertools import product

import bot.wiring
from bot.dialogue import Reply
from bot.send.approved import Key, approve
from bot.stages.exit_word import EXIT_DATA, EXIT_TITLE
from bot.stages.render import compose
from bot.state.conversation import Conversation, Mode
from bot.state.store import Loaded
from bot.turn import Turn
from bot.updates.incoming import Incoming, Kind
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    ALONE,
    HEARD,
    HELLO,
    is_cover,
    nothing_private_was_notified,
    one_bubble,
    opens_session,
    private_came_only_by_edit,
    says_and_settles,
)
from undertone.languages import LANGUAGES


async def test_the_first_thing_seen_is_a_bland_hello_and_the_command_is_gone(
    gateway: Gateway, phone: Phone
) -> None:
    await phone.says("/start")
    await phone.wait_for(lambda p: one_bubble(p) and HELLO in p.texts[0])
    assert phone.buttons == ("Yes", "Not now", "🌐 Language")
    assert all(is_cover(text) for text in (*phone.texts, *phone.buttons))


async def test_a_question_takes_the_place_of_the_one_before(gateway: Gateway, phone: Phone) -> None:
    await phone.says("/start")
    hello = await phone.wait_for(HELLO)
    await phone.taps("Yes")
    question = await phone.wait_for(ALONE)
    assert hello is not None
    assert question is not None
    assert question.message_id == hello.message_id
    assert one_bubble(phone)


async def test_an_answer_is_deleted_once_it_is_taken_in(gateway: Gateway, phone: Phone) -> None:
    bubble = await opens_session(phone)
    await says_and_settles(phone, "he takes my phone away")
    assert phone.texts[0].startswith(HEARD)
    assert phone.messages[0].message_id == bubble.message_id


def test_every_bubble_of_a_session_has_the_way_out() -> None:
    speaker = bot.wiring.make_speaker()
    for language, response in product(LANGUAGES, sorted(speaker.names())):
        conversation = Conversation(1, language, mode=Mode.SESSION)
        turn = Turn(Incoming(Kind.TEXT, 1), Loaded("", 0, None, b""), conversation)
        said = {"line": "see you on Friday", "day": "2026-11-23", "window": "morning"}
        turn.replies.append(Reply(response, {**said, "number": "0808"}))
        bubble = compose(turn, speaker)
        assert bubble.keys[-1] == (Key(EXIT_TITLE, EXIT_DATA),), (language, response)
        approve(bubble)


async def test_an_answer_that_changes_nothing_still_shows_the_way_out(
    gateway: Gateway, phone: Phone
) -> None:
    await opens_session(phone)
    for _ in range(2):
        await says_and_settles(phone, "hello")
        assert phone.buttons[-1] == "✖"


async def test_nothing_private_is_ever_sent_as_a_new_message_or_shown_in_a_notification(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    for text in ("one", "two", "three"):
        await says_and_settles(phone, text)
    await phone.closes_chat()
    await phone.settles()
    await private_came_only_by_edit(sandbox)
    await nothing_private_was_notified(phone)


async def test_everything_that_is_sent_is_protected_and_without_previews(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    await says_and_settles(phone, "hello")
    for call in await sandbox.calls(method="sendMessage"):
        assert call.params["protect_content"] in (True, "true", "True")
    assert phone.messages[0].protected
    assert not phone.messages[0].previews


async def test_a_bubble_that_the_client_deleted_comes_again_with_the_next_answer(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    bubble = await opens_session(phone)
    await phone.deletes(bubble)
    await says_and_settles(phone, "are you there")
    assert phone.texts[0].startswith(HEARD)
    assert phone.messages[0].message_id != bubble.message_id
    await private_came_only_by_edit(sandbox)


async def test_who_chose_to_keep_messages_sees_the_whole_conversation_until_they_leave(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    dialogue.answers["stay"] = (["utter_menu"], [{"effect": "keep_messages", "keep": True}])
    await phone.says("stay")
    await phone.wait_for("What would you like to do?")
    for text in ("first piece", "second piece"):
        await phone.says(text)
        await phone.wait_for(lambda p: p.texts[-1].startswith(HEARD))
    assert "first piece" in phone.texts
    assert "second piece" in phone.texts
    assert len([text for text in phone.texts if text.startswith(HEARD)]) == 2
    await private_came_only_by_edit(sandbox)


async def test_outside_a_session_only_what_gives_something_away_is_deleted(
    gateway: Gateway, phone: Phone
) -> None:
    await phone.says("good morning")
    await phone.wait_for(HELLO)
    assert "good morning" in phone.texts
    await phone.says("call the police, he beats me")
    await phone.wait_for(one_bubble)
    assert HELLO in phone.texts[0]


async def test_outside_a_session_words_of_another_language_are_looked_at_too(
    gateway: Gateway, phone: Phone
) -> None:
    await phone.says("زوجي يضربني")
    await phone.wait_for(one_bubble)
    assert phone.texts[0] == gateway.rooms.speaker.say("utter_ask_good_moment", "ar").text
