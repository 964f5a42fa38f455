"""An event is copied together with how one may ask questions there."""

from django.db import transaction

from participation.models import QuestionSettings
from registrations.actions.copying import copy_with_sign_up


@transaction.atomic
def copy_whole(*, event, starts):
    """``copy_with_sign_up``, and for each copy the settings of its questions. Hours before and after stay the same."""
    copies = copy_with_sign_up(event=event, starts=starts)
    settings = QuestionSettings.objects.filter(event=event).first()
    for copy in copies if settings else ():
        names = ("who", "opens_hours", "closes_hours", "needs_approval", "names_allowed", "introduction")
        QuestionSettings.objects.create(event=copy, **{name: getattr(settings, name) for name in names})
    return copies
