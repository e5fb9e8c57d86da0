"""What bin/run promises, whatever happens while it starts, serves and ends."""

import os
import select
import signal
import socket
import stat
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from e2e.run import CHECKOUT, ENDS_WITHIN, SERVES_WITHIN, Run

MOMENTS = ["Bringing the database", "Collecting", "Starting", "Roomful is at"]

Start = Callable[..., Run]


@pytest.fixture
def start(tmp_path: Path) -> Generator[Start]:
    """Starts bin/run, always on the same data, and ends what still runs after the test."""
    runs: list[Run] = []

    def start(**environment: str) -> Run:
        run = Run(tmp_path, environment)
        runs.append(run)
        return run

    yield start
    for run in runs:
        run.kill()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Run]:
    """A Roomful that serves, started from elsewhere, with spaces in the names of its folders."""
    folder = tmp_path_factory.mktemp("bin run") / "somewhere else"
    folder.mkdir()
    checkout = folder / "the checkout"
    checkout.symlink_to(CHECKOUT)
    run = Run(folder, {"DATA_DIR": "our data"}, checkout=checkout)
    try:
        yield run.until_it_serves()
    finally:
        run.kill()


def assert_one_sentence(run: Run, *parts: str) -> None:
    assert run.process.wait(SERVES_WITHIN) == 1
    assert len(run.stderr.splitlines()) == 1, run.stderr
    for part in parts:
        assert part in run.stderr


def test_front_page_leads_to_a_page(served: Run) -> None:
    status, page = served.get()
    assert status == 200
    assert "</html>" in page


def test_it_says_where_it_is_and_what_to_do_next(served: Run) -> None:
    assert served.url in served.stdout
    assert "administrator" in served.stdout
    assert "manage.py seed_demo" in served.stdout


def test_it_says_nothing_on_stderr(served: Run) -> None:
    assert served.stderr == ""


def test_secret_key_is_for_its_owner_only(served: Run) -> None:
    assert stat.S_IMODE((served.data / "secret_key").stat().st_mode) == 0o600


def test_data_folder_is_for_its_owner_only_and_has_uploads(served: Run) -> None:
    assert stat.S_IMODE(served.data.stat().st_mode) == 0o700
    assert list((served.data / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "statuses"), [(signal.SIGINT, {0, 130}), (signal.SIGTERM, {0, 143})]
)
def test_a_signal_ends_it_quietly(start: Start, number: signal.Signals, statuses: set[int]) -> None:
    run = start().until_it_serves()
    run.get()
    assert run.send(number) in statuses
    assert run.stderr == ""


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_it_serves_ends_it_quietly(
    start: Start, moment: str, number: signal.Signals
) -> None:
    run = start().until_it_says(moment)
    # A shell shows a process that the signal itself ended, here a negative status, as 128 + number.
    assert run.send(number) in {0, 128 + number, -number}
    assert run.stderr == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["Starting", "Quit the server"])
def test_a_signal_ends_it_quietly_while_it_watches_the_files(
    start: Start, number: signal.Signals, moment: str
) -> None:
    run = start(DEBUG="1").until_it_says(moment)
    assert run.send(number) == 128 + number
    assert "Traceback" not in run.stderr
    assert not run.listens()


def test_it_starts_again_on_the_same_data_and_installs_nothing(start: Start) -> None:
    first = start().until_it_serves()
    key = (first.data / "secret_key").read_text()
    first.send(signal.SIGTERM)

    second = start().until_it_serves()
    assert second.get()[0] == 200
    assert (second.data / "secret_key").read_text() == key
    assert "Installing" not in second.stdout


def test_a_start_that_was_cut_short_is_made_good_by_the_next(start: Start) -> None:
    start().until_it_says("Bringing the database").send(signal.SIGTERM)
    assert start().until_it_serves().get()[0] == 200


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs a choice of cores")
@pytest.mark.parametrize("cores", [1, 2])
def test_a_signal_while_a_step_is_just_starting_ends_the_step_too(cores: int) -> None:
    """In its first moments a process has the traps of the shell that forked it, and loses signals.

    Before that was looked after, the step went on after all tries on one core, and after one in twenty on two.
    """
    script = f"""
        set -eu
        ROOT='{CHECKOUT}'
        . "$ROOT/bin/_setup.sh"
        echo "The step starts."
        must "The step failed." sleep 60
    """
    usable = sorted(os.sched_getaffinity(0))[:cores]
    for _ in range(100):
        # Open until the last process that has its other end, which the step inherits, has ended.
        alive, held = os.pipe()
        shell = subprocess.Popen(
            ["sh", "-c", script],
            stdout=subprocess.PIPE,
            pass_fds=[held],
            preexec_fn=lambda: os.sched_setaffinity(0, usable),
        )
        os.close(held)
        with shell, os.fdopen(alive):
            assert shell.stdout
            shell.stdout.readline()
            shell.terminate()
            assert select.select([alive], [], [], ENDS_WITHIN)[0], "the step goes on"
            assert shell.wait(ENDS_WITHIN) == 128 + signal.SIGTERM


def test_a_port_that_is_taken_is_one_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = start(PORT=str(port))
        assert_one_sentence(run, f"Port {port} on 127.0.0.1 is already in use", "bin/run")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "99999999999999999999"])
def test_what_is_not_a_port_is_one_sentence(start: Start, port: str) -> None:
    assert_one_sentence(start(PORT=port), f"PORT={port} is not a port", "1 to 65535")


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_an_address_of_another_machine_is_one_sentence(start: Start, host: str) -> None:
    assert_one_sentence(start(HOST=host), f"HOST={host} is not an address of this machine")


def test_a_data_folder_that_cannot_be_made_is_one_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"
    assert_one_sentence(start(DATA_DIR=str(folder)), f"{folder} cannot be written to", "DATA_DIR=")


def test_a_python_that_is_too_old_is_one_sentence(start: Start, tmp_path: Path) -> None:
    python = tmp_path / "old-python"
    python.write_text("#!/bin/sh\necho 3.9.18\n")
    python.chmod(0o755)
    assert_one_sentence(start(PYTHON=str(python)), "needs Python 3.11 or newer", "is 3.9.18")


def test_a_python_that_is_not_there_is_one_sentence(start: Start) -> None:
    assert_one_sentence(start(PYTHON="no-such-python"), "PYTHON=no-such-python cannot be run")
