"""Starts the action server: ``python -m actions.serve`` from the checkout.

Settings: ``ACTIONS_HOST`` (127.0.0.1) and ``ACTIONS_PORT`` (5055). The stock server of
rasa-sdk answers errors with the request's body and listens on every address; this one
does neither.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

from dialogue import quiet

log = logging.getLogger("undertone.actions")


def make_app() -> Any:
    """The server with every action of this package, as a Sanic application."""
    from rasa_sdk.executor import ActionExecutor
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse
    from sanic.response import json as answer

    app = Sanic("actions", configure_logging=False)
    executor = ActionExecutor()
    executor.register_package("actions")

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return answer({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        try:
            return answer(await executor.run(json.loads(request.body)))
        except Exception as error:
            log.warning("action failed: %s", type(error).__name__)
            return answer({"error": type(error).__name__}, status=500)

    return app


def main() -> None:
    """Serve until stopped."""
    os.environ.update(SANIC_REQUEST_TIMEOUT="10", SANIC_RESPONSE_TIMEOUT="10")
    quiet.install()
    app = make_app()
    quiet.install()
    app.run(
        os.environ.get("ACTIONS_HOST", "127.0.0.1"),
        int(os.environ.get("ACTIONS_PORT", "5055")),
        workers=1,
        access_log=False,
    )


if __name__ == "__main__":
    sys.exit(main())
