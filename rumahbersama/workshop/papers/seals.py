"""The program's integrity seal: tells that a PDF was not changed since this installation made it.

It is no electronic signature of a person and no certified one: its certificate is made by the installation itself.
The key lies in the data folder, outside the database and its backups, and is made on first use.
"""

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

NAME, FIELD = "Segel integritas Rumah Bersama", "SegelIntegritas"
REASON = "Segel integritas program, bukan tanda tangan elektronik tersertifikasi"
YEARS = 20


def _new_pem() -> bytes:
    """Return a new key and its own certificate as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def key_file() -> Path:
    """Return where key and certificate lie, made (mode 0600) where there are none; two processes agree on one."""
    path = Path(settings.SEAL_KEY)
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(_new_pem())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    return path


@lru_cache(maxsize=2)
def _signer(pem: bytes) -> Any:  # noqa: ANN401 - pyhanko's SimpleSigner
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = serialization.load_pem_private_key(pem, password=None)
    certificate = x509.load_pem_x509_certificate(pem)
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def sealed(pdf: bytes) -> bytes:
    """Return a PDF with the seal of this installation (about 25 ms)."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    wanted = signers.PdfSignatureMetadata(field_name=FIELD, name=NAME, reason=REASON, md_algorithm="sha256")
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), wanted, signer=_signer(key_file().read_bytes()))
    return bytes(out.getvalue())


def seals_in(pdf: bytes) -> Iterator[bool]:
    """Yield for every seal of this installation in a PDF whether it covers the file and is unbroken."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    own = _signer(key_file().read_bytes()).signing_cert
    for found in PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures:
        if found.signer_cert.dump() == own.dump():
            status = validate_pdf_signature(found, ValidationContext(trust_roots=[own]))
            yield status.bottom_line and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
