import subprocess
import sys
from pathlib import Path

import pytest

from salescourse.teach import browser


def program(path: Path, code: str = "echo Chromium 156") -> Path:
    """Write a program that stands in for a browser or an installer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a machine without any browser, and return its folder of programs."""
    if sys.platform == "win32":
        pytest.skip("the stand-ins for browsers are Unix scripts")
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_PLACES", {})
    monkeypatch.setattr(browser, "_playwrights_own", lambda: iter([tools / "own"]))
    monkeypatch.setattr(browser, "_is_root", lambda: False)
    return tools


class Installers:
    """Notes what would be run to install a browser; one of them may succeed."""

    def __init__(self, machine: Path, monkeypatch, succeeds: str = "") -> None:
        self.machine, self.succeeds, self.asked = machine, succeeds, []
        self.really_run = subprocess.run
        monkeypatch.setattr(browser.subprocess, "run", self.run)

    def run(self, command: list[str], **options: object) -> object:
        """Run a browser or ask sudo for real; only note an installer."""
        words = " ".join(Path(word).name for word in command)
        if "playwright" not in words and "apt-get" not in words:
            return self.really_run(command, **options)
        self.asked.append(words)
        if self.succeeds and self.succeeds in words:
            program(self.machine / "chromium")
        return subprocess.CompletedProcess(command, 0)


def test_a_browser_of_the_system_is_taken(machine):
    chrome = program(machine / "google-chrome")
    assert browser.find_chromium() == chrome
    assert browser.ensure_chromium() == chrome


def test_playwrights_own_is_taken_where_the_system_has_none(machine):
    assert browser.find_chromium() is None
    own = program(machine / "own")
    assert browser.find_chromium() == own


def test_a_browser_that_does_not_start_is_passed_over(machine):
    program(machine / "chromium", "echo lacks libnss3.so; exit 127")
    edge = program(machine / "microsoft-edge")
    assert browser.find_chromium() == edge


def test_a_snap_is_passed_over_because_it_cannot_read_built_pages(machine):
    program(machine / "chromium-browser", "exec /snap/bin/chromium")
    program(machine / "snap")
    (machine / "chromium").symlink_to(machine / "snap")
    assert browser.find_chromium() is None


def test_the_named_browser_goes_before_all_others(machine, monkeypatch):
    program(machine / "chromium")
    named = program(machine / "my browser")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert browser.find_chromium() == named


def test_a_named_browser_that_does_not_start_is_not_quietly_replaced(
    machine, monkeypatch
):
    program(machine / "chromium")
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(RuntimeError, match="CHROMIUM is /no/such/browser"):
        browser.find_chromium()


def test_playwright_is_asked_first_and_debian_only_where_we_may(machine, monkeypatch):
    program(machine / "apt-get")
    installers = Installers(machine, monkeypatch)
    with pytest.raises(
        RuntimeError, match=r"Install Chrome, Chromium or Edge \(Debian"
    ):
        browser.ensure_chromium()
    assert installers.asked == [
        f"{Path(sys.executable).name} -m playwright install chromium"
    ]


@pytest.mark.parametrize(
    ("root", "sudo", "prefix"),
    [(True, None, ""), (False, "exit 0", "sudo -n "), (False, "exit 1", None)],
)
def test_debians_package_is_installed_where_we_may(
    machine, monkeypatch, root, sudo, prefix
):
    program(machine / "apt-get")
    if sudo:
        program(machine / "sudo", sudo)
    monkeypatch.setattr(browser, "_is_root", lambda: root)
    installers = Installers(machine, monkeypatch, succeeds="apt-get install")
    apt = "env DEBIAN_FRONTEND=noninteractive apt-get"
    if prefix is None:
        with pytest.raises(RuntimeError):
            browser.ensure_chromium()
        assert len(installers.asked) == 1
    else:
        assert browser.ensure_chromium() == machine / "chromium"
        assert installers.asked[-1] == f"{prefix}{apt} install -y chromium"


def test_what_playwright_lacks_is_installed_for_it(machine, monkeypatch):
    program(machine / "apt-get")
    program(machine / "own", "exit 127")
    monkeypatch.setattr(browser, "_is_root", lambda: True)
    installers = Installers(machine, monkeypatch, succeeds="install-deps")
    browser.ensure_chromium()
    assert installers.asked[-1].endswith("playwright install-deps chromium")


def test_this_machine_has_a_browser_for_the_tests():
    assert browser.ensure_chromium().is_file()
