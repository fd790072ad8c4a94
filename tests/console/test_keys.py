"""An officer's key: only its public half and the wrapped seed are ever stored."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from console.accounts.models import User
from console.keys.models import OfficerKey
from console.keys.signed import current_key, is_signed
from tests.console.material import PASSPHRASE, Sealer
from undertone.sealing.keys import KeyPair, fingerprint, wrap_seed


@pytest.fixture
def browser(signed_in: Callable[[User], Client], officer: User) -> Client:
    return signed_in(officer)


def new_pair(**changed: Any) -> dict[str, Any]:
    pair, recipient_id = KeyPair.make(), str(uuid.uuid4())
    wrapped = wrap_seed(pair.seed, PASSPHRASE, recipient_id)
    made = {
        "recipient_id": recipient_id,
        "public_key": pair.public_key,
        "wrapped_seed": wrapped,
    }
    return made | changed


def save(browser: Client, body: Any) -> Any:
    return browser.post(reverse("key_save"), json.dumps(body), content_type="application/json")


def test_a_key_is_kept_and_waits_to_be_signed(
    browser: Client, officer: User, sealer: Sealer
) -> None:
    made = new_pair()
    answer = save(browser, made)
    assert answer.status_code == 201
    assert answer.json()["fingerprint"] == fingerprint(made["public_key"])
    assert "Waiting to be signed" in browser.get(reverse("key")).content.decode()
    sealer.sign(made["recipient_id"], officer.name, made["public_key"])
    assert ">Signed<" in browser.get(reverse("key")).content.decode()


def test_a_key_under_the_same_id_but_another_public_half_does_not_count_as_signed(
    browser: Client, officer: User, sealer: Sealer
) -> None:
    made = new_pair()
    save(browser, made)
    sealer.sign(made["recipient_id"], officer.name, KeyPair.make().public_key)
    key = current_key(officer)
    assert key is not None
    assert not is_signed(key)


def test_a_list_that_was_tampered_with_counts_as_empty(
    browser: Client, officer: User, sealer: Sealer
) -> None:
    made = new_pair()
    save(browser, made)
    sealer.sign(made["recipient_id"], officer.name, made["public_key"])
    listed = sealer.home / "recipients.json"
    listed.write_text(listed.read_text().replace('"payload": "', '"payload": "AAAA'))
    key = current_key(officer)
    assert key is not None
    assert not is_signed(key)


def test_a_new_key_retires_the_old_one(browser: Client, officer: User, sealer: Sealer) -> None:
    first, second = new_pair(), new_pair()
    save(browser, first)
    save(browser, second)
    current = current_key(officer)
    assert current is not None
    assert str(current.recipient_id) == second["recipient_id"]
    assert OfficerKey.objects.filter(retired_at__isnull=False).count() == 1


def test_the_id_of_somebody_elses_key_cannot_be_taken_over(
    browser: Client, lead: User, sealer: Sealer
) -> None:
    theirs = sealer.give_key(lead)
    assert save(browser, new_pair(recipient_id=theirs.recipient_id)).status_code == 409
    assert OfficerKey.objects.get().officer == lead


def with_seed(**changed: Any) -> dict[str, Any]:
    made = new_pair()
    return made | {"wrapped_seed": made["wrapped_seed"] | changed}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param(new_pair(public_key="AAAA"), id="short public key"),
        pytest.param(new_pair(recipient_id="1"), id="no id"),
        pytest.param(new_pair(wrapped_seed="secret"), id="a seed as text"),
        pytest.param(with_seed(seed="c2VlZA=="), id="a seed slipped in"),
        pytest.param(with_seed(iterations=1000), id="a cheap hash"),
        pytest.param(with_seed(ct="c2hvcnQ="), id="short content"),
        pytest.param(with_seed(v=2), id="another version"),
    ],
)
def test_what_is_not_a_key_is_refused(body: Any, browser: Client) -> None:
    assert save(browser, body).status_code == 400
    assert OfficerKey.objects.count() == 0
