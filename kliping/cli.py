"""``kliping``: one command, its parts loaded when they are called."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
import traceback
from types import TracebackType

import click

from kliping.trouble import CANNOT, INTERRUPTED, Trouble

# (command, module in kliping.commands, one line of help); kept here so that --help imports nothing
_COMMANDS = {
    "crawl": ("crawl", "Crawl sources, or replay a recording, into the archive; prints the ledger."),
    "import": ("import_", "Take an existing collection (JSON lines, CSV) through the same intake."),
    "search": ("search", "Search the archive; stories are folded."),
    "watch": ("watch", "Crawl every source when it is due, and push: the scheduler."),
    "push": ("push", "Feed the indexes from the archive."),
    "index": ("index", "The indexes: status, rebuild, dead letters."),
    "story": ("story", "One story: who carried it, how late, how changed."),
    "article": ("article", "One article with its revisions, dates and captures."),
    "sources": ("sources", "What is crawled, how, by which right, and how it went."),
    "inspect": ("inspect", "Dry run of one page: what is read from it, and why."),
    "dates": ("filters", "Filter: date strings in, ISO dates out."),
    "urls": ("filters", "Filter: addresses in, canonical addresses and article keys out."),
    "stories": ("stories", "Filter: articles in, the stories they belong to out."),
    "archive": ("archive", "The archive: remove an article, set topics anew."),
    "kibana": ("kibana", "Kibana: load the analysts' data views, searches and dashboards."),
    "doctor": ("doctor", "What is wrong with this installation, and what to do."),
}


class Lazy(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded now."""
        if cmd_name not in _COMMANDS:
            near = difflib.get_close_matches(cmd_name, _COMMANDS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {cmd_name!r}.{hint}")
        module = importlib.import_module(f"kliping.commands.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("import", "import_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


EPILOG = """\b
Examples:
  kliping crawl perpusnas detik --since 7d
  kliping crawl --replay build/edition.warc.gz
  kliping search "kerja sama perpustakaan rusia"
  kliping search pustakawan --from 2024-07-01 --to 2024-07-31 --format jsonl
  kliping inspect --html page.html --json

Exit codes: 0 done, 1 done but something needs a person, 2 could not, 75 held by another process, 130 Ctrl-C."""


@click.group(cls=Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kliping", prog_name="kliping")
def cli() -> None:
    """The press archive of Perpusnas: crawl, keep every article and revision, search."""


def main() -> None:
    """Run one command; a person is told one sentence, a pipe that closes ends it in silence."""
    sys.excepthook = _fault
    stdout = sys.stdout
    try:
        cli.main(standalone_mode=False)
    except Trouble as trouble:
        _tell(str(trouble))
        sys.exit(trouble.code)
    except SystemExit:
        if sys.stdout is not stdout:  # click exchanges it when a pipe closes, which is no fault
            os._exit(0)
        raise
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(CANNOT)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the flush at exit must not fail again
        sys.exit(0)
    except (ValueError, RuntimeError, OSError) as error:
        if not _is_ours(error):
            raise
        _tell(str(error))
        sys.exit(getattr(error, "exit_code", CANNOT))


def _is_ours(error: Exception) -> bool:
    """Errors of our rooms are sentences for people; any other is a fault."""
    return type(error).__module__.split(".")[0] in {"archive", "crawler", "index", "kliping"} or isinstance(
        error, OSError
    )


def _tell(sentence: str) -> None:
    click.echo(f"kliping: {sentence}", err=True)


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours: one sentence; the traceback for who asks."""
    _tell(f"a fault of Kliping itself ({kind.__name__}: {error}). Set KLIPING_DEBUG=1 to see where, and report it.")
    if os.environ.get("KLIPING_DEBUG"):
        traceback.print_exception(kind, error, trace)
