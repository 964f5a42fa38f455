"""The own page of somebody on stage."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token
from events.models import Appearance
from pictures.models import Picture

PURPOSE = "stage"


class StagePage(models.Model):
    """What belongs to ``/stage/<token>/``; an appearance without a row has the defaults, not saved, see `of`.

    ``proposed_text`` ({"function": str, "bio": Markdown}, or None) and ``proposed_picture`` are what the person would
    like to read and show; nothing of it is public before an organiser has taken it over. ``approved_digest`` is that of
    the entry which the person approved: an entry that was edited afterwards is not approved any more. Raising
    ``generation`` revokes the link.
    """

    appearance = models.OneToOneField(
        Appearance, on_delete=models.CASCADE, primary_key=True, related_name="stage_page", editable=False
    )
    generation = models.PositiveIntegerField(default=1, editable=False)
    sent_at = models.DateTimeField(_("link sent at"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_digest = models.CharField(max_length=32, blank=True, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)
    proposed_text = models.JSONField(null=True, editable=False)
    proposed_picture = models.ForeignKey(
        Picture, null=True, editable=False, on_delete=models.SET_NULL, related_name="proposed_for"
    )

    class Meta:
        verbose_name = _("page of a person on stage")
        verbose_name_plural = _("pages of people on stage")

    def __str__(self):
        return str(self.appearance_id)

    @classmethod
    def of(cls, appearance):
        try:
            return appearance.stage_page
        except cls.DoesNotExist:
            return cls(appearance=appearance)

    @property
    def token(self):
        """Goes into mails to this person, and to organisers who pass it on."""
        return make_token(PURPOSE, self.appearance_id, self.generation)

    @property
    def is_approved(self):
        return self.approved_at is not None and self.approved_digest == digest(self.appearance)

    @property
    def awaits_decision(self):
        return self.proposed_text is not None or self.proposed_picture_id is not None


def digest(appearance):
    """Of all that a person approves: function, bio and picture as they are."""
    entry = [appearance.function, appearance.bio, str(appearance.speaker.picture_id)]
    return hashlib.sha256("\0".join(entry).encode()).hexdigest()[:32]
