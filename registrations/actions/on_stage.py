"""People on stage: their link, what they approve, what they propose, and what an organiser takes over."""

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Appearance, Status
from outbox.actions import enqueue
from outbox.models import name_of
from registrations.actions.refusals import Refused
from registrations.models import StagePage
from registrations.models.stage import digest
from speakers.models import Speaker


@transaction.atomic
def send_stage_link(*, appearance, by, now):
    """Mail the person the link to their own page; a second click within the minute sends nothing more."""
    page = _locked(appearance)
    event, speaker = page.appearance.event, page.appearance.speaker
    if event.status in (Status.CANCELLED, Status.WITHDRAWN):
        raise Refused(_("This event does not take place. No link was sent."))
    if event.status == Status.DRAFT:
        raise Refused(_("This event is still a draft. Publish it first, or copy the link and send it yourself."))
    if not speaker.email:
        raise Refused(_("%(name)s has no e-mail address here. Copy the link and send it yourself.") % {"name": speaker})
    enqueue(
        kind="registrations.stage_link",
        recipient=speaker.email,
        language=event.language,
        parameters={"appearance": appearance.pk},
        about=name_of(event),
        once=f"stage {appearance.pk}.{page.generation} {now:%Y-%m-%dT%H:%M}",
        now=now,
    )
    page.sent_at = now
    page.save(update_fields=["sent_at"])
    return page


@transaction.atomic
def renew_stage_link(*, appearance, by):
    """The link that is out there leads nowhere from now on."""
    page = _locked(appearance)
    page.generation += 1
    page.sent_at = None
    page.save(update_fields=["generation", "sent_at"])
    return page


@transaction.atomic
def approve_entry(*, appearance, now):
    """The person says that their entry is right as it stands."""
    page = _locked(appearance)
    page.approved_at, page.approved_digest = now, digest(page.appearance)
    page.save(update_fields=["approved_at", "approved_digest"])
    return page


@transaction.atomic
def propose_text(*, appearance, function, bio, now):
    """What the person would rather read; it replaces an earlier proposal. What is as before is no proposal."""
    page = _locked(appearance)
    appearance, wished = page.appearance, {"function": function.strip(), "bio": bio.strip()}
    unchanged = wished == {"function": appearance.function, "bio": appearance.bio.strip()}
    page.proposed_text, page.corrected_at = (None, page.corrected_at) if unchanged else (wished, now)
    page.save(update_fields=["proposed_text", "corrected_at"])
    if not unchanged:
        _tell_contact(page, now)
    return page


@transaction.atomic
def propose_picture(*, appearance, picture, now):
    """A picture that the person would rather show; one proposed before goes."""
    page = _locked(appearance)
    former, page.proposed_picture, page.corrected_at = page.proposed_picture, picture, now
    page.save(update_fields=["proposed_picture", "corrected_at"])
    if former is not None:
        former.delete()
    _tell_contact(page, now)
    return page


@transaction.atomic
def take_over_text(*, appearance, by, now):
    """The organiser puts the proposed function and bio on the event's page; the person need not approve them again."""
    page = _locked(appearance)
    if page.proposed_text is None:
        raise Refused(_("This proposal has been decided on already."))
    appearance = page.appearance
    appearance.function, appearance.bio = page.proposed_text["function"], page.proposed_text["bio"]
    appearance.save(update_fields=["function", "bio", "bio_html"])
    page.proposed_text = None
    return _approved(page, now)


@transaction.atomic
def take_over_picture(*, appearance, by, now):
    """The proposed picture becomes the person's, everywhere; only the organisation that maintains the person may."""
    page = _locked(appearance)
    if page.proposed_picture is None:
        raise Refused(_("This proposal has been decided on already."))
    speaker = page.appearance.speaker
    if not may_change_person(by, speaker):
        words = _("%(organisation)s maintains the entry of %(name)s and decides on the picture.")
        raise Refused(words % {"organisation": speaker.organisation, "name": speaker})
    speaker.picture, page.proposed_picture = page.proposed_picture, None
    speaker.save(update_fields=["picture", "updated_at"])
    return _approved(page, now)


@transaction.atomic
def decline_proposal(*, appearance, by):
    """Keep the entry as it is; what was proposed is deleted."""
    page = _locked(appearance)
    former = page.proposed_picture
    page.proposed_text = page.proposed_picture = None
    page.save(update_fields=["proposed_text", "proposed_picture"])
    if former is not None:
        former.delete()
    return page


def may_change_person(user, speaker):
    return Speaker.objects.editable_by(user).filter(pk=speaker.pk).exists()


def _tell_contact(page, now):
    """The organisers hear of it, once an hour however often somebody rewrites their text."""
    event = page.appearance.event
    _name, email, _phone = event.contact
    if email:
        enqueue(
            kind="registrations.stage_corrected",
            recipient=email,
            language=event.language,
            parameters={"appearance": page.appearance_id},
            about=name_of(event),
            once=f"corrected {page.appearance_id} {now:%Y-%m-%dT%H}",
            now=now,
        )


def _approved(page, now):
    page.approved_at, page.approved_digest = now, digest(page.appearance)
    page.save()
    return page


def _locked(appearance):
    """The row, made if it is missing, and locked; its appearance as it is now."""
    StagePage.objects.get_or_create(appearance_id=appearance.pk)
    page = StagePage.objects.select_for_update().get(pk=appearance.pk)
    page.appearance = Appearance.objects.select_related("event__organisation", "speaker__organisation").get(
        pk=appearance.pk
    )
    return page
