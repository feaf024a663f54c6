"""Keys and certificates of a server that speaks TLS, made anew for each."""

from __future__ import annotations

import hashlib
import ssl
from pathlib import Path

import trustme


def write(folder: Path, authority: Path) -> str:
    """Write ``http.key`` and ``http.pem`` into the folder and the authority's certificate beside it.

    Returns:
        The authority's SHA-256 fingerprint, in hex.
    """
    maker = trustme.CA(organization_name="kliping test server")
    pair = maker.issue_cert("127.0.0.1", "localhost", "::1")
    pair.private_key_pem.write_to_path(str(folder / "http.key"))
    for blob in (*pair.cert_chain_pems, maker.cert_pem):  # the authority is sent along: clients may pin it
        blob.write_to_path(str(folder / "http.pem"), append=True)
    maker.cert_pem.write_to_path(str(authority))
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(maker.cert_pem.bytes().decode("ascii"))).hexdigest()
