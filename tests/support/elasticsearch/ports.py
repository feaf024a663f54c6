"""Free ports on loopback."""

from __future__ import annotations

import random
import socket

# Below the range that outgoing connections draw from: a client that knocks at a dead server's port in that range can
# be given the port itself and then talks to itself.
_RANGE = range(15_000, 32_000)
_choice = random.SystemRandom()


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now, all different."""
    found: list[int] = []
    for port in _choice.sample(_RANGE, len(_RANGE)):
        if _is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError("no port is free")


def first_free(port: int) -> int:
    """The port, or the next one that nobody listens on: the same each time, as long as it is free."""
    return next(one for one in range(port, 65_536) if _is_free(one))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
