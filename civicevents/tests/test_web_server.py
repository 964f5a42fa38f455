"""The web server's socket."""

import contextlib
import socket

from civicevents.web import listening


def test_no_part_of_an_answer_waits_for_the_other_side():
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        listener.setblocking(True)
        connection, _ = listener.accept()
        with contextlib.closing(connection):
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
