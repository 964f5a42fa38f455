"""How people come by each mail: functions of a language that return the message and the moment it is sent at.

Anna gets the mail. Zacharias is there too, and must never be in it; so are access details.
"""

import datetime as dt

from civicevents.testing import (
    NOW,
    at,
    mails,
    make_member,
    make_published,
    make_ticket_type,
    make_venue,
    register,
    set_up_sign_up,
)  # fmt: skip
from events.actions import cancel as cancel_event
from events.actions import move, postpone, record, reinstate, snapshot, withdraw
from events.models import Event
from registrations.actions import (
    approve,
    cancel,
    change_answers,
    check_in,
    decline,
    invite,
    resend_link,
    send_links,
    switch,
    write_to,
)  # fmt: skip
from registrations.actions.fanout import WAIT, fan_out
from registrations.actions.rounds import remind, tell_access, thank
from registrations.models import AccessDetails, Registration, State, TicketType

SECRET = "9876-geheim"
OTHER = "Zacharias"
DAY_BEFORE, HOUR_BEFORE = at("2026-11-11 18:00"), at("2026-11-12 17:00")
MINUTE = dt.timedelta(minutes=1)
LATER = NOW + WAIT


def ticket_type(**fields):
    """Of an online event in English, too, with access details that are shown from a day before the start on."""
    event = make_published(title_translated="Everyday open data", contact_email="host@example.org")
    made = make_ticket_type(event, **fields)
    AccessDetails.objects.create(event=event, link=f"https://meet.example/{SECRET}", passcode=SECRET)
    AccessDetails.objects.update(updated_at=NOW)
    return made


def sign_up(language, now=NOW, **fields):
    return register(ticket_type(**fields), "Anna Muster", now=now, language=language)


def in_line(language, now=NOW):
    kind = ticket_type(capacity=1)
    register(kind, OTHER, now=now)
    return register(kind, "Anna Muster", now=now, language=language)


def newest(anna, kind):
    return mails(anna, kind)[-1]


def registered(language):
    return newest(sign_up(language), "registered"), NOW


def registered_late(language):
    """So late that the access details are there already."""
    now = at("2026-11-12 12:00")
    return newest(sign_up(language, now=now), "registered"), now


def waitlisted(language):
    return newest(in_line(language), "waitlisted"), NOW


def unconfirmed(language):
    kind = ticket_type()
    set_up_sign_up(kind.event, confirm_address=True)
    return register(kind, "Anna Muster", language=language)


def confirm_address(language):
    return newest(unconfirmed(language), "confirm_address"), NOW


def applied(language):
    return sign_up(language, needs_approval=True)


def pending(language):
    return newest(applied(language), "pending"), NOW


def approved(language):
    anna = applied(language)
    approve(registration=anna, by=None, now=NOW)
    return newest(anna, "approved"), NOW


def declined(language):
    anna = applied(language)
    decline(registration=anna, by=None, now=NOW, reason="Nur für Kommunen.")
    return newest(anna, "declined"), NOW


def moved_up(language):
    anna = in_line(language)
    cancel(registration=Registration.objects.get(name=OTHER), now=NOW)
    return newest(anna, "moved_up"), NOW


def switched(language):
    anna = sign_up(language, name="Vor Ort")
    online = TicketType.objects.create(event=anna.event, name="Zugeschaltet", position=1)
    switch(registration=anna, ticket_type=online, now=NOW)
    return newest(anna, "switched"), NOW


def switched_pending(language):
    anna = applied(language)
    other = TicketType.objects.create(event=anna.event, name="Zugeschaltet", position=1, needs_approval=True)
    switch(registration=anna, ticket_type=other, now=NOW)
    return newest(anna, "switched"), NOW


def changed_by_me(language):
    anna = sign_up(language)
    change_answers(registration=anna, answers={}, name="Anna Muster-Neu", now=NOW)
    return newest(anna, "changed_by_me"), NOW


def cancelled_by_me(language):
    anna = sign_up(language)
    cancel(registration=anna, now=NOW, reason="Geht niemanden etwas an")
    return newest(anna, "cancelled_by_me"), NOW


def left_the_line(language):
    anna = in_line(language)
    cancel(registration=anna, now=NOW)
    return newest(anna, "cancelled_by_me"), NOW


def cancelled_by_organiser(language):
    anna = sign_up(language)
    cancel(registration=anna, now=NOW, by=make_member(), reason="Nur für Kommunen.")
    return newest(anna, "cancelled_by_organiser"), NOW


def again(make):
    """The link once more, to somebody whom ``make`` brought into some state."""

    def story(language):
        anna = make(language)
        resend_link(registration=anna, now=NOW)
        return newest(anna, "already_registered"), NOW

    return story


def all_my_links(language):
    anna = in_line(language)
    register(make_ticket_type(make_published(title="Zweite Runde")), "Anna Muster", language=language)
    send_links(email=anna.email, now=NOW, language=language)
    return mails(kind="all_my_links")[-1], NOW


def access_details_ready(language):
    anna = sign_up(language)
    tell_access(now=DAY_BEFORE)
    return newest(anna, "access_details_ready"), DAY_BEFORE


def access_details_changed(language):
    anna = sign_up(language)
    tell_access(now=DAY_BEFORE)
    AccessDetails.objects.get().save()
    details = AccessDetails.objects.get()
    details.passcode = SECRET + "2"
    details.save()
    AccessDetails.objects.update(updated_at=DAY_BEFORE)
    now = DAY_BEFORE + 10 * MINUTE
    tell_access(now=now)
    return newest(anna, "access_details_ready"), now


def reminder(language):
    anna = sign_up(language)
    remind(now=DAY_BEFORE)
    return newest(anna, "reminder"), DAY_BEFORE


def reminder_of_the_day(language):
    anna = sign_up(language)
    remind(now=HOUR_BEFORE)
    return newest(anna, "reminder"), HOUR_BEFORE


def change(event, now=NOW, **values):
    event = Event.objects.get(pk=event.pk)
    before = snapshot(event)
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    record(event=event, before=before, by=None, now=now)


def after(kind, *verbs, make=sign_up):
    """The mail of this kind after these verbs and the ten minutes."""

    def story(language):
        anna, now = make(language), NOW
        for verb in verbs:
            verb(anna.event, now)
            now += WAIT
            fan_out(now=now)
        return newest(anna, kind), now

    return story


def to_the_town_hall(event, now):
    change(event, now, attendance_mode="in_person", venue=make_venue(), room="Saal 2")


def postponed(event, now):
    postpone(event=event, by=None, now=now, reason="Das Haus wird gestrichen.")


def moved(event, now):
    move(event=event, starts_at=at("2026-12-10 19:00"), by=None, now=now)


def reinstated(event, now):
    reinstate(event=event, by=None, now=now)


def cancelled(event, now):
    cancel_event(event=event, by=None, now=now, reason="Die Referentin ist krank.")


def withdrawn(event, now):
    withdraw(event=event, by=None, now=now)


def organisers_message(language):
    anna = sign_up(language)
    states = [State.CONFIRMED]
    body = "Bitte **Laptop** mitbringen."
    write_to(event=anna.event, subject="Mitbringen", body=body, states=states, by=make_member(), now=NOW)
    return newest(anna, "organisers_message"), NOW


def thank_you(language):
    anna = sign_up(language)
    now = at("2026-11-12 21:00")
    thank(now=now)
    return newest(anna, "thank_you"), now


def thank_you_for_coming(language):
    anna = sign_up(language)
    check_in(registration=anna, now=at("2026-11-12 18:00"))
    now = at("2026-11-12 21:00")
    thank(now=now)
    return newest(anna, "thank_you"), now


def invited(language):
    kind = ticket_type()
    invite(ticket_type=kind, guests=[("Anna Muster", "anna-muster@example.org")], by=None, now=NOW, language=language)
    return mails(kind="invited")[-1], NOW


def invited_and_then(verb):
    def story(language):
        invited(language)
        verb(Event.objects.get(), NOW)
        fan_out(now=LATER)
        return mails(kind="invitation_changed")[-1], LATER

    return story
