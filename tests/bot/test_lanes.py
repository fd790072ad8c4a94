"""Rate limits: never quicker than allowed, a wipe waits for nobody, a 429 holds one chat."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.send import lanes
from bot.send.lanes import MAX_ATTEMPTS, SEND, TIDY, WIPE, Bucket, Lanes, seconds

pytestmark = pytest.mark.slow


class Clock:
    """Time that only passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """As ``time.monotonic``."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(lanes.time, "monotonic", made.monotonic)
    return made


@given(
    st.floats(0.5, 50),
    st.integers(1, 40),
    st.lists(st.floats(0, 3), min_size=1, max_size=80),
)
@settings(max_examples=200, deadline=None)
def test_a_bucket_never_lets_more_through_than_rate_and_burst_allow(
    rate: float, burst: int, gaps: list[float]
) -> None:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lanes.time, "monotonic", clock.monotonic)
        bucket, leaves = Bucket(rate, burst), []
        for gap in gaps:
            clock.now += gap
            leaves.append(clock.now + bucket.wait())
    assert leaves == sorted(leaves), "first come, first served"
    for first, start in enumerate(leaves):
        for last in range(first, len(leaves)):
            allowed = burst + rate * (leaves[last] - start)
            assert last - first + 1 <= allowed + 1e-6 + 1


@given(st.floats(0.5, 50), st.integers(1, 40))
def test_a_bucket_that_rested_lets_its_burst_through_at_once(rate: float, burst: int) -> None:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lanes.time, "monotonic", clock.monotonic)
        bucket = Bucket(rate, burst)
        clock.now += 10_000
        assert [bucket.wait() for _ in range(burst)] == [0.0] * burst
        assert bucket.wait() > 0


class Telegram:
    """Answers requests of the lanes, with 429 as often as a test wants."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.refuse: dict[str, int] = {}

    async def request(self, name: str) -> bool:
        """One request."""
        if self.refuse.get(name, 0) > 0:
            self.refuse[name] -= 1
            raise RetryAfter(timedelta(seconds=1))
        self.done.append(name)
        return True


async def _ask(
    lane: Lanes, telegram: Telegram, name: str, endpoint: str, chat: int, args: str | None = None
) -> None:
    await lane.process_request(telegram.request, (name,), {}, endpoint, {"chat_id": chat}, args)


async def test_a_wipe_goes_at_once_while_sending_is_at_its_limit() -> None:
    telegram, lane = Telegram(), Lanes(1, 1)
    sending = [
        asyncio.create_task(_ask(lane, telegram, f"send {n}", "sendMessage", 7)) for n in range(5)
    ]
    tidying = [
        asyncio.create_task(_ask(lane, telegram, f"tidy {n}", "deleteMessages", 7, TIDY))
        for n in range(5)
    ]
    await asyncio.sleep(0)
    await asyncio.wait_for(_ask(lane, telegram, "wipe", "deleteMessages", 7, WIPE), 0.2)
    assert telegram.done[-1] == "wipe"
    for task in (*sending, *tidying):
        task.cancel()


async def test_a_429_on_one_lane_of_one_chat_holds_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telegram, lane = Telegram(), Lanes(1000, 1000)
    monkeypatch.setattr(lanes, "seconds", lambda error: 3)
    telegram.refuse = {"held": 1}
    held = asyncio.create_task(_ask(lane, telegram, "held", "sendMessage", 7))
    await asyncio.sleep(0.01)
    for name, endpoint, chat, args in (
        ("wipe", "deleteMessages", 7, WIPE),
        ("tidy", "deleteMessage", 7, None),
        ("other chat", "sendMessage", 8, None),
        ("poll", "getUpdates", 0, None),
        ("tap", "answerCallbackQuery", 0, None),
    ):
        await asyncio.wait_for(_ask(lane, telegram, name, endpoint, chat, args), 2.5)
    assert "held" not in telegram.done
    await asyncio.wait_for(held, 30)
    assert telegram.done[-1] == "held"


async def test_what_telegram_refuses_again_and_again_goes_back_to_the_caller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telegram, lane = Telegram(), Lanes(1000, 1000)
    telegram.refuse = {"never": 100}
    monkeypatch.setattr(lanes, "seconds", lambda error: 0.01)
    with pytest.raises(RetryAfter):
        await _ask(lane, telegram, "never", "sendMessage", 7)
    assert telegram.refuse["never"] == 100 - MAX_ATTEMPTS


async def test_a_message_is_not_held_for_long_but_a_wipe_waits_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telegram, lane = Telegram(), Lanes(1000, 1000)
    telegram.refuse = {"words": 1, "wipe": 1}
    monkeypatch.setattr(lanes, "LONGEST_HOLD", 1)
    monkeypatch.setattr(lanes, "seconds", lambda error: 2.5)
    with pytest.raises(RetryAfter) as refused:
        await asyncio.wait_for(_ask(lane, telegram, "words", "sendMessage", 7), 2)
    assert 0 < seconds(refused.value) <= 2.5
    await _ask(lane, telegram, "wipe", "deleteMessages", 7, WIPE)
    assert telegram.done == ["wipe"]


@pytest.mark.parametrize("pause", [3, timedelta(seconds=3)])
def test_both_forms_of_retry_after_are_understood(pause: int | timedelta) -> None:
    assert seconds(RetryAfter(pause)) == 3.0


def test_chats_that_are_quiet_are_forgotten(clock: Clock) -> None:
    lane = Lanes(100, 5)
    for chat in range(50):
        lane._bucket(chat)
    clock.now += lanes.FORGET_AFTER + 1
    lane._bucket("new")
    assert set(lane._chats) == {"new"}
    assert set(lane._overall) == {SEND, TIDY, WIPE}
