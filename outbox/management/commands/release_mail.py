from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox.actions import release_all


class Command(BaseCommand):
    help = "Lets mail flow again after hold_mail."

    def add_arguments(self, parser):
        parser.add_argument(
            "--drop-before",
            type=datetime.fromisoformat,
            metavar="2026-11-21T18:00",
            help="do not send what was written before this time, because it went out before the restore",
        )

    def handle(self, *, drop_before, **options):
        if drop_before and timezone.is_naive(drop_before):
            drop_before = timezone.make_aware(drop_before)
        dropped = release_all(drop_before=drop_before)
        self.stdout.write(f"Mail is sent again; {dropped} dropped.")
