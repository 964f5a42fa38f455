"""Who gets a certificate of attendance, and the moment it is made for the first time."""

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Event, Status
from registrations.actions.refusals import Refused
from registrations.certificates.codes import key_of
from registrations.certificates.contents import contents_of
from registrations.certificates.letters import printed_name
from registrations.models import CertificateEdition, CertificateSettings, Registration


def is_certifiable(registration, now):
    """Whether there is a certificate for this registration. ``registration.event`` must be fresh."""
    event = registration.event
    took_place = event.status == Status.PUBLISHED and event.is_published(now) and event.is_over(now)
    return took_place and registration.is_confirmed and registration.was_present and CertificateSettings.of(event).is_on


@transaction.atomic
def certify(*, registration, now):
    """What goes on paper: (contents, name). The wording is kept, and from now on the name can no longer be changed."""
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    registration.event = Event.objects.select_related("organisation", "venue", "certificate_settings").get(
        pk=registration.event_id
    )
    if not is_certifiable(registration, now):
        raise Refused(_("There is no certificate for this sign-up."))
    name, contents = printed_name(registration.name), contents_of(registration.event)
    if not registration.event.certificate_editions.filter(key=key_of(contents)).exists():
        edition = CertificateEdition(event=registration.event, key=key_of(contents), contents=contents)
        CertificateEdition.objects.bulk_create([edition], ignore_conflicts=True)
    if registration.certified_at is None:
        registration.certified_at = now
        registration.save(update_fields=["certified_at"])
    return contents, name
