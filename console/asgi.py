"""The ASGI application: Django's, plus the background tasks that live and die with it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
_django = get_asgi_application()

from console.stream.lifespan import with_background  # noqa: E402  (models need Django set up)

application = with_background(_django)
