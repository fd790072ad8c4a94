"""Answers and errors of the Bot API."""

from __future__ import annotations

from sandbox.messages import Json
from sandbox.updates import encode


class ApiError(Exception):
    """An error answer with Telegram's code and words."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> bytes:
        """The answer's body."""
        content: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            content["parameters"] = {"retry_after": self.retry_after}
        return encode(content).encode()


def bad_request(problem: str) -> ApiError:
    """A 400 with Telegram's usual beginning."""
    return ApiError(400, f"Bad Request: {problem}")


def too_many_requests(retry_after: int) -> ApiError:
    """The 429 of a flood limit."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def success(result: object) -> bytes:
    """The body of a good answer."""
    return encode({"ok": True, "result": result}).encode()


def update_list(bodies: list[str]) -> bytes:
    """The answer of ``getUpdates``; the updates are spliced in as they are."""
    return f'{{"ok":true,"result":[{",".join(bodies)}]}}'.encode("utf-8", "surrogatepass")
