"""What a call gives: parameters from the query, a form, multipart or JSON."""

from __future__ import annotations

import json
from email.message import Message as MimePart
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from sandbox.bot_api.answers import bad_request
from sandbox.messages import Json

_TRUE = {"true", "yes", "1", "y", "t"}


class Parameters:
    """The parameters of one call, read with types."""

    def __init__(self, values: Json, files: dict[str, bytes] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str) -> str:
        """A text; empty where it is not given."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; ``default`` where it is not given or none."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Whether it is set to true."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def parsed(self, name: str) -> Any:
        """A JSON value, also where it came as text; ``None`` where it is not given.

        Raises ``ApiError`` where it is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def chat_id(self) -> int | None:
        """The chat that is named, if any."""
        return self.number("chat_id") or None


def read_parameters(content_type: str, query: bytes, body: bytes) -> Parameters:
    """Parse one request.

    Raises ``ApiError`` where the body is broken.
    """
    values: Json = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    if not body:
        return Parameters(values)
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        form = body.decode("utf-8", "replace")
        values.update(parse_qsl(form, keep_blank_values=True, encoding="utf-8"))
        return Parameters(values)
    if kind == "application/json":
        values.update(_json_object(body))
        return Parameters(values)
    if kind == "multipart/form-data":
        return _multipart(content_type, body, values)
    return Parameters(values)


def _json_object(body: bytes) -> Json:
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("object expected as request body")
    return value


def _multipart(content_type: str, body: bytes, values: Json) -> Parameters:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    parsed = BytesParser().parsebytes(head + body)
    files: dict[str, bytes] = {}
    parts = parsed.get_payload()
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, MimePart):
            _keep_part(part, values, files)
    return Parameters(values, files)


def _keep_part(part: MimePart, values: Json, files: dict[str, bytes]) -> None:
    name = part.get_param("name", header="content-disposition")
    content = part.get_payload(decode=True)
    if not isinstance(name, str) or not isinstance(content, bytes):
        return
    if part.get_filename() is not None:
        files[name] = content
    else:
        values[name] = content.decode("utf-8", "replace")
