"""The web server's socket."""

import contextlib
import socket

import pytest

from civicevents.web import listening


@pytest.fixture
def listener():
    with listening("127.0.0.1", 0) as listener:
        listener.settimeout(2)
        yield listener


def test_no_part_of_an_answer_waits_for_the_other_side(listener):
    with socket.create_connection(listener.getsockname()) as browser:
        browser.send(b"GET /")
        connection, _ = listener.accept()
        with contextlib.closing(connection):
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="this system hands connections over at once")
def test_a_connection_without_a_request_is_nobodys_to_cut_off(listener):
    """It stays in the queue that the processes share, so a process that ends takes none of them along."""
    with socket.create_connection(listener.getsockname()) as browser:
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
        browser.send(b"GET /")
        listener.settimeout(2)
        listener.accept()[0].close()
