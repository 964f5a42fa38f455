"""Remove uploaded files that nothing refers to."""

import datetime as dt

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Organisation
from events.models import Partner
from pictures.storage import sweep_files, sweep_pictures

GRACE = dt.timedelta(days=1)  # a form may still be on somebody's screen with a file that it keeps


class Command(BaseCommand):
    help = "Remove files of pictures and logos that were deleted, replaced or never saved, once they are a day old."

    def handle(self, **options):
        before = timezone.now() - GRACE
        logos = {name for model in (Organisation, Partner) for name in model.objects.values_list("logo", flat=True)}
        pictures, logos = sweep_pictures(before), sweep_files("logos", logos, before)
        self.stdout.write(f"Removed {pictures} pictures and {logos} logos.")
