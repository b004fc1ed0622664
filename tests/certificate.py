"""A certificate for a test: made by the standard library alone, and anew in each run."""

from __future__ import annotations

import base64
import hashlib
import secrets
from pathlib import Path


def der(tag: int, *parts: bytes) -> bytes:
    """One value of DER (X.690): its tag, its length, what is in it."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def integer(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def oid(encoded: str) -> bytes:
    return der(0x06, bytes.fromhex(encoded))


P256 = oid("2a8648ce3d030107")
ECDSA_SHA256 = der(0x30, oid("2a8648ce3d040302"))

# The curve P-256 (FIPS 186-4, D.1.2.3).
PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(p: tuple[int, int] | None, q: tuple[int, int]) -> tuple[int, int]:
    """The sum of two points. They are never opposite here."""
    if p is None:
        return q
    if p == q:
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], -1, PRIME)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, PRIME)
    x = (slope * slope - p[0] - q[0]) % PRIME
    return x, (slope * (p[0] - x) - p[1]) % PRIME


def times(factor: int) -> tuple[int, int]:
    total: tuple[int, int] | None = None
    for bit in f"{factor:b}":
        total = total and add(total, total)
        if bit == "1":
            total = add(total, BASE)
    assert total
    return total


def self_signed(host: str, folder: Path) -> Path:
    """A file with a key and with a certificate for a host that signs itself."""
    key = secrets.randbelow(ORDER - 1) + 1
    point = b"\x04" + b"".join(part.to_bytes(32) for part in times(key))
    name = der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0C, b"test"))))
    usage = der(0x30, oid("551d0f"), der(0x04, der(0x03, b"\x02\x84")))
    authority = der(0x30, oid("551d13"), der(0x04, der(0x30, der(0x01, b"\xff"))))
    names = der(0x04, der(0x30, der(0x82, host.encode())))
    extensions = der(0x30, usage, authority, der(0x30, oid("551d11"), names))
    signed = der(
        0x30,
        der(0xA0, integer(2)),
        integer(1),
        ECDSA_SHA256,
        name,
        der(0x30, der(0x17, b"200101000000Z"), der(0x17, b"491231235959Z")),
        name,
        der(
            0x30,
            der(0x30, oid("2a8648ce3d0201"), P256),
            der(0x03, b"\x00", point),
        ),
        der(0xA3, extensions),
    )
    nonce = secrets.randbelow(ORDER - 1) + 1
    r = times(nonce)[0] % ORDER
    digest = int.from_bytes(hashlib.sha256(signed).digest())
    s = pow(nonce, -1, ORDER) * (digest + r * key) % ORDER
    signature = der(0x03, b"\x00", der(0x30, integer(r), integer(s)))
    private = der(0x30, integer(1), der(0x04, key.to_bytes(32)), der(0xA0, P256))
    path = folder / f"{host}.pem"
    path.write_text(
        pem("EC PRIVATE KEY", private)
        + pem("CERTIFICATE", der(0x30, signed, ECDSA_SHA256, signature)),
        encoding="ascii",
    )
    return path


def pem(label: str, content: bytes) -> str:
    text = base64.encodebytes(content).decode()
    return f"-----BEGIN {label}-----\n{text}-----END {label}-----\n"
