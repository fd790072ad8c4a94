"""What the page and the tests do with phones."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox import buttons, client_side, plays
from sandbox.client_side import Refused
from sandbox.control.requests import (
    number_in_query,
    phone_of,
    read_body,
    route,
    world_of,
)
from sandbox.messages import Json, Message
from sandbox.phones import Phone
from sandbox.world import World
from undertone.languages import LANGUAGES

LONGEST_WAIT = 60.0
LONGEST_NAME = 64


async def add(request: Request) -> Response:
    """A new phone; its chat with the bot is open unless ``open`` is false."""
    world, body = world_of(request), await read_body(request)
    name = body.text("name").strip()[:LONGEST_NAME]
    if not name:
        raise Refused("name is empty")
    phone = world.add_phone(name, body.text("language_code", "en").strip())
    if body.flag("open", True):
        client_side.opens(world, phone, None)
    return _view(world, phone)


async def list_all(request: Request) -> Response:
    """All phones."""
    world = world_of(request)
    return JSONResponse({"phones": [world.view(phone) for phone in world.phones.values()]})


async def look(request: Request) -> Response:
    """One phone; ``after`` and ``timeout`` wait for a newer version."""
    world, phone = world_of(request), phone_of(request)
    if "after" in request.query_params:
        timeout = min(number_in_query(request, "timeout", 10), LONGEST_WAIT)
        await phone.wait_beyond(int(number_in_query(request, "after")), timeout)
    return _view(world, phone)


async def history(request: Request) -> Response:
    """Every text that ever stood on the phone."""
    return JSONResponse({"shown": phone_of(request).history()})


async def remove(request: Request) -> Response:
    """Throw the phone away."""
    world_of(request).remove_phone(phone_of(request))
    return JSONResponse({})


async def say(request: Request) -> Response:
    """Send a text, or many (``texts``)."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    texts = body.values.get("texts")
    if texts is None:
        texts = [body.text("text")]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Refused("texts must be a list of texts")
    sent: list[Message] = []
    for text in texts:
        sent += client_side.says(world, phone, text, body.number("chat_id"))
    return _view(world, phone, sent)


async def edit(request: Request) -> Response:
    """Change an own message."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    message = client_side.edits(
        world, phone, body.needed_number("message_id"), body.text("text"), body.number("chat_id")
    )
    return _view(world, phone, [message])


async def send(request: Request) -> Response:
    """Send a voice note, a picture and so on."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    message = client_side.sends(
        world,
        phone,
        body.text("kind"),
        caption=body.text("caption", ""),
        file_size=body.number("file_size"),
        chat_id=body.number("chat_id"),
    )
    return _view(world, phone, [message])


async def tap(request: Request) -> Response:
    """Press a button, by ``label``, ``index`` or ``data``; the newest that fits."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    chat = client_side.chat_on(world, phone, body.number("chat_id"))
    message_id, data = body.number("message_id"), body.values.get("data")
    if isinstance(data, str):
        message = buttons.message_or_gone(chat, message_id)
    elif "index" in body.values:
        message, data = buttons.numbered(chat, body.needed_number("index"), message_id)
    else:
        message, data = buttons.labelled(chat, body.text("label"), message_id)
    query_id = client_side.taps(world, phone, message, data)
    return _view(world, phone, [message], callback_query_id=query_id)


async def play(request: Request) -> Response:
    """Play a conversation: each step as soon as the bot has answered the one before."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    steps = plays.read_steps(body.values.get("steps"))
    patience = min(body.rate("patience") or plays.PATIENCE, LONGEST_WAIT)
    timings = await plays.play(world, phone, steps, patience)
    return JSONResponse({"timings": [asdict(timing) for timing in timings]})


async def delete(request: Request) -> Response:
    """Delete a message for both sides."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    message_id = body.needed_number("message_id")
    client_side.deletes(world, phone, message_id, body.number("chat_id"))
    return _view(world, phone)


async def open_chat(request: Request) -> Response:
    """Put a chat on the screen."""
    world, phone, body = world_of(request), phone_of(request), await read_body(request)
    client_side.opens(world, phone, body.number("chat_id"))
    return _view(world, phone)


async def close_chat(request: Request) -> Response:
    """Leave the chat, or lock the phone."""
    world, phone = world_of(request), phone_of(request)
    client_side.closes(world, phone)
    return _view(world, phone)


async def dismiss(request: Request) -> Response:
    """Swipe the notifications away."""
    world, phone = world_of(request), phone_of(request)
    client_side.dismisses(world, phone)
    return _view(world, phone)


async def block(request: Request) -> Response:
    """Block the bot."""
    world, phone = world_of(request), phone_of(request)
    client_side.blocks(world, phone, blocked=True)
    return _view(world, phone)


async def unblock(request: Request) -> Response:
    """Unblock the bot."""
    world, phone = world_of(request), phone_of(request)
    client_side.blocks(world, phone, blocked=False)
    return _view(world, phone)


async def languages(_: Request) -> Response:
    """The languages that Undertone speaks, for the page's list; a phone may have any other."""
    table = [asdict(language) for language in LANGUAGES.values()]
    return JSONResponse({"languages": table})


async def add_group(request: Request) -> Response:
    """Found a group with the bot in it."""
    world, body = world_of(request), await read_body(request)
    wanted = body.values.get("members")
    ids = wanted if isinstance(wanted, list) else []
    members = [world.phones[one] for one in ids if isinstance(one, int) and one in world.phones]
    kind = "supergroup" if body.flag("supergroup", False) else "group"
    chat = client_side.makes_group(world, body.text("title"), members, kind)
    return JSONResponse({"chat_id": chat.chat_id, "title": chat.title, "type": chat.type})


def _view(
    world: World, phone: Phone, messages: list[Message] | None = None, **more: str
) -> Response:
    answer: Json = {"view": world.view(phone), **more}
    if messages:
        answer["message_ids"] = [message.message_id for message in messages]
    return JSONResponse(answer)


ROUTES = [
    route("POST", "/sandbox/phones", add),
    route("GET", "/sandbox/phones", list_all),
    route("GET", "/sandbox/phones/{phone_id:int}", look),
    route("GET", "/sandbox/phones/{phone_id:int}/history", history),
    route("DELETE", "/sandbox/phones/{phone_id:int}", remove),
    route("POST", "/sandbox/phones/{phone_id:int}/say", say),
    route("POST", "/sandbox/phones/{phone_id:int}/edit", edit),
    route("POST", "/sandbox/phones/{phone_id:int}/send", send),
    route("POST", "/sandbox/phones/{phone_id:int}/tap", tap),
    route("POST", "/sandbox/phones/{phone_id:int}/play", play),
    route("POST", "/sandbox/phones/{phone_id:int}/delete", delete),
    route("POST", "/sandbox/phones/{phone_id:int}/open", open_chat),
    route("POST", "/sandbox/phones/{phone_id:int}/close", close_chat),
    route("POST", "/sandbox/phones/{phone_id:int}/dismiss", dismiss),
    route("POST", "/sandbox/phones/{phone_id:int}/block", block),
    route("POST", "/sandbox/phones/{phone_id:int}/unblock", unblock),
    route("POST", "/sandbox/groups", add_group),
    route("GET", "/sandbox/languages", languages),
]
