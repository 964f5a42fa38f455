"""What organisers say to participants: paragraphs in mails, messages of their own, telephone calls."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Change, Event
from outbox.markdown import MarkdownField, RenderedField
from registrations.models.registration import Registration


class MailKind(models.TextChoices):
    """What participants and guests are written about; message kinds are "registrations.<value>"."""

    REGISTERED = "registered", _("registered")
    WAITLISTED = "waitlisted", _("on the waiting list")
    CONFIRM_ADDRESS = "confirm_address", _("confirm your address")
    PENDING = "pending", _("waiting for approval")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    MOVED_UP = "moved_up", _("moved up from the waiting list")
    SWITCHED = "switched", _("another ticket type")
    CHANGED_BY_ME = "changed_by_me", _("answers changed")
    CANCELLED_BY_ME = "cancelled_by_me", _("cancelled by the participant")
    CANCELLED_BY_ORGANISER = "cancelled_by_organiser", _("cancelled by the organiser")
    ALREADY_REGISTERED = "already_registered", _("signed up already")
    ACCESS_DETAILS_READY = "access_details_ready", _("access details are there")
    REMINDER = "reminder", _("reminder")
    EVENT_CHANGED = "event_changed", _("event changed")
    POSTPONED = "postponed", _("event postponed")
    NEW_DATE = "new_date", _("new date")
    EVENT_CANCELLED = "event_cancelled", _("event cancelled")
    THANK_YOU = "thank_you", _("thank you")
    INVITED = "invited", _("invitation")
    INVITATION_CHANGED = "invitation_changed", _("event changed, to invited guests")


class MailParagraph(models.Model):
    """One paragraph of the organiser in every mail of a kind."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="mail_paragraphs")
    kind = models.CharField(_("mail"), max_length=60, choices=MailKind)
    text = MarkdownField(_("paragraph"))
    text_html = RenderedField(source="text")

    class Meta:
        verbose_name = _("paragraph in a mail")
        verbose_name_plural = _("paragraphs in mails")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind"],
                name="one_paragraph_per_event_and_mail",
                violation_error_message=_("This mail has a paragraph already."),
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class Broadcast(models.Model):
    """An organiser's own message to a chosen part of the participants.

    ``states`` are values of `State`, ``ticket_types`` primary keys; an empty list of ticket types means all.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="broadcasts")
    subject = models.CharField(_("subject"), max_length=200)
    body = MarkdownField(_("message"))
    body_html = RenderedField(source="body")
    states = models.JSONField(default=list)
    ticket_types = models.JSONField(default=list, blank=True)
    present_only = models.BooleanField(_("only who was present"), default=False)
    recipients = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("message to participants")
        verbose_name_plural = _("messages to participants")
        ordering = ["-sent_at"]

    def __str__(self):
        return self.subject


class Call(models.Model):
    """Somebody without an e-mail address has to be told something: a row of the call list.

    ``kind`` is the kind of mail that anybody else would get.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=60)
    changes = models.ManyToManyField(Change, blank=True, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("call to make")
        verbose_name_plural = _("calls to make")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.registration_id}: {self.kind}"
