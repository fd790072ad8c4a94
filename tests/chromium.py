"""The machine's own Chromium, and how the tests start it."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""As `deploy/bootstrap/find-chromium` looks for it; `make test` installs one where it can."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str:
    """Path of the browser: ``CHROMIUM_PATH`` or the first one on the PATH."""
    wanted = (os.environ.get("CHROMIUM_PATH", ""), *NAMES)
    found = next((path for name in wanted if name and (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("no Chromium: `make test` installs one, or set CHROMIUM_PATH")
    return found
