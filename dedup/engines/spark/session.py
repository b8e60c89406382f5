"""The session of Spark: what must be installed for it, and how it is set up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dedup.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LEAST_JAVA: Final = 17
WITHOUT_JAVA: Final = (
    "Spark needs Java 17 or later, which neither JAVA_HOME nor PATH has: install a JDK, as with "
    "'apt-get install openjdk-17-jre-headless', 'brew install openjdk@17' or from https://adoptium.net"
)
LOCAL_MEMORY: Final = "3g"
PARTITIONS: Final = "spark.sql.shuffle.partitions"
_SETTINGS: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",  # whole texts, and packed rows of megabytes
}


def check_installed() -> None:
    """Raise MissingExtraError without pyspark and what it needs, SettingsError without Java."""
    if find_spec("pyspark") is None or find_spec("pyarrow") is None or find_spec("pandas") is None:
        raise MissingExtraError("Spark", "spark")
    if java() is None:
        raise SettingsError(WITHOUT_JAVA)


def java() -> str | None:
    """Return the program of Java, None where there is none of at least LEAST_JAVA."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if program is None or not (shutil.which(program)):
        return None
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if java_version(said) >= LEAST_JAVA else None


def java_version(said: str) -> int:
    """Return the version that `java -version` prints, 0 where it prints none.

    >>> java_version('openjdk version "17.0.15" 2025-04-15'), java_version('java version "1.8.0_392"')
    (17, 8)
    """
    _, _, rest = said.partition('version "')
    parts = rest.partition('"')[0].replace("-", ".").split(".")
    numbers = [int(part) for part in parts[:2] if part.isdigit()]
    if not numbers:
        return 0
    return numbers[1] if numbers[0] == 1 and len(numbers) > 1 else numbers[0]


def start_session(master: str | None = None) -> SparkSession:
    """Return a session on this master, else on that of `spark-submit`, else on all cores of this machine."""
    check_installed()
    # The executors run what the driver runs.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.appName("dedup")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.ui.enabled", "false")
    )
    if master is not None or not os.environ.get("PYSPARK_GATEWAY_PORT"):
        master = master or "local[*]"
        builder = builder.master(master)
        if master.startswith("local"):  # driver and executors are one process, whose default is 1 GB
            builder = builder.config("spark.driver.memory", LOCAL_MEMORY)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def set_partitions(session: SparkSession, partitions: int) -> None:
    """Set how many partitions a shuffle has: each costs a task, however little is in it."""
    session.conf.set(PARTITIONS, str(partitions))


@contextmanager
def settings_of(session: SparkSession) -> Iterator[None]:
    """Set what the jobs need, and set it back at the end."""
    before: dict[str, Any] = {name: session.conf.get(name, None) for name in (*_SETTINGS, PARTITIONS)}
    for name, value in _SETTINGS.items():
        session.conf.set(name, value)
    set_partitions(session, session.sparkContext.defaultParallelism)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                session.conf.unset(name)
            else:
                session.conf.set(name, old)
