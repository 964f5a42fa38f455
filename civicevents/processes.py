"""Runs the portal's processes beside each other and ends them together."""

import ctypes
import os
import signal
import sys
import time

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # prctl(2)
TIME_TO_END = 15  # seconds for a process to finish what it is doing
PAUSE = 5  # seconds before a process that ended by itself is started again


class Stopped(Exception):
    """Somebody asked us to end."""


class Processes:
    """Forks of this process that live and die with it, even if it is killed."""

    def __init__(self):
        self._running = {}

    def start(self, name, run):
        """Run that in a fork, which ends with it and is called so in lists of processes; its process id."""
        pid = os.fork()
        if pid == 0:
            self._running.clear()  # these are our siblings
            os.setsid()  # Ctrl-C reaches our parent alone, which ends us in order
            end_with_parent()
            call_me(f"portal-{name}")
            sys.exit(run())
        self._running[pid] = (name, run)
        return pid

    def is_running(self, pid):
        return pid in self._running and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def watch(self, essential):
        """Keep all of them running until ``essential`` ends; return its exit code. Reaps orphans, too (as PID 1)."""
        while True:
            pid, status = os.wait()
            code = os.waitstatus_to_exitcode(status)
            name, run = self._running.pop(pid, (None, None))
            if pid == essential:
                return code
            if run is None:
                continue
            print(f"The {name} ended by itself ({code}) and is started again.", file=sys.stderr)
            time.sleep(PAUSE)
            self.start(name, run)

    def end(self):
        """Ask all to end; end by force what does not."""
        for pid in self._running:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + TIME_TO_END
        while self._running and time.monotonic() < deadline:
            self._reap(os.WNOHANG)
            time.sleep(0.02)
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)
        self._reap(0)

    def _reap(self, options):
        for pid in list(self._running):
            if os.waitpid(pid, options)[0]:
                del self._running[pid]


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

    def call_me(name):
        """What ``ps -o comm`` shows of this process and its forks; at most 15 bytes."""
        _libc.prctl(PR_SET_NAME, name.encode())
else:

    def end_with_parent():
        pass

    def call_me(name):
        pass
