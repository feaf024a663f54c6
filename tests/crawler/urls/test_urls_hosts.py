"""Which hosts may be public, in every spelling of a literal."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.urls import is_public_host
from crawler.urls.hosts import normal_host


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "localhost",
        "LOCALHOST.",
        "db.localhost",
        "printer.local",
        "vault.internal",
        "nas.lan",
        "intranet",
        "router.home.arpa",
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0",
        "10.0.0.1",
        "10.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.168.257",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "256.1.1.1",
        "1.2.3.4.5",
        "4294967296",
        "08.8.8.8",
        "[::1]",
        "::1",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "::ffff:10.0.0.1",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:0:0:0:0:f5ff:fffe]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[ff0e::1]",
        "[2001:db8::1]",
        "[::1",
        "[]",
        "１２７.0.0.1",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "%31%32%37.0.0.1",
        "a b.example",
        "exa\u0000mple.com",
        "..",
        "a..b",
        "-",
        "x" * 64 + ".com",
        "x." * 130 + "com",
        "a" * 1_000_000,
        "é" * 1_000_000,
        "[" + ":" * 1_000_000,
    ],
)
def test_no_public_place(host: str) -> None:
    assert not is_public_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "www.perpusnas.go.id",
        "setneg.go.id.",
        "www.suaraliterasi.example",
        "8.8.8.8",
        "134744072",
        "0x08080808",
        "localhost.example",
        "local.example",
        "10.example",
        "internal.co.id",
        "perpustakaan-é.example",
        "a_b.example",
        "[2606:4700::1111]",
        "2606:4700::1111",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::808:808]",
    ],
)
def test_public_place(host: str) -> None:
    assert is_public_host(host)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_spelling_of_an_ipv4_is_judged_alike(number: int) -> None:
    address = IPv4Address(number)
    spellings = [str(address), str(number), hex(number), f"0{number:o}", f"[::ffff:{address}]", f"{address}."]
    assert {is_public_host(spelling) for spelling in spellings} == {address.is_global and not address.is_multicast}
    assert normal_host(hex(number)) == str(address)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**128 - 1))
def test_ipv6_that_python_calls_private_is_never_public(number: int) -> None:
    address = IPv6Address(number)
    if address.is_private or address.is_multicast or address.is_link_local or address.is_loopback:
        assert not is_public_host(f"[{address}]")
    assert is_public_host(str(address)) == is_public_host(f"[{address.exploded}]")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    assert is_public_host(text) in (True, False)
    host = normal_host(text)
    assert host is None or normal_host(host) == host
