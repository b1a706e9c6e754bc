"""A server of our own for one measurement: sshd on loopback, with keys and a configuration that are thrown away."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

from pty_harness import NotMeasured, Session

_HOST = "127.0.0.1"
_PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
_STARTING, _LEAVING = 10.0, 3.0
_SEPARATION = Path("/run/sshd")
"""A folder that sshd wants to find when root starts it."""
_SERVER = """
Port {port}
ListenAddress {host}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
AllowUsers {user}
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitUserRC no
PrintMotd no
PrintLastLog no
AllowTcpForwarding no
X11Forwarding no
SetEnv {env}
"""
_CLIENT = """
Host {host}
  Port {port}
  User {user}
  IdentityFile {folder}/user
  IdentityAgent none
  IdentitiesOnly yes
  PreferredAuthentications publickey
  UserKnownHostsFile {folder}/known_hosts
  GlobalKnownHostsFile none
  StrictHostKeyChecking yes
  BatchMode yes
  ConnectTimeout 10
  EscapeChar none
  LogLevel ERROR
"""


def _tool(name: str) -> str:
    if found := shutil.which(name, path=_PLACES):
        return found
    raise NotMeasured(f"{name} is not there")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((_HOST, 0))
        return int(taken.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Server:
    """Runs sshd while entered: on a free port of loopback alone, for the user who runs this alone."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self._tools = {name: _tool(name) for name in ("sshd", "ssh", "ssh-keygen")}
        self._made = False
        set_env = " ".join(f"{name}={value}" for name, value in env.items())
        facts = {"host": _HOST, "port": _free_port(), "folder": folder, "user": getpass.getuser(), "env": set_env}
        folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            argv = [self._tools["ssh-keygen"], "-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", str(folder / name)]
            subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
        (folder / "server").write_text(_SERVER.format(**facts))
        (folder / "client").write_text(_CLIENT.format(**facts))
        (folder / "known_hosts").write_text(f"[{_HOST}]:{facts['port']} {(folder / 'host.pub').read_text()}")
        self._port = int(str(facts["port"]))

    def __enter__(self) -> Server:
        if os.geteuid() == 0 and not _SEPARATION.exists():
            _SEPARATION.mkdir(mode=0o755)
            self._made = True
        argv = [self._tools["sshd"], "-D", "-f", str(self.folder / "server"), "-E", str(self.folder / "log")]
        self._process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self) -> None:
        end = perf_counter() + _STARTING
        while perf_counter() < end and self._process.poll() is None:
            try:
                with socket.create_connection((_HOST, self._port), timeout=1) as connection:
                    if connection.recv(4) == b"SSH-":
                        return
            except OSError:
                sleep(0.05)
        raise NotMeasured(f"sshd did not start: {self.log()}")

    def __exit__(self, *raised: object) -> None:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        end = perf_counter() + _LEAVING
        while children.exists() and children.read_text() and perf_counter() < end:  # else nobody waits for them
            sleep(0.02)
        _end(self._process)
        if self._made:
            _SEPARATION.rmdir()

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text().strip() if path.exists() else ""

    def ssh(self, *words: str, options: Sequence[str] = ()) -> list[str]:
        """Give the command that runs some words there."""
        return [self._tools["ssh"], "-F", str(self.folder / "client"), *options, _HOST, *words]

    @contextmanager
    def shared(self, path: Path) -> Iterator[tuple[str, str]]:
        """Hold a connection open at a socket; gives the options with which others use it."""
        options = ("-o", f"ControlPath={path}")
        master = subprocess.Popen(self.ssh(options=(*options, "-M", "-N")), stdin=subprocess.DEVNULL)
        try:
            end = perf_counter() + _STARTING
            while not path.exists():
                if perf_counter() > end or master.poll() is not None:
                    raise NotMeasured(f"no shared connection: {self.log()}")
                sleep(0.05)
            yield options
        finally:
            _end(master)


class Remote(Session):
    """A session over ssh, that also knows what came over the line: encrypted, and compressed where it is."""

    def line(self) -> int:
        """Give how many bytes ssh has read, but for those that were typed here.

        What it read to get started is among them, so only differences count.
        """
        facts = Path(f"/proc/{self.pid}/io").read_text()
        return int(facts.split("rchar:")[1].split()[0]) - self.written
