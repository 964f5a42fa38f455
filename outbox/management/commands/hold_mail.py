from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox.actions import hold_all


class Command(BaseCommand):
    help = "Holds all mail back, for instance after a restore, until release_mail."

    def add_arguments(self, parser):
        parser.add_argument("--reason", default="")

    def handle(self, *, reason, **options):
        hold_all(reason=reason, now=timezone.now())
        self.stdout.write("No mail is sent until release_mail.")
