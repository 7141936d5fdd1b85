"""Runs a stage, or another program, for a benchmark, and says what it cost."""
import os
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RELEASE = os.path.join(HOME, ".build/release")


class Run(NamedTuple):
    """What a program wrote to standard output and standard error, and what it took."""
    output: str
    said: str
    seconds: float
    processor: float
    """Seconds of all its threads."""
    memory: float
    """The greatest, in MiB."""


def measured(command, keeps_output=False, **place):
    """Runs a command to its end, in the folder `cwd` with the environment `env` if they are given. If
    it fails, so does the benchmark, with its words."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out if keeps_output else subprocess.DEVNULL,
            stderr=errors, **place)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, errors):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{texts[1]}")
    return Run(*texts, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run(program, *arguments, folder=RELEASE):
    """Runs a stage of the folder, or a program by its path."""
    path = program if "/" in program else os.path.join(folder, program)
    return measured([path, *map(str, arguments)], keeps_output=program == "inspect")
