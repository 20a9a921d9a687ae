import multiprocessing
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import Settings
from launch import programs, start
from tests.support.waiting import PATIENCE


def settings(folder: Path, **more: object) -> Settings:
    return Settings.model_validate({"instance": folder, "redis_url": "", **more})


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HANDA_INSTANCE": str(folder), **more}
    return subprocess.run(
        [sys.executable, "-m", "launch"],
        cwd=programs.HOME,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_is_one_clear_line_before_anything_starts(tmp_path, taken):
    done = run(tmp_path / "instance", PORT=str(taken))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1 port {taken}" in done.stderr
    assert not (tmp_path / "instance").exists()


def test_an_address_of_another_machine_is_refused(tmp_path):
    with pytest.raises(start.LaunchError, match=r"192\.0\.2\.1 port 5000"):
        start.check_port("192.0.2.1", 5000)


def test_a_wrong_setting_names_its_variable(tmp_path):
    done = run(tmp_path / "instance", PORT="90000")
    assert done.returncode == 1
    assert done.stderr.startswith("handa: PORT: ")
    assert "Traceback" not in done.stderr


def test_a_silent_redis_url_is_said_without_its_password(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    done = run(tmp_path / "instance", PORT=port, REDIS_URL="redis://:hidden@127.0.0.1:1/0")
    assert done.returncode == 1
    assert "REDIS_URL" in done.stderr
    assert "hidden" not in done.stdout + done.stderr


def _hold(folder, held, done):
    with start.locked(folder):
        held.set()
        done.wait(PATIENCE)


def test_a_second_launcher_is_told_who_runs(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, done))
    other.start()
    try:
        assert held.wait(PATIENCE)
        with (
            pytest.raises(start.LaunchError, match=f"process {other.pid}"),
            start.locked(tmp_path),
        ):
            pass
    finally:
        done.set()
        other.join(PATIENCE)
    with start.locked(tmp_path):
        assert (tmp_path / "launcher.lock").read_text() == str(os.getpid())


SEEDED = {
    "recruiter": {"email": "r@handa.example", "password": "one"},
    "trainer": {"email": "t@handa.example", "password": "two"},
    "invitation": "http://127.0.0.1:5000/i/abc",
}


def test_the_first_start_shows_passwords_and_an_invitation():
    text = "\n".join(start.sign_ins(SEEDED, {}))
    for part in ("r@handa.example", "one", "t@handa.example", "two", "only this once", "/i/abc"):
        assert part in text


def test_later_starts_name_the_accounts_without_passwords(tmp_path):
    class Nobody:
        stopping = False

    first = start.Launch(settings(tmp_path), Nobody())
    first.seeded = SEEDED
    first.accounts()
    assert "one" not in (tmp_path / "first-accounts.json").read_text()
    later = start.Launch(settings(tmp_path), Nobody())
    later.seeded = {"invitation": SEEDED["invitation"]}
    text = "\n".join(start.sign_ins(later.seeded, later.accounts()))
    assert "Already set up: sign in as r@handa.example (recruiter) or t@handa.example" in text
    assert "password" not in text
    assert "/i/abc" in text


def test_nothing_is_said_of_accounts_that_nobody_knows():
    assert start.sign_ins({}, {}) == []


@pytest.mark.parametrize(
    ("host", "bound"),
    [("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80"), ("localhost", "localhost:80")],
)
def test_gunicorn_gets_an_address_that_it_reads(host, bound):
    assert programs.bind_address(host, 80) == bound


def test_every_queue_has_a_worker(tmp_path):
    import jobs

    served = [
        word
        for program in programs.workers(settings(tmp_path), {})
        if "worker" in program.command
        for word in program.command
        if word in jobs.QUEUES
    ]
    assert sorted(served) == sorted(jobs.QUEUES)


def test_one_worker_alone_has_the_scheduler(tmp_path):
    all_words = [program.command for program in programs.workers(settings(tmp_path), {})]
    assert sum("--scheduler" in words for words in all_words) == 1


def test_the_listener_gives_way_to_the_web(tmp_path):
    listening = programs.workers(settings(tmp_path, whisper_threads=2), {"A": "b"})[0]
    assert listening.name == "listening"
    assert listening.niceness == 10
    assert listening.environment == {
        "A": "b",
        "NUMBA_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": "2",
        "MKL_NUM_THREADS": "2",
    }


def test_the_web_server_runs_as_measured(tmp_path):
    words = programs.web(settings(tmp_path, port=8123), {}).command
    for pair in (
        ("--worker-class", "gthread"),
        ("-w", "2"),
        ("--threads", "4"),
        ("--max-requests", "20000"),
        ("--max-requests-jitter", "5000"),
        ("--timeout", "60"),
        ("--bind", "127.0.0.1:8123"),
    ):
        assert words[words.index(pair[0]) + 1] == pair[1]
    assert words[-1] == "app:create_app()"


def test_children_know_where_the_launcher_put_things(tmp_path):
    made = programs.child_environment({"PATH": "/bin"}, settings(tmp_path), "unix:///q")
    assert made == {
        "PATH": "/bin",
        "HANDA_INSTANCE": str(tmp_path),
        "REDIS_URL": "unix:///q",
        "PYTHONUNBUFFERED": "1",
    }
