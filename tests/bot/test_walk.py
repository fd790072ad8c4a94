"""Random walks: any button, text, fault and moment of exit; no word ever breaks its level.

The dialogue of the first walk answers with any responses and effects that there are; the
second one walks with the real Rasa.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

import bot.wiring
from bot.dialogue import Reply, TurnAnswer
from bot.send.approved import Bubble
from bot.stages import rate_limit
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl, SandboxRefused
from tests.bot.cases import to_console
from tests.bot.conftest import ScriptedDialogue, Settings, started, wire_with
from tests.bot.steps import (
    is_cover,
    nothing_private_was_notified,
    private_came_only_by_edit,
    quiet,
)
from tests.dialogue.servers import Servers
from undertone.exit_word import choices
from undertone.guard import check
from undertone.languages import LANGUAGES
from undertone.streams.messages import CaseBrief, CaseState

SECONDS, SECONDS_WITH_RASA = 20, 25
SEEDS = (1, 2, 3)
PHONES = 4
TEXTS = (
    "hello",
    "yes",
    "no",
    "not now",
    "/start",
    "/help",
    "/language",
    "I am in danger he has a knife",
    "who are you?",
    "can I talk to a person",
    "he beats me and takes my money",
    "my children are with him",
    "what numbers can I call",
    "زوجي يضربني",
    "من در خطرم",
    "\u202etxet desrever",
    "Leeds",
    "a" * 4096,
)
EFFECTS: tuple[dict[str, Any], ...] = (
    {"effect": "begin_session"},
    {"effect": "set_language", "language": "ar"},
    {"effect": "set_language", "language": "fa"},
    {"effect": "set_language", "language": "xx"},
    {"effect": "set_exit_word", "word": "blue kettle"},
    {"effect": "set_exit_word", "word": "no"},
    {"effect": "keep_messages", "keep": True},
    {"effect": "keep_messages", "keep": False},
    {"effect": "record", "field": "area", "status": "given", "value": "Leeds"},
    {"effect": "consent", "purpose": "officer", "granted": True, "wording": "utter_x"},
    {"effect": "children_present"},
    {"effect": "share_numbers", "which": "all"},
    {"effect": "hand_off", "urgency": "urgent"},
    {"effect": "hand_off"},
    {"effect": "end_session"},
    {"effect": "wipe"},
    {"effect": "unheard_of"},
    {},
)
FAULTS = (
    ("sendMessage", "server_error"),
    ("editMessageText", "drop_after"),
    ("editMessageText", "drop"),
    ("sendMessage", "drop_after"),
    ("deleteMessages", "lie"),
    ("deleteMessage", "server_error"),
    ("getUpdates", "duplicate"),
    ("answerCallbackQuery", "error"),
)


class AnyDialogue(ScriptedDialogue):
    """Answers with any responses that there are, and any effects."""

    def __init__(self, dice: random.Random, responses: list[str]) -> None:
        super().__init__()
        self._dice = dice
        self._responses = responses

    async def turn(self, text: str, language: str, state: dict[str, Any] | None) -> TurnAnswer:
        """Anything at all."""
        replies = self._dice.choices(self._responses, k=self._dice.randrange(1, 4))
        effects = self._dice.choices(EFFECTS, k=self._dice.randrange(3))
        if self._dice.random() < 0.5:
            effects = [{"effect": "begin_session"}, *effects]
        effects = [effect for effect in effects if self._dice.random() < 0.8]
        spoken = tuple(Reply(name, {"line": "see you", "number": "1"}) for name in replies)
        return TurnAnswer({}, spoken, tuple(effects))


class Walk:
    """One phone that does anything."""

    def __init__(self, sandbox: SandboxControl, phone: Phone, dice: random.Random) -> None:
        self._sandbox = sandbox
        self._phone = phone
        self._dice = dice

    async def steps(self, until: float) -> None:
        """Do anything until the time is over."""
        doings = (self._says, self._taps, self._taps, self._taps, self._fault, self._media)
        while time.monotonic() < until:
            try:
                await self._dice.choice(doings)()
            except (SandboxRefused, AssertionError):
                await self._phone.refresh()
            if self._dice.random() < 0.3:
                await asyncio.sleep(self._dice.random() * 0.1)
            if self._dice.random() < 0.04:
                await self._leaves()

    async def _says(self) -> None:
        await self._phone.says(self._dice.choice(TEXTS))

    async def _taps(self) -> None:
        await self._phone.refresh()
        buttons = [label for label in self._phone.buttons if label != "✖"]
        if buttons:
            await self._phone.taps(self._dice.choice(buttons))
        else:
            await self._says()

    async def _media(self) -> None:
        if self._dice.random() < 0.3:
            await self._phone.sends("voice")

    async def _fault(self) -> None:
        if self._dice.random() < 0.3:
            method, kind = self._dice.choice(FAULTS)
            await self._sandbox.fault(method, kind, count=1, chat_id=self._phone.chat_id)

    async def _leaves(self) -> None:
        """Out by any way; then nothing but cover may remain."""
        await self._phone.says(self._dice.choice(("/exit", "✖", "exit")))
        await _left_with_only_cover(self._sandbox, self._phone)


async def _left_with_only_cover(sandbox: SandboxControl, phone: Phone) -> None:
    deadline = time.monotonic() + 25
    while not _only_cover(phone, await _unanswered(sandbox, phone)):
        assert time.monotonic() < deadline, [(m.text, m.labels) for m in phone.messages]
        await asyncio.sleep(0.05)
        await phone.refresh()


async def _unanswered(sandbox: SandboxControl, phone: Phone) -> Counter[str]:
    """What the phone got although the answer with its id was lost on the way to the bot.

    Nobody can delete a message whose id was never told; that is why only bland lines are sent.
    """
    calls = await sandbox.calls(method="sendMessage", chat_id=phone.chat_id)
    return Counter(call.params["text"] for call in calls if call.effect and not call.ok)


def _only_cover(phone: Phone, unanswered: Counter[str]) -> bool:
    ours = [message for message in phone.messages if message.from_bot]
    left = Counter(message.text for message in ours if "✖" in message.labels)
    return all(is_cover(message.text) for message in ours) and left <= unanswered


class Ear:
    """Hears every bubble on its way out."""

    def __init__(self, gateway: Gateway) -> None:
        self.bubbles: list[Bubble] = []
        for name in ("send", "edit"):
            setattr(gateway.rooms.sender, name, self._heard(getattr(gateway.rooms.sender, name)))

    def _heard(self, real: Any) -> Any:
        async def heard(*given: Any) -> Any:
            self.bubbles.append(given[-1].bubble)
            return await real(*given)

        return heard

    def heard_nothing_wrong(self) -> None:
        """Every text and button is at its level in its own language, and in English."""
        for bubble in self.bubbles:
            for text in (bubble.text, *(key.title for row in bubble.keys for key in row)):
                for language in {bubble.language, "en"}:
                    verdict = check(text, bubble.level, language)
                    assert verdict.passed, (text, verdict.matches)


async def _walk(
    gateway: Gateway, sandbox: SandboxControl, dice: random.Random, seconds: float
) -> None:
    languages = dice.sample(sorted(LANGUAGES), PHONES)
    phones = [await sandbox.phone(f"P{code}", language=code) for code in languages]
    ear, until = Ear(gateway), time.monotonic() + seconds
    await asyncio.gather(*(Walk(sandbox, phone, dice).steps(until) for phone in phones))
    await sandbox.clear_faults()
    for phone in phones:
        await phone.says("/exit")
        await _left_with_only_cover(sandbox, phone)
    await quiet(gateway)
    for phone in phones:
        await phone.refresh()
        assert _only_cover(phone, await _unanswered(sandbox, phone)), phone.texts
        await nothing_private_was_notified(phone)
    ear.heard_nothing_wrong()
    calls = [*await sandbox.calls(method="sendMessage")]
    calls += await sandbox.calls(method="editMessageText")
    assert {call.params["text"] for call in calls} <= {bubble.text for bubble in ear.bubbles}
    await private_came_only_by_edit(sandbox)


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "BURST", 100_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_no_walk_through_all_responses_and_effects_breaks_a_level(
    settings: Settings, sandbox: SandboxControl, seed: int
) -> None:
    dice = random.Random(seed)
    names = sorted(bot.wiring.make_speaker().names())
    gateway = wire_with(settings, AnyDialogue(dice, names))
    await gateway.rooms.store.redis.flushall()
    async with started(gateway):
        await _walk(gateway, sandbox, dice, SECONDS / len(SEEDS))


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The real dialogue and its actions."""
    with Servers(tmp_path_factory.mktemp("rasa")) as servers:
        yield servers


@pytest.mark.slow
async def test_no_walk_with_the_real_dialogue_breaks_a_level(
    talking: Gateway, sandbox: SandboxControl
) -> None:
    await _walk(talking, sandbox, random.Random(4), SECONDS_WITH_RASA)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_whole_conversation_ends_in_a_sealed_case_with_the_real_dialogue(
    talking: Gateway, sandbox: SandboxControl, language: str
) -> None:
    phone = await sandbox.phone("A", language=language)
    await phone.says("/start")
    await phone.wait_for(lambda p: len(p.buttons) > 1)
    for _ in range(60):
        messages = await to_console(talking.rooms.store.redis)
        briefs = [message for message in messages if isinstance(message, CaseBrief)]
        if briefs and briefs[-1].state is CaseState.WAITING:
            break
        before = phone.bubble
        await phone.taps(index=0)
        await phone.wait_for(lambda p: p.bubble != before)  # noqa: B023
    else:
        pytest.fail(f"no case after 60 taps; the chat shows {phone.texts}")
    assert briefs[-1].language in LANGUAGES
    await phone.says(choices(briefs[-1].language)[0])
    await _left_with_only_cover(sandbox, phone)
    await nothing_private_was_notified(phone)
