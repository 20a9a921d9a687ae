import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from launch.processes import (
    Program,
    Supervisor,
    _Lines,
    how_it_ended,
    restart_delay,
    session_members,
)
from launch.programs import HOME
from tests.support.waiting import PATIENCE, wait_for

SAY_AND_WAIT = "print('up', flush=True); import time; time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SAY_AND_WAIT
# A leader with a worker in its own group (as a gunicorn worker) and a job in another (as RQ's).
FAMILY = textwrap.dedent("""
    import os, subprocess, sys, time
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    same = subprocess.Popen(sleeper)
    other = subprocess.Popen(sleeper, process_group=0)
    print(same.pid, other.pid, flush=True)
    time.sleep(600)
""")


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    made = Supervisor(lambda name, line: said.append((name, line)))
    yield made
    made.stop()


def program(
    code: str, *, name: str = "child", grace: float = 5.0, folder: Path = Path("/")
) -> Program:
    command = (sys.executable, "-S", "-c", code)
    return Program(name=name, command=command, folder=folder, environment=os.environ, grace=grace)


def turn_until(supervisor: Supervisor, condition, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        supervisor.turn(0.02)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0.5), (2, 1), (3, 2), (6, 16), (7, 30), (5000, 30)]
)
def test_the_delay_doubles_up_to_half_a_minute(failures, seconds):
    assert restart_delay(failures) == seconds


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "ended with exit status 0"),
        (3, "ended with exit status 3"),
        (-9, "was killed by SIGKILL"),
        (-250, "was killed by signal 250"),
    ],
)
def test_the_end_in_words(status, words):
    assert how_it_ended(status) == words


def test_lines_are_cut_whatever_the_blocks(tmp_path):
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    taken: list[str] = []
    with os.fdopen(reading, "rb") as stream:
        lines = _Lines(stream, taken.append)
        for block in (b"one\ntw", b"o\n", b"\xff\nlast"):
            os.write(writing, block)
            assert lines.read()
        assert lines.read()  # nothing there is not the end
        os.close(writing)
        assert not lines.read()
    assert taken == ["one", "two", "\ufffd", "last"]


def test_output_of_both_kinds_carries_the_name(supervisor, said):
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr); " + SAY_AND_WAIT
    supervisor.start(program(code, name="web"))
    turn_until(supervisor, lambda: len(said) == 3)
    assert said == [("web", "out"), ("web", "err"), ("web", "up")]


def test_a_dead_child_comes_back_and_that_is_said(supervisor, said):
    child = supervisor.start(program(SAY_AND_WAIT))
    turn_until(supervisor, lambda: said == [("child", "up")])
    before = child.process.pid
    child.process.kill()
    turn_until(supervisor, lambda: said[-1] == ("child", "up") and len(said) == 3)
    assert said[1] == ("handa", "child was killed by SIGKILL; starting it again in 0.5 s")
    assert child.process.pid != before


def test_a_child_that_dies_at_once_is_tried_ever_more_rarely(supervisor, said):
    child = supervisor.start(program("raise SystemExit(4)"))
    turn_until(supervisor, lambda: child.failures == 3)
    assert [line.rpartition("in ")[2] for _, line in said] == ["0.5 s", "1 s", "2 s"]
    assert "exit status 4" in said[0][1]


def test_children_stop_in_reverse_order(supervisor, said):
    code = (
        "import signal, sys, time\n"
        "def bye(*_): print('bye', flush=True); sys.exit()\n"
        "signal.signal(signal.SIGTERM, bye); print('up', flush=True); time.sleep(600)"
    )
    for name in ("first", "second", "third"):
        supervisor.start(program(code, name=name))
    turn_until(supervisor, lambda: len(said) == 3)
    supervisor.stop()
    assert [name for name, line in said if line == "bye"] == ["third", "second", "first"]


def test_a_child_that_does_not_stop_is_killed_after_its_grace(supervisor, said):
    child = supervisor.start(program(STUBBORN, grace=0.3))
    turn_until(supervisor, lambda: said == [("child", "up")])
    began = time.monotonic()
    supervisor.stop()
    assert 0.3 <= time.monotonic() - began < 3  # by itself it would end after ten minutes
    assert child.process.returncode == -signal.SIGKILL
    assert ("handa", "child does not stop: killing it") in said


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_job_outlives_its_worker_but_not_the_supervisor(supervisor, said):
    child = supervisor.start(program(FAMILY))
    turn_until(supervisor, lambda: said)
    helper, job = map(int, said[0][1].split())
    assert {helper, job} < set(session_members(child.process.pid))
    child.process.kill()
    turn_until(supervisor, lambda: len(said) == 3)  # its death, and the next family
    turn_until(supervisor, lambda: not alive(helper))
    assert alive(job)
    helper_2, job_2 = map(int, said[2][1].split())
    supervisor.stop()
    wait_for(lambda: not any(map(alive, (job, helper_2, job_2))), "the end of the job")


def test_a_program_is_run_to_its_end(supervisor, said):
    code = "import sys; print('{}'); print('careful', file=sys.stderr); sys.exit(7)"
    assert supervisor.run(program(code, name="seed")) == (7, "{}\n")
    assert said == [("seed", "careful")]


def test_when_nobody_reads_any_more_it_stops(said):
    def broken(name, line):
        raise BrokenPipeError

    supervisor = Supervisor(broken)
    supervisor.start(program(SAY_AND_WAIT))
    turn_until(supervisor, lambda: supervisor.stopping)
    supervisor.stop()
    assert not supervisor.children


SUPERVISOR = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from launch.processes import Program, Supervisor
    supervisor = Supervisor()
    supervisor.obey_signals()
    command = (sys.executable, "-S", "-c", sys.argv[1])
    child = supervisor.start(Program(
        name="child", command=command, folder=Path("/"), environment=os.environ, grace=30))
    print("pid", child.process.pid, flush=True)
    while not supervisor.stopping:
        supervisor.turn(600)
    supervisor.stop()
""")


def start_supervisor(code: str) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, code], stdout=subprocess.PIPE, text=True, cwd=HOME
    )
    assert process.stdout is not None
    child = int(process.stdout.readline().split()[1])
    assert "up" in process.stdout.readline()
    return process, child


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_it_without_delay(number):
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("this signal is ignored here, as SIGHUP is under nohup")
    process, child = start_supervisor(SAY_AND_WAIT)
    began = time.monotonic()
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert time.monotonic() - began < 5  # select() alone would have slept for ten minutes
    assert not alive(child)
    process.stdout.close()


def test_the_second_signal_kills_but_an_echo_of_the_first_does_not():
    process, child = start_supervisor(STUBBORN)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    time.sleep(1.3)
    assert alive(child)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert not alive(child)
    process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells children of their parent's death")
def test_children_end_with_a_supervisor_that_is_killed():
    process, child = start_supervisor(SAY_AND_WAIT)
    process.kill()
    process.wait(PATIENCE)
    wait_for(lambda: not alive(child), "the child's end")
    process.stdout.close()
