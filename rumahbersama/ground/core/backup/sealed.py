"""The file of a backup: a row of pieces, each compressed, encrypted and authenticated in its place.

Head: mark, format, number of the key, random salt. Each file has its own key (HKDF of the key with that salt),
each piece its own count as nonce, and the head is authenticated with every piece: so a piece that is changed,
moved, left out, or taken from another file is noticed. A file that ends before its last piece is cut short.
AES-256-GCM of the library ``cryptography``; ADR 0016 says why. The first byte of a piece tells what it is.
"""

import hashlib
import json
import os
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from rumahbersama.ground.core.backup.keys import number_of
from rumahbersama.ground.core.backup.rules import FORMAT, BackupRefused

MARK = b"RUMAH CADANGAN\n"
PIECE = 1 << 20
LARGEST = 64 << 20  # the last piece lists every file
AHEAD, THREADS, QUICK = 8, 2, 1
BEGIN, ENTRY, DATA, END = b"B", b"E", b"D", b"Z"
_HEAD = struct.Struct(f">{len(MARK)}sB8s32s")
_LENGTH = struct.Struct(">I")


def _cipher(key: bytes, head: bytes) -> AESGCM:
    own = HKDF(algorithm=SHA256(), length=32, salt=head[-32:], info=b"rumahbersama backup").derive(key)
    return AESGCM(own)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


@dataclass
class Sealer:
    """Writes a backup into an open file: ``begin``, any number of ``add``, ``end``."""

    file: BinaryIO
    key: bytes
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    _count: int = 0
    _waiting: deque[Future[bytes]] = field(default_factory=deque)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS))

    def begin(self, about: dict[str, Any]) -> None:
        """Write the head and what the backup is about."""
        self._head = _HEAD.pack(MARK, FORMAT, number_of(self.key).encode(), os.urandom(32))
        self._aead = _cipher(self.key, self._head)
        self.file.write(self._head)
        self._put(BEGIN, _json(about))

    def add(self, name: str, chunks: Iterable[bytes], **about: Any) -> None:  # noqa: ANN401 - JSON
        """Write one entry; its size and sum are kept for the end."""
        self._put(ENTRY, _json({"name": name, **about}))
        digest, size = hashlib.sha256(), 0
        for piece in _cut(chunks):
            digest.update(piece)
            size += len(piece)
            self._put(DATA, piece)
        self.entries[name] = {"size": size, "sha256": digest.hexdigest()}

    def end(self, contents: dict[str, Any]) -> None:
        """Write the last piece: what everything before must add up to."""
        self._put(END, _json({"entries": self.entries, **contents}))
        while self._waiting:
            self._write()
        self._pool.shutdown()

    def drop(self) -> None:
        """Stop without an end."""
        self._pool.shutdown(cancel_futures=True)

    def _put(self, kind: bytes, payload: bytes) -> None:
        self._waiting.append(self._pool.submit(self._sealed, self._count, kind, payload))
        self._count += 1
        if len(self._waiting) > AHEAD:
            self._write()

    def _sealed(self, number: int, kind: bytes, payload: bytes) -> bytes:
        return self._aead.encrypt(_nonce(number), kind + zlib.compress(payload, QUICK), self._head)

    def _write(self) -> None:
        sealed = self._waiting.popleft().result()
        self.file.write(_LENGTH.pack(len(sealed)) + sealed)


@dataclass(frozen=True)
class Entry:
    """One thing in a backup; ``data`` must be read before the next one is asked for."""

    name: str
    about: dict[str, Any]
    data: Iterator[bytes]


class Opener:
    """Reads a backup from an open file: ``about``, then ``entries()``, then ``contents``."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._head = self._read_head(number_of(key))
        self._aead = _cipher(key, self._head)
        self._pieces: Iterator[tuple[bytes, bytes]] = _in_order(self._opened, enumerate(self._sealed()))
        self.about: dict[str, Any] = json.loads(self._next(BEGIN)[1])
        self.contents: dict[str, Any] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield every entry; each one's size and sum are held against the end when it is known.

        Raises:
            BackupRefused: the file is cut short, changed, or goes on after its end.
        """
        found: dict[str, dict[str, Any]] = {}
        kind, payload = self._next(ENTRY, END)
        while kind == ENTRY:
            about = json.loads(payload)
            after: list[tuple[bytes, bytes]] = []
            yield Entry(about["name"], about, self._data(about["name"], found, after))
            kind, payload = after[0]
        self.contents = json.loads(payload)
        if found != self.contents["entries"] or next(self._pieces, None) is not None:
            raise BackupRefused(_damaged())

    def _data(self, name: str, found: dict[str, Any], after: list[tuple[bytes, bytes]]) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        while True:
            kind, payload = self._next(DATA, ENTRY, END)
            if kind != DATA:
                break
            digest.update(payload)
            size += len(payload)
            yield payload
        found[name] = {"size": size, "sha256": digest.hexdigest()}
        after.append((kind, payload))

    def _next(self, *kinds: bytes) -> tuple[bytes, bytes]:
        piece = next(self._pieces, None)
        if piece is None:
            raise BackupRefused(_("Cadangan ini terpotong: akhirnya tidak ada. Salin lagi dari tempat asalnya."))
        if piece[0] not in kinds:
            raise BackupRefused(_damaged())
        return piece

    def _read_head(self, number: str) -> bytes:
        head = self._file.read(_HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(MARK):
            raise BackupRefused(_("Berkas ini bukan cadangan Rumah Bersama, atau terpotong di awalnya."))
        _mark, version, made_with, _salt = _HEAD.unpack(head)
        if version != FORMAT:
            text = _("Cadangan ini dibuat oleh versi program yang lebih baru. Perbarui program ini dulu.")
            raise BackupRefused(text)
        if made_with != number.encode():
            text = _("Kuncinya lain: cadangan ini dibuat dengan kunci {made_with}, yang diberikan kunci {number}.")
            raise BackupRefused(text.format(made_with=made_with.decode("ascii", "replace"), number=number))
        return head

    def _sealed(self) -> Iterator[bytes]:
        while length := self._file.read(_LENGTH.size):
            size = _LENGTH.unpack(length)[0] if len(length) == _LENGTH.size else 0
            if size > LARGEST:
                raise BackupRefused(_damaged())
            sealed = self._file.read(size)
            if not sealed or len(sealed) < size:
                raise BackupRefused(_("Cadangan ini terpotong di tengah. Salin lagi dari tempat asalnya."))
            yield sealed

    def _opened(self, numbered: tuple[int, bytes]) -> tuple[bytes, bytes]:
        try:
            plain = self._aead.decrypt(_nonce(numbered[0]), numbered[1], self._head)
        except InvalidTag:
            raise BackupRefused(_damaged()) from None
        return plain[:1], zlib.decompress(plain[1:])


def _in_order(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Yield ``work(item)`` for each, worked a little ahead by threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Future[Any]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join and cut into pieces of ``PIECE`` bytes; the last one may be shorter."""
    rest = bytearray()
    for chunk in chunks:
        rest += chunk
        while len(rest) >= PIECE:
            yield bytes(rest[:PIECE])
            del rest[:PIECE]
    if rest:
        yield bytes(rest)


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, default=str).encode()


def _damaged() -> str:
    return _(
        "Cadangan ini rusak atau diubah orang: isinya tidak cocok dengan segelnya. Salin lagi, atau pakai yang lain."
    )
