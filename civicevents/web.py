"""The web server: Granian, with the portal loaded once, then forked, so that the processes share most of their memory.

    python -m civicevents.web [MODULE]

``MODULE`` has the WSGI application ``application``; the portal's own by default. The web server believes no forwarding
header; wsgi.py knows the scheme.
"""

import os
import socket
import sys
from importlib import import_module

from django.conf import settings
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketHolder
from granian.server.mp import MPServer

from civicevents import environment
from civicevents.database.base import stop_unless_used
from civicevents.processes import end_with_parent

PASSED_ON = 3  # the first file descriptor that an init system hands over (sd_listen_fds(3))
BACKLOG = 2048
LONGEST_HEAD = 32 * 1024  # bytes of a request's line and headers


class WebServer(MPServer):
    """All processes accept from one queue: whoever waits in it is served by the others when one of them is killed.

    Granian would open a socket for each process, and knows no sockets of an init system.
    """

    def _init_shared_socket(self):
        self._ssp = None
        self._sso = passed_on() or listening(self.bind_addr, self.bind_port)
        self._sfd = self._sso.fileno()
        self._shd = SocketHolder(self._sfd, False, BACKLOG)


def passed_on():
    """The socket that an init system holds for us, also while we are started anew; None if there is none."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    return _ready(socket.socket(fileno=PASSED_ON))


def listening(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return _ready(socket.create_server((address, port), family=family, backlog=BACKLOG))


def _ready(listener):
    """What connections inherit: an answer in two parts would wait 40 ms for the other side (RFC 896, 1122). Where the
    system can, they come with their request: one that is accepted and silent is cut off when a process ends.
    """
    if listener.family != socket.AF_UNIX:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    listener.setblocking(False)
    listener.set_inheritable(True)
    return listener


def serve(module):
    application = import_module(module).application

    def begun(*_arguments):
        end_with_parent()
        return application

    server = WebServer(
        module,
        address=settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=environment.number("WEB_PROCESSES", 2),
        blocking_threads=environment.number("WEB_THREADS", 2),
        blocking_threads_idle_timeout=600,  # seconds; a thread takes its connection to the database with it
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=LONGEST_HEAD),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_dictconfig=settings.LOGGING,
        log_level="warning",
    )
    try:
        server.serve(target_loader=begun, wrap_loader=False)
    finally:
        # Its processes end without leaving the embedded database, and may be the last to use it: where the supervisor
        # was killed, and the worker, too, or before it had begun.
        stop_unless_used()


if __name__ == "__main__":
    serve(*sys.argv[1:] or ["civicevents.warmed"])
