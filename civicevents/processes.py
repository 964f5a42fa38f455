"""Runs the portal's processes beside each other and ends them together."""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
TIME_TO_END = 15  # seconds for a process to finish what it is doing
PAUSE = 5  # seconds before a process that ended by itself is started again


class Stopped(Exception):
    """Somebody asked us to end."""


class Processes:
    """Child processes that live and die with this one, even if it is killed."""

    def __init__(self):
        self._running = {}

    def start(self, name, command):
        # A session of their own: Ctrl-C reaches us alone, and we end them in order.
        child = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)
        self._running[child.pid] = (name, command, child)
        return child

    def watch(self, essential):
        """Keep all of them running until ``essential`` ends; return its exit code. Reaps orphans, too (as PID 1)."""
        while True:
            pid, status = os.wait()
            name, command, child = self._running.pop(pid, (None, None, None))
            if child is None:
                continue
            child.returncode = os.waitstatus_to_exitcode(status)
            if child is essential:
                return child.returncode
            print(f"{name} ended by itself ({child.returncode}) and is started again.", file=sys.stderr)
            time.sleep(PAUSE)
            self.start(name, command)

    def end(self):
        """Ask all to end; end by force what does not."""
        children = [child for _, _, child in self._running.values()]
        for child in children:
            child.terminate()
        deadline = time.monotonic() + TIME_TO_END
        for child in children:
            try:
                child.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()


def stop_on_signals():
    """From now on Ctrl-C, ``kill`` and a closed terminal raise Stopped; while we end, they are ignored."""

    def stop(number, frame):
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


if sys.platform == "linux":
    _libc = ctypes.CDLL(None)

    def end_with_parent():
        """In a child: be asked to end when the parent is gone, however it went."""
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
else:

    def end_with_parent():
        pass
