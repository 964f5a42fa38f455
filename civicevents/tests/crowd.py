"""People who sign up while parts of the portal break, and the mail server that takes their mails."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from civicevents.tests.surroundings import PATIENCE, wait_until


class Sink:
    """A mail server that remembers what it took: pairs of recipient and Message-ID."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        lines = envelope.content.decode(errors="replace").splitlines()
        message_id = next(line for line in lines if line.lower().startswith("message-id:"))
        self.mails.append((envelope.rcpt_tos[0], message_id))
        return "250 OK"

    def to(self, event):
        """The Message-IDs by recipient; a mail that came twice counts once, as it does for a mail app."""
        found = {}
        for recipient, message_id in list(self.mails):
            if recipient.endswith(f"@{event}.example"):
                found.setdefault(recipient, set()).add(message_id)
        return found


class Crowd:
    """Of a ``Running`` portal."""

    def new_event(self, seats=None):
        """The slug of an event that nobody signed up for; addresses of its participants end in <slug>.example."""
        slug = self.events.pop()
        self.rows("DELETE FROM registrations_attempt")  # all these rushes come from one address, above its limit
        self.rows(
            "UPDATE registrations_tickettype SET capacity = %s FROM events_event e WHERE e.id = event_id AND slug = %s",
            seats,
            slug,
        )
        self.rows(
            "UPDATE events_availability SET seats = %s, free = %s FROM events_event e"
            " WHERE e.id = event_id AND slug = %s",
            seats,
            seats,
            slug,
        )
        return slug

    def rush(self, slug, people, meanwhile=lambda: None, threads=12):
        """Everybody signs up as a browser's owner would: who is told to come back, or hears nothing, tries again.

        ``meanwhile()`` is called when a fifth of them has an answer. Returns all answers' statuses; 0 is a broken
        connection.
        """
        statuses, done, fault = [], threading.Semaphore(0), []
        end = time.monotonic() + 2 * PATIENCE  # for all: where nothing is answered any more, the test is over soon

        def come(number):
            data = {"name": f"Person {chr(65 + number % 26)}", "email": f"p{number}@{slug}.example"}
            while time.monotonic() < end:
                try:
                    status, headers, _ = self.ask(f"/events/{slug}/register/", data)
                except (OSError, http.client.HTTPException):
                    status, headers = 0, {}
                statuses.append(status)
                if status == 303:
                    done.release()
                    return True
                time.sleep(min(1, float(headers.get("Retry-After", 0.2))))
            return False

        def wait_and_break():
            for _ in range(people // 5):
                done.acquire(timeout=PATIENCE)
            try:
                meanwhile()
            except Exception as error:
                fault.append(error)

        breaker = threading.Thread(target=wait_and_break)
        breaker.start()
        with ThreadPoolExecutor(threads) as pool:
            everybody = list(pool.map(come, range(people)))
        breaker.join()
        if fault:
            raise fault[0]
        assert all(everybody), "somebody never got an answer"
        return statuses

    def let_leases_run_out(self):
        """As if five minutes had passed since a worker died."""
        self.rows("UPDATE outbox_message SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL")

    def all_is_well(self, slug, people, seats):
        """Nothing was sold twice or lost, everybody got the one mail that they are owed; then what the check says."""
        wait_until(lambda: not self.owed())
        states = dict(
            self.rows(
                "SELECT state, count(*) FROM registrations_registration r JOIN events_event e ON e.id = r.event_id"
                " WHERE slug = %s GROUP BY state",
                slug,
            )
        )
        assert states == {"confirmed": seats, "waitlisted": people - seats}, states
        mails = self.sink.to(slug)
        assert len(mails) == people
        told_twice = {recipient: ids for recipient, ids in mails.items() if len(ids) > 1}
        kinds = dict(self.rows("SELECT kind, count(*) FROM outbox_message GROUP BY kind"))
        again = kinds.get("registrations.already_registered", 0)  # who heard nothing and sent the form again
        assert len(told_twice) <= again, told_twice
        assert self.run("check_invariants", check=False).strip() == "All is well."

    def owed(self):
        return self.rows("SELECT count(*) FROM outbox_message WHERE state = 'queued' AND not_before < now()")[0][0]
