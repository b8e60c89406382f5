"""A standalone Spark cluster on this machine: a master and workers of one core each, every one a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
PATIENCE: Final = 120  # seconds until the master answers


@dataclass(frozen=True)
class Cluster:
    """The address of the master, and the processes of the workers."""

    url: str
    workers: list[subprocess.Popen[bytes]]

    def kill_worker(self, number: int = 0) -> int:
        """Kill one worker and its executors by SIGKILL; return its process id."""
        worker = self.workers[number]
        for child in _children(worker.pid):
            os.kill(child, signal.SIGKILL)
        worker.kill()
        worker.wait()
        return worker.pid


@contextmanager
def cluster(workers: int = 2, memory: str = "2g") -> Iterator[Cluster]:
    """Yield a cluster, whose processes end with the block."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = _free_port()
    environment = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable,
        "SPARK_NO_DAEMONIZE": "1",
    }  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="spark-") as folder:

        def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
            log = Path(folder, f"{len(started)}.log").open("wb")  # noqa: SIM115 the process keeps it
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            started.append(process)
            return process

        try:
            start("master.Master", "--host", HOST, "--port", str(port), "--webui-port", str(_free_port()))
            _wait_for(port)
            url = f"spark://{HOST}:{port}"
            options = ("--host", HOST, "--cores", "1", "--memory", memory, "--webui-port", "0", "--work-dir", folder)
            yield Cluster(url, [start("worker.Worker", *options, url) for _ in range(workers)])
        finally:
            for process in reversed(started):
                if process.poll() is None:
                    for child in _children(process.pid):
                        os.kill(child, signal.SIGKILL)
                    process.kill()
                    process.wait()


def _children(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    found = []
    for task in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = task.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(task.parent.name)
            found += [*_children(child), child]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the master of Spark does not answer")
