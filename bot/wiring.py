"""Where the gateway is put together: one place, called by the entry point and by tests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from telegram.error import InvalidToken, TelegramError

from bot import clock
from bot.abuse.flood import Floods
from bot.cases.brief import CaseDesk
from bot.dialogue import Dialogue
from bot.pipeline import Pipeline
from bot.profile import Profile
from bot.queues import ChatQueues
from bot.relay.officer_side import OfficerSide
from bot.rotation import Rotation
from bot.send.delivery import Delivery
from bot.send.lanes import Lanes
from bot.send.sender import Sender
from bot.settings import Settings
from bot.state.keyring import Keyring, secret_file
from bot.state.store import Store
from bot.sweep import Sweeper
from bot.turn import Rooms
from bot.updates.dispatch import CONSUMER, Dispatcher
from bot.updates.fetch import Fetcher
from bot.updates.without_redis import WithoutRedis
from bot.wipe.wiper import Wiper
from undertone.exit_word import choices
from undertone.language_guess import prepare as prepare_guess
from undertone.languages import LANGUAGES, Language
from undertone.sealing.recipients import RecipientsFile
from undertone.stopping import end, told_to_stop
from undertone.streams.bus import Consumer
from undertone.streams.messages import TO_BOT
from undertone.uk_windows import days_offered
from undertone.words import Button, Speaker, choice_payload, load_catalogues, load_responses
from undertone.words.served import explain, served_languages
from undertone.words.times import day_buttons, window_buttons

log = logging.getLogger(__name__)
TELEGRAM_PAUSE = 2.0
"""Seconds before the next try at the start."""
LAST_SECONDS = 3.0
"""How long turns under way may take to end when the gateway stops."""
REDIS_TIMEOUT = 5.0
"""Seconds before a hanging Redis counts as gone; longer than a blocking read."""


@dataclass
class Gateway:
    """The running parts of the gateway."""

    rooms: Rooms
    queues: ChatQueues
    fetcher: Fetcher
    dispatcher: Dispatcher
    officer_side: OfficerSide
    sweeper: Sweeper
    rotation: Rotation
    inbox: Consumer
    profile: Profile


def make_speaker(served: Sequence[Language] = tuple(LANGUAGES.values())) -> Speaker:
    """The renderer over ``domain.yml`` and all catalogues; offers the languages in ``served``."""
    return Speaker(
        load_responses(),
        load_catalogues(LANGUAGES.values()),
        {
            "exit_words": _exit_words,
            "second_words": _second_words,
            "languages": lambda language: [
                Button(row.native, choice_payload(row.code)) for row in served
            ],
            "days": lambda language: day_buttons(days_offered(clock.now()), language),
            "windows": lambda language: window_buttons(),
        },
    )


def _served(settings: Settings) -> tuple[Language, ...]:
    served = served_languages(unreviewed=settings.unreviewed_words)
    if unsaid := explain(served):
        log.warning(unsaid)
    return served


def _exit_words(language: str) -> list[Button]:
    return [Button(word, choice_payload(word)) for word in choices(language)]


def _second_words(language: str) -> list[Button]:
    """Without the default, which always leaves."""
    return _exit_words(language)[1:]


def connect(url: str) -> Redis:
    """A client that fails at once rather than hanging on to a dead server."""
    return Redis.from_url(
        url,
        decode_responses=True,
        protocol=2,
        socket_timeout=REDIS_TIMEOUT,
        socket_connect_timeout=1.0,
        retry=Retry(NoBackoff(), 0),
    )


def wire(settings: Settings) -> Gateway:
    """Put the gateway together from ``settings``; opens no connection yet."""
    store = Store(
        connect(settings.redis_url),
        Keyring(settings.keys / "epochs"),
        secret_file(settings.keys / "chat_ref.key"),
    )
    sender = Sender(
        settings.token, settings.api_base, Lanes(settings.send_per_second, settings.send_per_chat)
    )
    served = _served(settings)
    speaker = make_speaker(served)
    rooms = Rooms(
        settings=settings,
        store=store,
        sender=sender,
        delivery=Delivery(store, sender, speaker),
        dialogue=Dialogue(settings.rasa_url),
        speaker=speaker,
        desk=CaseDesk(RecipientsFile(settings.home)),
        wiper=Wiper(store, sender, speaker),
        word_key=secret_file(settings.keys / "exit_word.key"),
        served=served,
    )
    queues = ChatQueues()
    without_redis = WithoutRedis(sender, speaker, rooms.word_key, served)
    sender.on_sent = without_redis.remember
    floods = Floods(store, sender, queues, settings.flood_per_minute)
    pipeline = Pipeline(rooms, queues, without_redis, floods)
    return Gateway(
        rooms=rooms,
        queues=queues,
        fetcher=Fetcher(store, sender, without_redis),
        dispatcher=Dispatcher(store, pipeline, queues),
        officer_side=OfficerSide(rooms, queues),
        sweeper=Sweeper(rooms, queues),
        rotation=Rotation(store),
        inbox=Consumer(store.redis, TO_BOT, "bot", CONSUMER),
        profile=Profile(sender.profile, speaker, settings.bot_name, served),
    )


async def run(gateway: Gateway) -> None:
    """Run until cancelled; then let turns under way end. Raises what ends a part for good."""
    rooms = gateway.rooms
    gateway.profile.check()
    await _start(rooms.sender)
    tasks = [
        asyncio.ensure_future(part)
        for part in (
            gateway.profile.set(),
            asyncio.to_thread(prepare_guess),
            gateway.fetcher.run(),
            gateway.dispatcher.run(),
            gateway.inbox.follow(gateway.officer_side.handle),
            gateway.sweeper.run(),
            _rotate(gateway),
        )
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        await end(tasks)
        await gateway.queues.stop(LAST_SECONDS)
        await rooms.wiper.stop()
        await rooms.sender.stop()
        await rooms.dialogue.close()
        await rooms.store.redis.aclose()


async def _start(sender: Sender) -> None:
    """Wait until Telegram answers. Raises ``InvalidToken`` where it refuses the token."""
    while True:
        try:
            await sender.start()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            log.error("Telegram cannot be reached (%s)", type(error).__name__)
            await asyncio.sleep(TELEGRAM_PAUSE)


async def _rotate(gateway: Gateway) -> None:
    while not told_to_stop():
        await asyncio.sleep(gateway.rooms.settings.rotate_minutes * 60)
        try:
            await gateway.rotation.rotate()
        except (RedisError, OSError) as error:
            log.error("keys were not rotated (%s); the next time comes", type(error).__name__)
