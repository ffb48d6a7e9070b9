"""Running sslyze: a program of its own (AGPL), never imported. It is told the address, and looks up nothing itself."""

import importlib.util
import json
import logging
import math
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from contracts.tls.address import Address, Target
from contracts.tls.errors import NotMeasured

log = logging.getLogger(__name__)

# Sets an alarm and becomes the scanner: even one whose worker was killed ends by itself.
BEGIN = "import os, signal, sys; signal.alarm(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"
GRACE = 2  # seconds after the limit
LARGEST_RESULT = 20 * 1024 * 1024  # bytes; a usual one has 0.5 MB
# Two connections at a time, and only what the grade needs.
ASKED = (
    "--quiet",
    "--slow_connection",
    "--mozilla_config=disable",
    *("--sslv2", "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3"),
    *("--certinfo", "--reneg", "--compression", "--heartbleed", "--openssl_ccs", "--robot"),
)


def is_installed() -> bool:
    """Is the program here? Looked up, not imported."""
    return importlib.util.find_spec("sslyze") is not None


def run(target: Target, address: Address, *, seconds: float, ca_file: Path | None = None) -> dict:
    """What sslyze saw of one server (an entry of its `server_scan_results`).

    NotMeasured when it isn't installed, does not finish in time (it is killed then), or leaves no result.
    """
    if not is_installed():
        raise NotMeasured("no-scanner")
    with TemporaryDirectory(prefix="tls-", dir=settings.VAR_DIR / "tmp") as folder:
        result, errors = Path(folder, "result.json"), Path(folder, "errors.txt")
        begin = [sys.executable, "-I", "-c", BEGIN, str(math.ceil(max(seconds, 0)) + GRACE)]
        command = [*begin, sys.executable, "-I", "-W", "ignore", "-m", "sslyze", *ASKED, f"--json_out={result}"]
        if ca_file is not None:
            command.append(f"--certinfo_ca_file={ca_file}")
        with errors.open("wb") as heard:
            _finish([*command, where(target, address)], folder, heard, seconds)
        return _read(result, errors)


def where(target: Target, address: Address) -> str:
    """host:port{address} as sslyze takes it: the name is for the certificate and SNI, the address is connected to."""
    if ":" in target.host:
        return f"[{target.host}]:{target.port}{{{address}}}"
    return f"{target.host}:{target.port}{{{f'[{address}]' if address.version == 6 else address}}}"


def _finish(command: list[str], folder: str, heard, seconds: float) -> None:
    """Run it to its end or to the limit; then it and all it started are killed."""
    process = subprocess.Popen(  # noqa: S603 (our own list of words, and a host that was checked)
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=heard,
        start_new_session=True,
    )
    try:
        process.wait(max(seconds, 0.05))
    except subprocess.TimeoutExpired:
        raise NotMeasured("timed-out") from None
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _read(result: Path, errors: Path) -> dict:
    try:
        if result.stat().st_size > LARGEST_RESULT:
            raise ValueError("too large")
        return json.loads(result.read_bytes())["server_scan_results"][0]
    except (OSError, ValueError, LookupError, TypeError) as fault:
        log.warning("sslyze left no result (%r): %s", fault, errors.read_text("utf-8", "replace")[-2000:])
        raise NotMeasured("scanner-failed") from None
