"""Sign-ups that came by mail, by telephone or at the door, and what participants do with their own."""

from django.db import transaction
from django.utils.translation import gettext as _

from registrations import addresses
from registrations.actions import refusals
from registrations.actions.allocate import NEWS, allocate
from registrations.actions.answers import keep
from registrations.actions.leaving import fresh
from registrations.actions.refusals import Refused
from registrations.actions.seats import briefly, lock
from registrations.actions.telling import shown_access, tell
from registrations.models import Registration, RegistrationSettings, State
from registrations.models.questions import is_given


@briefly()
@transaction.atomic
def add_by_hand(
    *,
    event,
    name,
    source,
    by,
    now,
    ticket_type=None,
    email="",
    phone="",
    language="de",
    answers=None,
    consent_note="",
    extra_seat=False,
    reserved_seat=False,
    with_assistant=False,
    present=False,
):
    """Sign somebody up whom an organiser or helper knows of; same rights and mails as anybody.

    Window, mail domains, condition and approval do not bind organisers; seats do, unless ``extra_seat`` gives one
    outside the contingent or ``reserved_seat`` one that is kept for invited people. Raises SignedUpAlready.
    """
    address = addresses.parse(email) if email else addresses.Address("", "")
    seats = lock(event, now)
    refusals.refuse_event(seats.event, now)
    registration = Registration(
        event=seats.event,
        ticket_type=seats.wanted(ticket_type),
        state=State.CONFIRMED,
        name=name.strip(),
        email=address.typed,
        address_key=address.key,
        phone=phone,
        language=language,
        source=source,
        consent_note=consent_note,
        entered_by=by,
        extra_seat=extra_seat,
        reserved_seat=reserved_seat,
        with_assistant=with_assistant,
        created_at=now,
        link_sent_at=now,
    )
    allocate(seats, newcomer=registration)
    keep(registration, answers or {}, now=now)
    if present and registration.is_confirmed:
        registration.checked_in_at = now
        registration.save(update_fields=["checked_in_at"])
    if registration.email:
        tell(registration, NEWS[registration.state], now=now)
    return registration


@transaction.atomic
def join(*, registration, now):
    """The participant opened the way in from their own page. Raises Refused where there is nothing to open.

    It counts as being present from an hour before the start on; who looks earlier is only trying it out.
    """
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if not registration.is_confirmed:
        raise Refused(_("Access details are for confirmed participants only."))
    if shown_access(registration, now) is None:
        raise Refused(_("There are no access details to be shown at the moment."))
    if registration.joined_at is None and RegistrationSettings.of(registration.event).counts_as_present(now):
        registration.joined_at = now
        registration.save(update_fields=["joined_at"])
    return registration


@briefly()
@transaction.atomic
def change_answers(*, registration, answers, now, name=None):
    """Replace the answers (JSON values by question id) of a live registration; an empty value takes one away.

    Questions that are not in ``answers`` keep theirs.
    """
    seats = lock(registration.event, now)
    registration = fresh(registration, seats)
    if not registration.is_live:
        raise Refused(_("This sign-up has ended. Its answers can no longer be changed."))
    before = dict(registration.answers.values_list("question", "value"))
    changed = {
        pk: value for pk, value in answers.items() if before.get(pk) != value and (is_given(value) or pk in before)
    }
    renamed = bool(name) and name.strip() != registration.name
    if not changed and not renamed:
        return registration
    if renamed and registration.certified_at:
        raise Refused(_("Your name stands on your certificate and can no longer be changed."))
    emptied = [pk for pk, value in changed.items() if not is_given(value)]
    registration.answers.filter(question__in=emptied).delete()
    keep(registration, changed, now=now)
    if renamed:
        registration.name = name.strip()
        registration.save(update_fields=["name"])
    tell(registration, "changed_by_me", now=now)
    return registration
