"""What ``manage.py serve`` becomes when all is prepared: it starts the portal's processes and ends them together.

It imports nothing of Django, which would lie in memory for nothing (78 MB).
"""

import json
import socket
import sys
import time

from civicevents.processes import Processes, Stopped, stop_on_signals

PATIENCE = 30  # seconds until the web server listens


def supervise(plan):
    """Run the commands of ``plan`` (see serve.py) until the first one ends or somebody asks us to; its exit code."""
    stop_on_signals()
    processes = Processes()
    try:
        web, *_others = [processes.start(name, command) for name, command in plan["commands"].items()]
        _wait_for(web, tuple(plan["address"]))
        print(plan["greeting"], flush=True)
        return processes.watch(web)
    except Stopped:
        print("\nStopping …", flush=True)
        return 0
    finally:
        processes.end()


def _wait_for(web, address):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not _is_listening(address) and web.poll() is None:
        time.sleep(0.05)


def _is_listening(address):
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(supervise(json.loads(sys.argv[1])))
