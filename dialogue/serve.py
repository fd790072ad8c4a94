"""Starts the dialogue server: ``python -m dialogue.serve`` from the checkout.

Settings: ``RASA_HOST`` (127.0.0.1), ``RASA_PORT`` (5005), ``ACTIONS_URL`` or
``ACTIONS_PORT`` (5055), ``RASA_MODELS`` (models). Ends with a status other than 0 where
the model or one of our plug-ins is missing.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

from dialogue import lean, quiet

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_REQUEST_TIMEOUT": "10",
    "SANIC_RESPONSE_TIMEOUT": "10",
    "SANIC_ACCESS_LOG": "false",
    "SANIC_WORKERS": "1",
    "COMPRESS_ACTION_SERVER_REQUEST": "false",
}


def prepare() -> None:
    """Everything that must happen before the first import of Rasa."""
    os.environ.update(SETTINGS)
    os.chdir(ROOT)
    warnings.simplefilter("ignore")
    lean.install()
    quiet.install()


def main() -> None:
    """Serve until stopped."""
    prepare()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    lean.compile_action_schema()
    lean.keep_connections()
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    port = os.environ.get("ACTIONS_PORT", "5055")
    url = os.environ.get("ACTIONS_URL", f"http://127.0.0.1:{port}/webhook")
    endpoints.action = EndpointConfig(url, enable_selective_domain=True)
    logging.getLogger("undertone.dialogue").info("starting")
    serve_application(
        model_path=os.environ.get("RASA_MODELS", "models"),
        credentials="credentials.yml",
        endpoints=endpoints,
        interface=os.environ.get("RASA_HOST", "127.0.0.1"),
        port=int(os.environ.get("RASA_PORT", "5005")),
        enable_api=False,
    )


if __name__ == "__main__":
    sys.exit(main())
