"""Shell completion: the scripts that click has for bash, zsh and fish, put where the shell finds them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from dedup.errors import OutputError, SettingsError

SHELLS: Final = ("bash", "zsh", "fish")
PROGRAM: Final = "dedup"
VARIABLE: Final = "_DEDUP_COMPLETE"
"""The environment variable by which the script of a shell asks for completions, as click names it."""

_COMPINIT: Final = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }; "
"""zsh completes nothing before compinit has run; many set-ups have run it already."""


def complete(group: click.Group, instruction: str) -> int:
    """Answer the script of a shell: print what may follow what was typed; return the exit code."""
    from click.shell_completion import shell_complete

    return shell_complete(group, {}, PROGRAM, VARIABLE, instruction)


def script(group: click.Group, shell: str) -> str:
    """Return the completion script for a shell, one of SHELLS."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    completer = made(group, {}, PROGRAM, VARIABLE)
    return completer.source_template % completer.source_vars()


def install(group: click.Group, shell: str) -> list[Path]:
    """Write the completion script for a shell and make its start-up file read it; return the files that were changed.

    `shell` is one of SHELLS, or "auto" for the one that $SHELL names. fish reads the script by itself; for bash and zsh
    one line is added to .bashrc or .zshrc, once. Raises SettingsError for another shell, and OutputError where a file
    cannot be written.
    """
    if shell == "auto":
        shell = Path(os.environ.get("SHELL", "")).name
        if shell not in SHELLS:
            raise SettingsError(
                f"$SHELL names {shell or 'no shell'}, which has no completion here; name one of {', '.join(SHELLS)}: "
                "dedup --install-completion bash"
            )
    target, start_up, line = _places(shell)
    changed = [target]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(script(group, shell), encoding="utf-8")
        if start_up is not None:
            before = start_up.read_text(encoding="utf-8", errors="surrogateescape") if start_up.exists() else ""
            if line not in before.splitlines():
                end = "" if before.endswith("\n") or not before else "\n"
                with start_up.open("a", encoding="utf-8") as file:
                    file.write(f"{end}{line}\n")
                changed.append(start_up)
    except OSError as error:
        raise OutputError(
            f"{error.filename or target} cannot be written ({error.strerror}); check its permissions"
        ) from error
    return changed


def _places(shell: str) -> tuple[Path, Path | None, str]:
    """Return the file of the script, the start-up file that reads it, if it must, and the line that is added there."""
    import shlex

    home = Path.home()
    if shell == "fish":
        settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        return settings / "fish" / "completions" / f"{PROGRAM}.fish", None, ""
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    target = data / PROGRAM / f"completion.{shell}"
    source = f"source {shlex.quote(str(target))}"
    if shell == "zsh":
        return target, Path(os.environ.get("ZDOTDIR") or home) / ".zshrc", _COMPINIT + source
    return target, home / ".bashrc", source
