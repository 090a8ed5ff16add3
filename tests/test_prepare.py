"""What `make run` does before it serves survives interruption, change and a busy port."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecru import prepare


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout with both locks, and a pip that only notes that it was called."""
    venv, tests = tmp_path / ".venv", tmp_path / "tests"
    tests.mkdir()
    names = {
        "ROOT": tmp_path,
        "VENV": venv,
        "VAR": tmp_path / "var",
        "PYTHON": venv / "bin" / "python",
        "RUN_LOCK": tmp_path / "requirements.lock",
        "TOOLS_LOCK": tests / "requirements.lock",
        "UNFINISHED": venv / "unfinished",
        "STATIC_STAMP": tmp_path / "var" / "static.stamp",
    }
    for name, value in names.items():
        monkeypatch.setattr(prepare, name, value)
    stamps = {names["RUN_LOCK"]: venv / "installed-run", names["TOOLS_LOCK"]: venv / "installed-tools"}
    monkeypatch.setattr(prepare, "STAMPS", stamps)
    for lock in stamps:
        lock.write_text("something==1\n", encoding="ascii")
    return tmp_path


@pytest.fixture
def calls(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were run, instead of running them; making .venv makes a sound one."""
    seen: list[str] = []

    def call(*command: object, fault: str) -> None:
        line = " ".join(map(str, command[1:])).replace(f"{checkout}/", "")
        seen.append(line)
        if line.startswith("-m venv"):
            (checkout / ".venv" / "bin").mkdir(parents=True)
            (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
        if "fails" in fault:
            raise prepare.Stopped(fault)

    monkeypatch.setattr(prepare, "call", call)
    return seen


def test_a_bare_folder_gets_its_packages_once(checkout: Path, calls: list[str]) -> None:
    prepare.install(prepare.RUN_LOCK)
    assert calls[0] == "-m venv .venv"
    assert "install --require-hashes --requirement requirements.lock" in calls[1]
    prepare.install(prepare.RUN_LOCK)
    assert len(calls) == 2
    assert not (checkout / ".venv" / "unfinished").exists()


def test_a_changed_lock_is_installed_into_the_same_venv(checkout: Path, calls: list[str]) -> None:
    prepare.install(prepare.RUN_LOCK)
    (checkout / "requirements.lock").write_text("something==2\n", encoding="ascii")
    prepare.install(prepare.RUN_LOCK)
    assert [line.split()[1] for line in calls] == ["venv", "pip", "pip"]


def test_the_tools_bring_what_the_portal_needs(checkout: Path, calls: list[str]) -> None:
    prepare.install(prepare.TOOLS_LOCK)
    prepare.install(prepare.RUN_LOCK)
    assert [line.split()[-1] for line in calls] == [".venv", "tests/requirements.lock"]


def test_an_interrupted_installation_starts_afresh(
    checkout: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, fault: str) -> None:
        raise KeyboardInterrupt

    prepare.install(prepare.RUN_LOCK)
    with monkeypatch.context() as patch:
        patch.setattr(prepare, "call", interrupted)
        (checkout / "requirements.lock").write_text("something==2\n", encoding="ascii")
        with pytest.raises(KeyboardInterrupt):
            prepare.install(prepare.RUN_LOCK)
    prepare.install(prepare.RUN_LOCK)
    assert [line.split()[1] for line in calls] == ["venv", "pip", "venv", "pip"]


def test_a_venv_of_another_machine_is_made_again(checkout: Path, calls: list[str]) -> None:
    prepare.install(prepare.RUN_LOCK)
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/gone/python3")
    prepare.install(prepare.RUN_LOCK)
    assert [line.split()[1] for line in calls] == ["venv", "pip", "venv", "pip"]


def test_a_python_without_venv_is_told_plainly(
    checkout: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(prepare.Stopped, match="apt install python3-venv"):
        prepare.install(prepare.RUN_LOCK)


def test_static_files_are_collected_when_they_changed(checkout: Path, calls: list[str]) -> None:
    for name in ("static/ecru.css", "ecru/settings.py", "var/static/staticfiles.json"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()
    prepare.collect_static()
    prepare.collect_static()
    assert calls == ["manage.py collectstatic --noinput"]
    (checkout / "static" / "ecru.css").write_text("a {}", encoding="ascii")
    prepare.collect_static()
    assert len(calls) == 2


@pytest.mark.parametrize(("debug", "static"), [("0", True), ("1", False)])
def test_a_portal_is_brought_up_to_date(
    checkout: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch, debug: str, static: bool
) -> None:
    monkeypatch.setenv("DEBUG", debug)
    monkeypatch.setattr(prepare, "collect_static", lambda: calls.append("static"))
    monkeypatch.setattr(prepare, "check_port", lambda port: None)
    assert prepare.main(["run"]) == 0
    steps = [line.split()[-1] if line == "static" else line.split()[1] for line in calls]
    expected = [
        "venv",
        "pip",
        "migrate",
        "load_facts",
        *(["static"] if static else []),
        "demo_accounts",
        "demo_calls",
        "demo_dossiers",
    ]
    assert steps == expected


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_told_with_one_that_is_free(busy_port: int) -> None:
    with pytest.raises(prepare.Stopped, match=rf"Port {busy_port} is in use.*make run PORT=\d+"):
        prepare.check_port(str(busy_port))


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "8000.0"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(prepare.Stopped, match="PORT must be a number"):
        prepare.check_port(port)


def test_two_at_a_time_wait_for_each_other(checkout: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(Path(prepare.__file__).parent)!r})
import prepare, pathlib
prepare.VAR = pathlib.Path({str(checkout / "var")!r})
with prepare.alone():
    print("in")
"""
    with prepare.alone():
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert other.stdout
        assert "waiting" in other.stdout.readline()
    assert other.stdout.read() == "in\n"
    other.stdout.close()
    assert other.wait(30) == 0


def test_faults_are_told_in_plain_words(
    checkout: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(error: BaseException) -> int:
        def prepared(target: str) -> None:
            raise error

        monkeypatch.setattr(prepare, "prepare", prepared)
        return prepare.main(["run"])

    assert raising(prepare.Stopped("No network.")) == 1
    assert raising(PermissionError(13, "denied", "/somewhere/var")) == 1
    assert raising(KeyboardInterrupt()) == 130
    assert prepare.main(["dance"]) == 2
    said = capsys.readouterr().out
    for words in (
        "No network.",
        "may not write /somewhere/var",
        "goes on where it stopped",
        "run | dev | tools",
    ):
        assert words in said


def test_a_failing_command_stops_with_its_reason(checkout: Path) -> None:
    false = shutil.which("false")
    with pytest.raises(prepare.Stopped, match="It failed"):
        prepare.call(false, fault="It failed.")
