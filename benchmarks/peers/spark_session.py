"""What each peer on Spark has in common: two cores, and a line to whoever measures when all is done.

usage: python spark_NAME.py PARQUET_FILE FOLDER

FOLDER is for what the peer writes. The last line is JSON, {"copies": how many articles are removed}; then the process
waits until its input is closed, so that its CPU can be read.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Final

MASTER: Final = "local[2]"
MEMORY: Final = "3g"


def use_two_cores() -> None:
    """Let the session that this process makes run on two cores of this machine."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    options = f"--master {MASTER} --driver-memory {MEMORY} --conf spark.ui.enabled=false"
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"{options} pyspark-shell"


def done(copies: int) -> None:
    """Say how many articles are removed, and wait."""
    print(json.dumps({"copies": copies}), flush=True)
    sys.stdin.read()
