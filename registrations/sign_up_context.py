"""What the sign-up form and the words around it need, on the meetup page and on its own."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from events.contents import accepted_co_hosts
from events.page.facts import Contact
from registrations.forms import SignUpForm
from registrations.models import RegistrationSettings
from registrations.models.questions import questions_of
from registrations.offers import offer_words, offers


def posted_form(event, ticket_types, questions, now, posted):
    """The form with what was posted. It counts no seats unless they are shown."""
    words = SimpleLazyObject(lambda: {each.ticket_type.pk: offer_words(each) for each in offers(event=event, now=now)})
    return _form(posted, event, ticket_types, questions, words)


def _form(posted, event, ticket_types, questions, words):
    return SignUpForm(
        posted, event=event, ticket_types=ticket_types, questions=questions, words=lambda kind: words[kind.pk]
    )


def sign_up_context(event, now, form=None):
    """The template context: ``form`` is None where nobody can sign up, and ``refusal`` says why.

    ``form``: what was posted. Four statements at most.
    """
    on_offer = [] if event.external_signup_url else offers(event=event, now=now)
    refusals = [offer.refusal for offer in on_offer]
    is_open = any(refusal is None for refusal in refusals)
    settings = RegistrationSettings.of(event)
    if is_open and form is None:
        words = {each.ticket_type.pk: offer_words(each) for each in on_offer}
        ticket_types = [each.ticket_type for each in on_offer]
        form = _form(None, event, ticket_types, questions_of(event=event.pk), words)
    return {
        "event": event,
        "form": form,
        "takes_registrations": bool(on_offer),
        "refusal": next(iter(refusals), None) if not is_open else None,
        "outcome": next((offer.outcome or "seat" for offer in on_offer if offer.refusal is None), None),
        "capacity_reasons": sorted({each.ticket_type.capacity_reason for each in on_offer} - {""}),
        "contact": Contact(*event.contact),
        "controllers": [event.organisation, *_joint_controllers(event)],
        "house_rules": event.shown_house_rules_html,
        "data_use": settings.data_use,
        "deletion_day": settings.deletion_day,
        "action": reverse("register", args=[event.slug]),
    }


def _joint_controllers(event):
    """The co-hosts that answer for the data together with the publishing organisation (Article 26 GDPR)."""
    return [co_host.organisation for co_host in accepted_co_hosts(event) if co_host.is_joint_controller]
