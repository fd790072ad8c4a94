"""A sealed text shows one of a few sizes, and opens only with the very padding that we write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertone.sealing.errors import SealingFailed, Tampered
from undertone.sealing.padding import BUCKETS, LENGTH_BYTES, pad, unpad

from .material import any_content

FRAME = len('{"t":""}') + LENGTH_BYTES


def padded(text: bytes, bucket: int = 512, length: int | None = None) -> bytes:
    size = len(text) if length is None else length
    return (size.to_bytes(LENGTH_BYTES, "big") + text).ljust(bucket, b"\0")


@settings(max_examples=100, deadline=None)
@given(content=any_content)
def test_padding_fills_the_smallest_bucket_that_fits(content: dict[str, Any]) -> None:
    result = pad(content)
    size = len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    assert len(result) == min(each for each in BUCKETS if each >= size + LENGTH_BYTES)
    assert unpad(result) == content


@settings(max_examples=40, deadline=None)
@given(size=st.integers(0, 65_536))
def test_texts_of_any_size_up_to_64_kilobytes_come_back(size: int) -> None:
    content = {"t": "a" * size}
    assert unpad(pad(content)) == content
    assert len(pad(content)) in BUCKETS


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_text_that_just_fits_stays_in_its_bucket_and_one_more_byte_moves_on(bucket: int) -> None:
    assert len(pad({"t": "a" * (bucket - FRAME)})) == bucket
    if bucket == BUCKETS[-1]:
        with pytest.raises(SealingFailed):
            pad({"t": "a" * (bucket - FRAME + 1)})
    else:
        assert len(pad({"t": "a" * (bucket - FRAME + 1)})) > bucket


def test_short_and_shorter_look_alike() -> None:
    assert len(pad({"text": "yes"})) == len(pad({"text": "no, he is here and I must go"}))


@pytest.mark.parametrize(
    "spoilt",
    [
        padded(b'{"t":1}')[:-1] + b"x",
        padded(b'{"t":1}', bucket=2048),
        padded(b'{"t":1}', bucket=511),
        padded(b'{"t":1}', length=6),
        padded(b'{"t":1}', length=600),
        padded(b'{"t":1}', length=2**32 - 1),
        padded(b"[1]"),
        padded(b""),
        padded(b'{"t":NaN}'),
        padded(b'{"t":"\\ud800"}'),
        padded(b'\xef\xbb\xbf{"t":1}'),
        padded(b'{"t":"\xff"}'),
        b"",
    ],
    ids=[
        "a byte in the padding",
        "a larger bucket than needed",
        "no bucket",
        "length too short",
        "length past the end",
        "length far past the end",
        "a list",
        "nothing",
        "NaN",
        "half a surrogate pair",
        "byte order mark",
        "not UTF-8",
        "no bytes",
    ],
)
def test_any_other_layout_is_refused(spoilt: bytes) -> None:
    with pytest.raises(Tampered) as caught:
        unpad(spoilt)
    assert caught.value.__context__ is None
