"""What clients and officers do in these tests, and what a chat may show."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from bot.cases.brief import now
from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Message, Phone, SandboxControl
from tests.bot.cases import held_case, to_console
from undertone.guard import Level, check
from undertone.languages import LANGUAGES
from undertone.sealing.envelope import ContentKind, DataKey, seal_content
from undertone.streams.bus import publish
from undertone.streams.messages import TO_BOT, DeliveryReport, OfficerMessage, StreamMessage
from undertone.words import load_catalogues, load_responses

HELLO = "Is now a good time to write?"
ALONE = "are you alone with this screen?"
HEARD = "Thank you for telling us. We hear you."
GOODBYE = "OK. Have a nice day."
PING = "👋 Hello again"
UNAVAILABLE = "this chat is not working just now"
PLACEHOLDER = "…"


async def opens_session(phone: Phone) -> Message:
    """From the first message to the first private question; the bubble."""
    await phone.says("/start")
    await phone.wait_for(HELLO)
    await phone.taps("Yes")
    bubble = await phone.wait_for(ALONE)
    assert bubble is not None
    return bubble


async def joins_relay(gateway: Gateway, phone: Phone) -> str:
    """A client in a chat that an officer holds, with one bubble on the screen; the case's id."""
    await opens_session(phone)
    return await held_case(gateway, phone.chat_id)


async def says_and_settles(phone: Phone, text: str) -> None:
    """The client writes, is answered, and the chat comes to rest as one bubble again."""
    before = await _words_sent(phone)
    await phone.says(text)

    async def answered() -> bool:
        return await _words_sent(phone) > before

    await until(answered)
    await phone.wait_for(one_bubble)


async def _words_sent(phone: Phone) -> int:
    """How often the bot sent or changed words in the chat."""
    answer = await phone._request("GET", "/calls", params={"chat_id": phone.chat_id})
    return sum(call["method"] in ("editMessageText", "sendMessage") for call in answer["calls"])


def one_bubble(phone: Phone) -> bool:
    """Whether nothing stands in the chat but one message of the bot that says something."""
    return (
        len(phone.messages) == 1
        and phone.messages[0].from_bot
        and phone.messages[0].text != PLACEHOLDER
    )


def shows_only(*texts: str) -> Callable[[Phone], bool]:
    """Whether exactly these texts stand in the chat."""
    return lambda phone: phone.texts == texts


def is_cover(text: str) -> bool:
    """Whether anybody may see this text.

    A bland line of one language may look like a word of another one; any other text is
    checked in all of them. Several lines of one answer stand in one message.
    """
    written_in = [set(_bland_lines().get(part, LANGUAGES)) for part in text.split("\n\n")]
    languages = set.intersection(*written_in) or LANGUAGES
    return all(check(text, Level.COVER, language).passed for language in languages)


@cache
def _bland_lines() -> dict[str, list[str]]:
    """Every text and button at cover level, with the languages that it is written in."""
    found: dict[str, list[str]] = {}
    for code, catalogue in load_catalogues(LANGUAGES.values()).items():
        for response in load_responses().values():
            for source in (response.text, *(button.title for button in response.buttons)):
                if response.level is Level.COVER:
                    found.setdefault(catalogue.translate(response.name, source), []).append(code)
    return found


async def nothing_private_was_notified(phone: Phone) -> None:
    """No lock screen ever showed a word that is not cover."""
    await phone.refresh()
    shown = [one.text for one in (*phone.notifications, *phone.seen)]
    told = [text for text in shown if not is_cover(text)]
    assert not told, told


async def private_came_only_by_edit(sandbox: SandboxControl) -> None:
    """Every text that was sent as a new message is cover or the placeholder."""
    sent = [call.params["text"] for call in await sandbox.calls(method="sendMessage")]
    private = [text for text in sent if text != PLACEHOLDER and not is_cover(text)]
    assert not private, private


async def officer_writes(gateway: Gateway, case_id: str, text: str, **changed: Any) -> str:
    """Seal and send one line as the officer's browser does; its message id."""
    message_id = str(uuid.uuid4())
    key = await case_key(gateway, case_id)
    fields = {
        "message_id": message_id,
        "case_id": case_id,
        "at": now(),
        "envelope_id": key.envelope_id,
        "sealed": seal_content(
            key, ContentKind.OFFICER_MESSAGE, message_id, {"version": 1, "text": text}
        ),
    }
    await publish(gateway.rooms.store.redis, TO_BOT, OfficerMessage(**{**fields, **changed}))
    return message_id


async def case_key(gateway: Gateway, case_id: str) -> DataKey:
    """The case's data key, as the client's sealed state has it now."""
    store = gateway.rooms.store
    loaded = await store.load(await store.redis.get(names.case_route(case_id)))
    assert loaded.conversation is not None
    case = loaded.conversation.case
    assert case is not None
    return DataKey(
        case_id=case_id, envelope_id=case.envelope_id, secret=base64.b64decode(case.data_key)
    )


async def console_gets(
    gateway: Gateway, wanted: Callable[[StreamMessage], bool], timeout: float = 20.0
) -> StreamMessage:
    """Wait until such a message stands in the stream to the console."""
    end = asyncio.get_running_loop().time() + timeout
    while True:
        messages = await to_console(gateway.rooms.store.redis)
        found = next(filter(wanted, messages), None)
        if found is not None:
            return found
        assert asyncio.get_running_loop().time() < end, [message.kind for message in messages]
        await asyncio.sleep(0.02)


async def deliveries(gateway: Gateway, message_id: str) -> list[str]:
    """What was reported about an officer's line, in order."""
    messages = await to_console(gateway.rooms.store.redis)
    reports = [m for m in messages if isinstance(m, DeliveryReport) and m.about == message_id]
    return [one.delivery.value for one in reports]


async def quiet(gateway: Gateway) -> None:
    """Wait until nothing is under way in the gateway."""
    await gateway.queues.drain()
    await asyncio.gather(*gateway.rooms.wiper._running.values(), return_exceptions=True)


async def until(holds: Callable[[], Any], timeout: float = 20.0) -> None:
    """Wait until a coroutine function or a plain one gives something true."""
    end = asyncio.get_running_loop().time() + timeout
    while True:
        value = holds()
        if asyncio.iscoroutine(value):
            value = await value
        if value:
            return
        assert asyncio.get_running_loop().time() < end, "it did not come to that in time"
        await asyncio.sleep(0.02)
