"""The Rasa side of the turn protocol: one request brings the state, the answer carries it back.

Errors are answered by class name only. Fails closed: until the agent with our tracker
store is loaded no turn is taken, and a wrong store ends the process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import uuid
from typing import Any, Awaitable, Callable, Dict, Optional, Set

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.constants import DEFAULT_INTENTS
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as answer

from actions.spelling import EMPTY
from dialogue import quiet
from dialogue.store import CarriedTrackerStore
from dialogue.turn import VERSION, BadTurn, Turn, current

TURN_SECONDS = 5.0
"""Longer than the gateway waits (2 s); ends turns whose action server hangs."""
WRONG_PLUGIN = 78
"""Exit status of a start with a wrong tracker store (EX_CONFIG)."""

BUTTON = re.compile(r"/([a-z_]+)(?:\{.*\})?$", re.DOTALL)

log = logging.getLogger("undertone.dialogue")
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class NoAnswer(Exception):
    """The turn ended without a saved state, an answer or with a failed action."""


class NotReady(Exception):
    """The model is not loaded yet."""


class FailedAction(logging.Filter):
    """Marks the turn in which Rasa swallowed the exception of an action."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass; those with an exception mark the turn that runs."""
        turn = current.get()
        if turn and record.exc_info:
            turn.failed = True
        return True


class TurnOutput(CollectingOutputChannel):
    """Collects response names, effects and variables; texts are left behind."""

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn = turn

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Sort one message of the bot into the answer."""
        name = message.get("utter_action")
        if name:
            self._turn.replies.append({"response": name, "variables": {}})
        custom = message.get("custom") or {}
        if "effect" in custom:
            self._turn.effects.append(custom)
        self._turn.variables.update(custom.get("variables", {}))


class TurnChannel(InputChannel):
    """``POST /webhooks/turn/webhook`` and the health route ``GET /webhooks/turn/``."""

    def __init__(self) -> None:
        self._ready = False
        self._intents: Set[str] = set()

    @classmethod
    def name(cls) -> str:
        """The channel's part of the URL."""
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> "TurnChannel":
        """The channel that ``credentials.yml`` asks for; logs fall silent from here on."""
        quiet.install()
        logging.getLogger("rasa.core.processor").addFilter(FailedAction())
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The two routes and the check at start."""
        routes = Blueprint("turn_channel")

        @routes.listener("after_server_start")
        async def check(app: Sanic, _: Any) -> None:
            self._check_store(app)

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            if not self._ready:
                return answer({"status": "starting"}, status=503)
            return answer({"status": "ok"})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._answer(request, on_new_message)

        return routes

    def _check_store(self, app: Sanic) -> None:
        agent = getattr(app.ctx, "agent", None)
        if agent is None or agent.processor is None:
            self._end("no model is loaded: run dialogue/train.py")
        store = agent.tracker_store
        if isinstance(store, FailSafeTrackerStore):
            store = store._tracker_store
        if not isinstance(store, CarriedTrackerStore):
            self._end("endpoints.yml did not load dialogue.store.CarriedTrackerStore")
        agent.tracker_store = agent.processor.tracker_store = store
        self._intents = set(agent.domain.intents) - set(DEFAULT_INTENTS)
        self._ready = True

    def _without_commands(self, text: str) -> str:
        """The text without slashes in front, unless it is one of our buttons.

        Rasa would take ``/restart`` and the like as orders.
        """
        button = BUTTON.match(text.strip())
        if not text.strip().startswith("/") or (button and button[1] in self._intents):
            return text
        return text.strip().lstrip("/ ") or EMPTY

    @staticmethod
    def _end(problem: str) -> None:
        log.critical("stopping: %s", problem)
        os._exit(WRONG_PLUGIN)

    async def _answer(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        try:
            if not self._ready:
                raise NotReady
            turn = Turn.from_json(_body(request))
            await asyncio.wait_for(self._run(turn, on_new_message), TURN_SECONDS)
            return answer(turn.to_json())
        except BadTurn as error:
            return _failure(error, 400)
        except Exception as error:
            log.warning("turn failed: %s", type(error).__name__)
            return _failure(error, 500)

    async def _run(self, turn: Turn, on_new_message: OnMessage) -> None:
        current.set(turn)
        await on_new_message(
            UserMessage(
                self._without_commands(turn.text),
                TurnOutput(turn),
                uuid.uuid4().hex,
                input_channel=self.name(),
                metadata={"language": turn.language},
            )
        )
        if turn.failed or not turn.saved or not (turn.replies or turn.effects):
            raise NoAnswer


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadTurn("not JSON") from None


def _failure(error: Exception, status: int) -> HTTPResponse:
    return answer({"version": VERSION, "error": type(error).__name__}, status=status)
