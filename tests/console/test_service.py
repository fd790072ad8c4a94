"""Health and the service page: true when parts are down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import redis
from django.test import Client
from django.urls import reverse

from console.accounts.models import User
from console.cases import steps
from console.cases.models import Case
from console.cases.waiting import words
from console.stream.intake import receive
from tests.console.material import Sealer


@pytest.mark.django_db
def test_health_needs_no_redis_and_says_nothing_else() -> None:
    answer = Client().get(reverse("health"))
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_the_page_works_while_redis_is_gone_and_says_what_waits(
    lead: User, sealer: Sealer, signed_in: Callable[[User], Client]
) -> None:
    sealer.give_key(lead)
    sealed = sealer.new_case()
    receive(sealed.brief())
    steps.claim(Case.objects.get(), lead)
    page = signed_in(lead).get(reverse("service"))
    assert page.context["streams"].reachable is False
    assert page.context["outbox_count"] == 1
    assert "Nothing is lost" in page.content.decode()


def test_the_page_counts_what_was_set_aside(
    valkey: str, lead: User, sealer: Sealer, settings: Any, signed_in: Callable[[User], Client]
) -> None:
    settings.REDIS_URL = valkey
    server = redis.Redis.from_url(valkey, protocol=2)
    server.xadd("to_console:dead", {"kind": "case", "reason": "BadMessage"})
    server.xadd("updates:dead", {"sealed": "x", "reason": "BadUpdate"})
    server.xadd("updates:dead", {"sealed": "y", "reason": "BadUpdate"})
    server.close()
    page = signed_in(lead).get(reverse("service"))
    assert page.context["streams"].dead == {
        "to the console": 1,
        "to the chat": 0,
        "from the chat": 2,
    }
    assert "1 to the console" in page.content.decode()
    assert "2 from the chat" in page.content.decode()


def test_the_page_counts_chats_that_are_blocked_for_a_while(
    valkey: str, lead: User, settings: Any, signed_in: Callable[[User], Client]
) -> None:
    settings.REDIS_URL = valkey
    server = redis.Redis.from_url(valkey, protocol=2)
    for name in ("block:one", "block:two", "block_level:one", "blocks"):
        server.set(name, "1")
    server.close()
    page = signed_in(lead).get(reverse("service"))
    assert page.context["streams"].blocked == 2
    assert "Chats blocked for a while" in page.content.decode()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "under a minute"),
        (-5, "under a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h 00 min"),
        (47 * 3600 + 120, "47 h 02 min"),
        (48 * 3600, "2 days"),
    ],
)
def test_a_length_of_time_is_said_in_few_words(seconds: int, said: str) -> None:
    from datetime import timedelta

    assert words(timedelta(seconds=seconds)) == said
