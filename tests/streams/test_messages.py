"""Every message survives the wire unchanged; everything else is refused."""

from __future__ import annotations

import dataclasses
import json
import typing
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undertone.streams.messages import (
    FROM_BOT,
    FROM_CONSOLE,
    BadMessage,
    ExitNotice,
    StreamMessage,
    from_wire,
)

EVERY = FROM_BOT + FROM_CONSOLE
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


def _values(wanted: Any) -> st.SearchStrategy[Any]:
    """Any value of the type of a field."""
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return st.sampled_from(list(wanted))
    origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is dict:
        return st.dictionaries(_values(inside[0]), _values(inside[1]), max_size=3)
    if origin is list:
        return st.lists(_values(inside[0]), max_size=3)
    return {str: TEXT, int: st.integers(-(2**53), 2**53), bool: st.booleans()}[wanted]


def _message(kind: type[StreamMessage]) -> st.SearchStrategy[StreamMessage]:
    hints = typing.get_type_hints(kind)
    fields = {each.name: _values(hints[each.name]) for each in dataclasses.fields(kind)}
    return st.builds(kind, **fields)


MESSAGES = st.one_of(*map(_message, EVERY))


@given(MESSAGES)
def test_a_message_survives_the_wire(message: StreamMessage) -> None:
    wire = message.to_wire()
    assert all(isinstance(value, str) for value in wire.values())
    assert from_wire(wire) == message


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(MESSAGES, st.data())
def test_a_field_of_another_type_is_refused_or_read_as_it_is(
    message: StreamMessage, data: st.DataObject
) -> None:
    body = json.loads(message.to_wire()["body"])
    name = data.draw(st.sampled_from(sorted(body)))
    body[name] = data.draw(JUNK)
    wire = {**message.to_wire(), "body": json.dumps(body)}
    try:
        read = from_wire(wire)
    except BadMessage:
        return
    assert json.loads(read.to_wire()["body"]) == body


@given(MESSAGES, st.data())
def test_a_message_with_a_field_too_few_or_too_many_is_refused(
    message: StreamMessage, data: st.DataObject
) -> None:
    body = json.loads(message.to_wire()["body"])
    without = {each.name for each in dataclasses.fields(message) if _is_required(each)}
    name = data.draw(st.sampled_from(sorted(without)))
    less = {key: value for key, value in body.items() if key != name}
    for changed in (less, {**body, "more": 1}):
        with pytest.raises(BadMessage):
            from_wire({**message.to_wire(), "body": json.dumps(changed)})


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


@given(st.dictionaries(st.sampled_from(["kind", "version", "body", "x"]), TEXT))
def test_junk_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(BadMessage):
        from_wire(entry)


GOOD = {"kind": "exit", "version": "1"}


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {**GOOD},
        {**GOOD, "body": "{"},
        {**GOOD, "body": "[]"},
        {**GOOD, "body": "null"},
        {**GOOD, "body": "[" * 100_000},
        {**GOOD, "kind": "unheard", "body": "{}"},
        {**GOOD, "version": "2", "body": "{}"},
    ],
    ids=lambda entry: str(entry)[:40],
)
def test_an_entry_that_is_none_of_ours_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(BadMessage):
        from_wire(entry)


def test_kinds_are_told_apart() -> None:
    assert len({kind.kind for kind in EVERY}) == len(EVERY)


def test_messages_cannot_be_changed() -> None:
    notice = from_wire(
        {
            **GOOD,
            "body": json.dumps(
                {"message_id": "m", "case_id": "c", "at": "t", "departure": "exited"}
            ),
        }
    )
    assert isinstance(notice, ExitNotice)
    assert notice.survivors == 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        notice.at = "later"  # type: ignore[misc]
