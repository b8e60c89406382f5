"""The command line: `dedup COMMAND`. A command and what it needs are imported when it is called, so that `dedup
--version` is quick.

Exit codes: 0 done, 1 what `--fail-on` asked for was found, 2 error (one line on standard error), 130 interrupted,
143 asked to end (`dedup filter`).
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from dedup import __version__
from dedup.errors import DedupError

COMMANDS: Final = (
    "scan", "report", "outlets", "diff", "calibrate", "filter", "index", "artifacts", "rules", "explain", "names",
    "schema",
)  # fmt: skip
ERROR: Final = 2
INTERRUPTED: Final = 130
"""128 + SIGINT, as shells count."""

_PIPE_CLOSED: Final = 141
"""128 + SIGPIPE: what a program that does not catch the signal gives."""


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own name, each with a click command called `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"dedup.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


def _install_completion(context: click.Context, parameter: click.Parameter, shell: str | None) -> None:
    """Install completion for a shell where the option was given, and end."""
    if shell is None or context.resilient_parsing:
        return
    from dedup.cli.completion import install

    for path in install(cli, shell):
        click.echo(f"wrote {path}")
    click.echo("Completion works in new shells.")
    context.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: dedup scan articles.jsonl -o report.json",
)
@click.version_option(__version__, message="dedup %(version)s")
@click.option(
    "--install-completion", is_flag=False, flag_value="auto", is_eager=True, expose_value=False, metavar="[SHELL]",
    type=click.Choice(["bash", "zsh", "fish", "auto"]), callback=_install_completion,
    help="Make the shell complete commands and options, and exit: bash, zsh or fish, by default the one in $SHELL.",
)  # fmt: skip
def cli() -> None:
    """Find the copies, rewrites, translations and shared passages among news articles, and the families that they
    form."""


def complain(message: str) -> int:
    """Print one line on standard error, safe to show whatever names and ids are in it; returns the exit code of an
    error."""
    from dedup.report.printable import printable

    print(f"dedup: {printable(message)}", file=sys.stderr)
    return ERROR


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message}; see `{context.command_path} --help`" if context else message


def _run(args: Sequence[str]) -> int:
    """Run a command; click's own `main` would turn errors into exit code 1, which is kept for `--fail-on`."""
    if instruction := os.environ.get("_DEDUP_COMPLETE"):
        from dedup.cli.completion import complete

        return complete(cli, instruction)
    with cli.make_context("dedup", list(args)) as context:
        cli.invoke(context)
    sys.stdout.flush()
    return 0


def _closed_pipe() -> int:
    """Nobody reads any more: point standard output at nothing, else the interpreter complains when it flushes at
    exit."""
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())
    return _PIPE_CLOSED


def _closed_stream() -> str | None:
    """Return the name of an output of the process that is closed, None where both are open. The numbers of closed
    streams are taken up, so that no file that is opened gets one of them and is written to by mistake."""
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            with suppress(OSError):
                _take_up(number)
    return "standard output" if sys.stdout is None else "standard error" if sys.stderr is None else None


def _take_up(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        nothing = os.open(os.devnull, os.O_RDWR)
        if nothing != number:
            os.dup2(nothing, number)
            os.close(nothing)


def _refuse_closed(name: str) -> int:
    print(f"dedup: {name} is closed; direct it to a file or to {os.devnull}", file=sys.stderr or sys.stdout)
    return ERROR


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line with `args`, those of the process if none are given, and return the exit code."""
    args = sys.argv[1:] if args is None else args
    closed = _closed_stream()
    if closed is not None:
        return _refuse_closed(closed)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A title may hold what the terminal's encoding does not.
            stream.reconfigure(errors="replace")
    if not args:
        args = ["--help"]
    try:
        return _run(args)
    except click.exceptions.Exit as done:
        sys.stdout.flush()
        return done.exit_code
    except click.ClickException as error:
        return complain(_usage(error))
    except DedupError as error:
        return complain(str(error))
    except (KeyboardInterrupt, click.Abort):
        print("dedup: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}")
    except Exception:  # noqa: BLE001 a fault of ours must not exit with 1, which says that something was found
        traceback.print_exc()
        return ERROR
