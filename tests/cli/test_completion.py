"""`dedup --install-completion` puts a script where the shell reads it, and the script gets its answers from `dedup`."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.cli import COMMANDS
from dedup.cli.completion import VARIABLE, script

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without settings of shells."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR", VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_bash_reads_the_script_from_its_start_up_file(home: Path, run: Run) -> None:
    code, out, err = run("--install-completion", "bash")
    written = home / ".local/share/dedup/completion.bash"
    assert (code, err) == (0, "")
    assert out == f"wrote {written}\nwrote {home / '.bashrc'}\nCompletion works in new shells.\n"
    assert (home / ".bashrc").read_text() == f"source {written}\n"
    assert f"{VARIABLE}=bash_complete" in written.read_text()


def test_what_is_in_a_start_up_file_stays_and_the_line_is_added_once(home: Path, run: Run) -> None:
    (home / ".bashrc").write_text("alias ll='ls -l'")  # no line break at its end
    run("--install-completion", "bash")
    once = (home / ".bashrc").read_text()
    assert once.splitlines() == ["alias ll='ls -l'", f"source {home / '.local/share/dedup/completion.bash'}"]
    code, out, _ = run("--install-completion", "bash")
    assert code == 0
    assert ".bashrc" not in out
    assert (home / ".bashrc").read_text() == once


def test_zsh_runs_compinit_where_nobody_did(home: Path, run: Run) -> None:
    assert run("--install-completion", "zsh")[0] == 0
    line = (home / ".zshrc").read_text()
    assert line.startswith("(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }; source ")
    assert "compdef _dedup_completion dedup" in (home / ".local/share/dedup/completion.zsh").read_text()


def test_fish_finds_the_script_by_itself(home: Path, run: Run) -> None:
    code, out, _ = run("--install-completion", "fish")
    written = home / ".config/fish/completions/dedup.fish"
    assert (code, out) == (0, f"wrote {written}\nCompletion works in new shells.\n")
    assert "complete --no-files --command dedup" in written.read_text()
    assert [path for path in home.rglob("*") if path.is_file()] == [written]


def test_without_a_name_the_shell_of_the_user_is_taken(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("--install-completion")[0] == 0
    assert (home / ".config/fish/completions/dedup.fish").exists()


def test_a_shell_without_completion_is_an_error_that_names_the_others(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/dash")
    code, out, err = run("--install-completion")
    assert (code, out) == (2, "")
    assert err.startswith("dedup: $SHELL names dash, which has no completion here; name one of bash, zsh, fish")
    code, _, err = run("--install-completion", "tcsh")
    assert code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in err
    assert list(home.iterdir()) == []


def test_a_file_that_cannot_be_written_is_an_error(home: Path, run: Run) -> None:
    (home / ".local").write_text("a file where a folder is needed")
    code, _, err = run("--install-completion", "bash")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_are_completed(shell: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "dedup ")
    monkeypatch.setenv("COMP_CWORD", "" if shell == "fish" else "1")
    code, out, _ = run("--no-such-option-is-looked-at")
    assert code == 0
    assert [name for name in COMMANDS if name not in out] == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dedup scan --min", "--min-probability"),
        ("dedup index fam", "families"),
        ("dedup --inst", "--install-completion"),
    ],
)
def test_options_and_subcommands_are_completed(
    typed: str, offered: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
    assert run("ignored")[1] == f"plain,{offered}\n"


def test_completing_behind_the_option_installs_nothing(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "dedup --install-completion bash sca")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert run("ignored")[1] == "plain,scan\n"
    assert list(home.iterdir()) == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_a_real_bash_gets_its_answers(home: Path) -> None:
    from dedup.cli import cli

    program = home / "bin" / "dedup"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m dedup "$@"\n')
    program.chmod(0o755)
    (home / "completion.bash").write_text(script(cli, "bash"))
    asked = (
        'source "$HOME/completion.bash"; PATH="$HOME/bin:$PATH"; COMP_WORDS=(dedup sch); COMP_CWORD=1; '
        '_dedup_completion dedup sch dedup; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "--norc", "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "schema\n"
