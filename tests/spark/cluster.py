"""A standalone cluster of Spark on this machine: a master and workers of one core each, as they come with the wheel."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = "127.0.0.1"
PATIENCE = 180
"""So many seconds a daemon may take to come up on a busy machine."""

NOWHERE = "/nonexistent/python"
"""There is no Python for the executors: whatever they run is an expression of Spark's own."""


def there() -> bool:
    """Tell whether Spark can be started."""
    java = os.environ.get("JAVA_HOME")
    return find_spec("pyspark") is not None and (bool(java) or shutil.which("java") is not None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that runs. `master` is its address."""

    master: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def executors(self) -> list[int]:
        """List the processes that the workers have started to run tasks."""
        own = {worker.pid for worker in self.workers}
        return sorted(number for number, parent in _processes() if parent in own and _runs_tasks(number))

    def kill_executor(self) -> int:
        """Kill one executor as a machine that fails would; give its number."""
        victim = self.executors()[0]
        os.kill(victim, signal.SIGKILL)
        return victim


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """Start a cluster that keeps its logs and its work in a folder, and stop it at the end."""
    with ExitStack() as stack:
        master, log = _daemon(stack, folder / "master", "master.Master", "--host", HERE, "--port", "0")
        url = _said(master, log, r"Starting Spark master at (spark://\S+)")
        found = []
        for number in range(workers):
            work = folder / f"worker{number}"
            more = ["--host", HERE, "--cores", "1", "--memory", memory, "--work-dir", str(work), url]
            one, told = _daemon(stack, work, "worker.Worker", *more)
            _said(one, told, r"(Successfully registered with master)")
            found.append(one)
        yield Cluster(url, tuple(found))


@contextmanager
def session(master: str, **settings: str) -> Iterator[Any]:
    """Open a session on a cluster whose executors have no Python; `__` in the name of a setting stands for a point."""
    from pyspark.sql import SparkSession

    os.environ |= {"SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": NOWHERE, "PYSPARK_DRIVER_PYTHON": NOWHERE}
    builder: Any = SparkSession.builder.master(master).appName("partygrade")
    for name, value in {**_USUAL, **{name.replace("__", "."): value for name, value in settings.items()}}.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    try:
        yield found
    finally:
        found.stop()


_JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""Machines that run for a minute are not worth compiling twice."""

_USUAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.executor.memory": "768m",
    "spark.scheduler.minRegisteredResourcesRatio": "1",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": f"{PATIENCE}s",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.optimizer.runtime.bloomFilter.enabled": "false",
}


def _daemon(stack: ExitStack, folder: Path, name: str, *more: str) -> tuple[subprocess.Popen[bytes], Path]:
    import pyspark

    folder.mkdir(parents=True)
    home = Path(pyspark.__path__[0])
    log = folder / "log"
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--webui-port", "0", *more]
    env = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _JAVA,
    }
    with log.open("wb") as file:
        # The script becomes the daemon, so that this is the number of the daemon's process.
        found = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, env=env)
    stack.callback(_stop, found)
    return found, log


def _stop(daemon: subprocess.Popen[bytes]) -> None:
    daemon.terminate()
    try:
        daemon.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


def _said(daemon: subprocess.Popen[bytes], log: Path, pattern: str) -> str:
    """Wait until a daemon has said something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and daemon.poll() is None:
        if found := re.search(pattern, log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.2)
    raise TimeoutError(f"{pattern}: {log.read_text(encoding='utf-8', errors='replace')}")


def _runs_tasks(number: int) -> bool:
    """Tell an executor from what a worker runs for a moment."""
    try:
        return b"CoarseGrainedExecutorBackend" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def _processes() -> Iterator[tuple[int, int]]:
    """Give every process of this machine with that which started it."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            yield int(folder.name), int(stat.rpartition(")")[2].split()[1])
