"""A playable voice note of silence: Opus in Ogg, made on the spot.

Ogg pages: RFC 3533. Opus headers and granule positions: RFC 7845. One packet is 20 ms of
silence (RFC 6716: CELT, full band, one frame).
"""

from __future__ import annotations

import struct

_SILENCE = b"\xf8\xff\xfe"
_PACKETS_A_SECOND = 50
_SAMPLES_A_PACKET = 960
_SKIPPED = 312
_SERIAL = 1
_FIRST, _LAST = 0x02, 0x04
_POLYNOMIAL = 0x04C11DB7


def silence(seconds: int) -> bytes:
    """An Ogg file of ``seconds`` of silence."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, _SKIPPED, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"none" + struct.pack("<I", 0)
    pages = [_page(0, 0, [head], _FIRST), _page(1, 0, [tags], 0)]
    for second in range(1, seconds + 1):
        granule = second * _PACKETS_A_SECOND * _SAMPLES_A_PACKET
        flags = _LAST if second == seconds else 0
        pages.append(_page(second + 1, granule, [_SILENCE] * _PACKETS_A_SECOND, flags))
    return b"".join(pages)


def _page(number: int, granule: int, packets: list[bytes], flags: int) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    header = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, _SERIAL, number, 0)
    page = header + bytes([len(lengths)]) + lengths + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """CRC-32 as Ogg has it: not reflected, starting from nothing."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (_POLYNOMIAL if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF
