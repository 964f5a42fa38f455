"""Mail servers that refuse, are slow, break TLS or hang up."""

import socket
import threading
from contextlib import contextmanager

GREETING = b"220 mail.example.org\r\n"


class Talk:
    """One connection of somebody to a server that misbehaves."""

    def __init__(self, connection, over):
        self._connection, self._over = connection, over

    def say(self, words):
        self._connection.sendall(words)

    def hear(self):
        return self._connection.recv(10_000)

    def wait(self):
        self._over.wait(20)


def refuses(talk):
    talk.say(b"554 no service here\r\n")


def asks_to_come_later(talk):
    talk.say(b"421 too busy\r\n")


def hangs_up(talk):
    pass


def says_nothing(talk):
    talk.wait()


def is_no_mail_server(talk):
    talk.say(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 50)


def breaks_tls(talk):
    talk.say(GREETING)
    talk.hear()
    talk.say(b"250-mail.example.org\r\n250 STARTTLS\r\n")
    talk.hear()
    talk.say(b"220 go on\r\n")
    talk.hear()
    talk.say(b"this is no TLS at all\r\n" * 20)


def offers_no_tls(talk):
    talk.say(GREETING)
    talk.hear()
    talk.say(b"250 mail.example.org\r\n")
    talk.hear()


def never_says_that_it_took_the_mail(talk):
    talk.say(GREETING)
    for answer in (b"250 mail\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
        talk.hear()
        talk.say(answer)
    talk.wait()


def hangs_up_in_the_middle(talk):
    talk.say(GREETING)
    for answer in (b"250 mail\r\n", b"250 ok\r\n"):
        talk.hear()
        talk.say(answer)


BEHAVIOURS = [
    refuses,
    asks_to_come_later,
    hangs_up,
    says_nothing,
    is_no_mail_server,
    breaks_tls,
    offers_no_tls,
    never_says_that_it_took_the_mail,
    hangs_up_in_the_middle,
]


@contextmanager
def bad_server(behaviour, settings):
    """Mail goes to a server that behaves so."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    settings.EMAIL_USE_TLS = behaviour in (breaks_tls, offers_no_tls)
    listener, over = socket.create_server(("127.0.0.1", 0)), threading.Event()
    settings.EMAIL_PORT = listener.getsockname()[1]

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    behaviour(Talk(connection, over))
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield
    finally:
        over.set()
        listener.close()
