"""Reply markups: inline keyboards with Telegram's limits, and the older reply keyboards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.bot_api.answers import bad_request
from sandbox.bot_api.parameters import Parameters
from sandbox.messages import Json, Keyboard

LONGEST_CALLBACK_DATA = 64
MOST_BUTTONS = 100
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """What a ``reply_markup`` asks for; ``reply_keyboard`` is ``None`` where it is untouched."""

    keyboard: Keyboard = field(default_factory=list)
    reply_keyboard: list[list[str]] | None = None


def read_markup(given: Parameters) -> Markup:
    """The call's ``reply_markup``.

    Raises ``ApiError`` where Telegram would refuse it.
    """
    value = given.parsed("reply_markup")
    if value is None or value == {}:
        return Markup()
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return Markup(keyboard=_inline(value["inline_keyboard"]))
    if "keyboard" in value:
        return Markup(reply_keyboard=_reply_rows(value["keyboard"]))
    if value.get("remove_keyboard"):
        return Markup(reply_keyboard=[])
    return Markup()


def _rows(value: Any) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request("can't parse reply markup: keyboard must be an Array of Arrays")
    return value


def _reply_rows(value: Any) -> list[list[str]]:
    return [
        [str(key.get("text", "")) if isinstance(key, dict) else str(key) for key in row]
        for row in _rows(value)
    ]


def _inline(value: Any) -> Keyboard:
    rows = _rows(value)
    keyboard = [[_button(key) for key in row] for row in rows if row]
    if sum(len(row) for row in keyboard) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _button(key: Any) -> Json:
    if not isinstance(key, dict):
        raise bad_request("inline keyboard button must be an Object")
    if not str(key.get("text") or "").strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(action in key for action in _ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = key.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return key
