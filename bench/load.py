"""Two clients that cost little beside what they measure: wrk for pages, our own for people who each send one form."""

import asyncio
import json
import shutil
import subprocess
import time
from pathlib import Path

SCRIPT = Path(__file__).with_name("wrk.lua")
MISSING = "wrk is missing (Debian: apt-get install wrk): rates and percentiles of pages are not measured."


def has_wrk():
    return shutil.which("wrk") is not None


def wrk(port, path, connections, seconds, headers):
    """Ask for one address as fast as it is answered; every connection asks again when it was answered."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", f"-s{SCRIPT}", "--timeout=30s"]
    for header in {"Accept-Encoding": "gzip", **headers}.items():
        command += ["-H", ": ".join(header)]
    command.append(f"http://127.0.0.1:{port}{path}")
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    found = json.loads(next(line for line in out.splitlines() if line.startswith("JSON "))[5:])
    if found["failed"]:
        raise SystemExit(f"{path}: {found['failed']} of {found['requests']} requests failed")
    return found | {"rate": found["requests"] / found["seconds"]}


def people(port, journeys, concurrency, timeout=60):
    """Each person sends the requests of their journey one after the other, over connections of their own, so many
    people at a time. A list of (request, status, place that it leads to, milliseconds).
    """
    return asyncio.run(_people(port, iter(journeys), concurrency, timeout))


async def _people(port, waiting, concurrency, timeout):
    answers = []

    async def one_after_the_other():
        for journey in waiting:
            for form in journey:
                began = time.perf_counter()
                status, place = await asyncio.wait_for(_sent(port, form), timeout)
                answers.append((form, status, place, 1000 * (time.perf_counter() - began)))

    await asyncio.gather(*(one_after_the_other() for _ in range(concurrency)))
    return answers


async def _sent(port, request):
    """Status and Location of the answer to these bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        head, _, _ = (await reader.read()).partition(b"\r\n\r\n")
    finally:
        writer.close()
    lines = head.decode("latin-1").split("\r\n")
    places = [line.partition(": ")[2] for line in lines if line.lower().startswith("location: ")]
    return int(lines[0].split()[1]), places[0] if places else ""


def request(port, method, path, client, body=""):
    """The bytes of a request that a proxy passes on for a visitor."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"X-Forwarded-For: {client}", "Connection: close"]
    lines += ["Accept-Encoding: gzip", f"Content-Length: {len(body)}"]
    if body:
        lines.append("Content-Type: application/x-www-form-urlencoded")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def percentile(values, percent):
    """The nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
