"""An event is copied together with how one may ask questions and comment there."""

from django.db import transaction

from participation.models import CommentSettings, QuestionSettings
from registrations.actions.copying import copy_with_sign_up

COPIED = {
    QuestionSettings: ("who", "opens_hours", "closes_hours", "needs_approval", "names_allowed", "introduction"),
    CommentSettings: ("takes_comments", "needs_approval", "closes_days", "introduction"),
}


@transaction.atomic
def copy_whole(*, event, starts):
    """``copy_with_sign_up``, and for each copy how one takes part. Hours and days before and after stay the same."""
    copies = copy_with_sign_up(event=event, starts=starts)
    for model, names in COPIED.items():
        settings = model.objects.filter(event=event).first()
        for copy in copies if settings else ():
            model.objects.create(event=copy, **{name: getattr(settings, name) for name in names})
    return copies
