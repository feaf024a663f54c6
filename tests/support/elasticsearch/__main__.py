"""``python -m support.elasticsearch fetch|serve``: a real server for development; see ``make test-elasticsearch``."""

from __future__ import annotations

import argparse
import signal
import sys
from shlex import quote
from threading import Event

from support.elasticsearch.fetch import RELEASES, fetch
from support.elasticsearch.java import Unavailable
from support.elasticsearch.ports import first_free
from support.elasticsearch.server import Server

PORT = 9200


def main() -> int:
    """The command; exit 0, or 1 with one sentence."""
    parser = argparse.ArgumentParser(prog="support.elasticsearch", description="A real server, for development only.")
    commands = parser.add_subparsers(dest="command", required=True)
    fetching = commands.add_parser("fetch", help="fetch servers into the cache")
    fetching.add_argument("versions", nargs="*", default=list(RELEASES), metavar="VERSION")
    serving = commands.add_parser("serve", help="run one until Ctrl-C")
    serving.add_argument("--version", default="9", help="8 or 9")
    serving.add_argument("--secure", action="store_true", help="TLS and a password")
    serving.add_argument("--heap", default="512m", help="memory of the server, as Java writes it")
    serving.add_argument("--port", type=int, help="for HTTP; 9200 or the next free one if not given")
    words = parser.parse_args()
    try:
        if words.command == "fetch":
            for version in words.versions:
                print(fetch(version))
            return 0
        return _serve(words)
    except Unavailable as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _serve(words: argparse.Namespace) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup sets it
            signal.signal(number, _interrupt)
    fetch(words.version)
    server = Server(words.version, secure=words.secure, heap=words.heap, port=words.port or first_free(PORT))
    print(f"Starting Elasticsearch {server.number} on Java at {server.java} ...", file=sys.stderr, flush=True)
    try:
        with server:
            print(f"# Elasticsearch {server.number}, for development only. In another terminal:")
            for name, value in server.environment().items():
                print(f"export {name}={quote(value)}")
            print("# Ctrl-C stops it and removes its data.", flush=True)
            Event().wait()
    except KeyboardInterrupt:
        print("\nStopped; its data are removed.", file=sys.stderr)
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
