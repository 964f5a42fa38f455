from django.core.management.base import BaseCommand
from django.utils import timezone

from registrations.invariants import problems


class Command(BaseCommand):
    help = "Says what is not as it must be about seats, mails and access details; changes nothing. Exits with 1 if so."

    def handle(self, **options):
        found = list(problems(timezone.now()))
        for problem in found:
            self.stdout.write(problem)
        if found:
            raise SystemExit(1)
        self.stdout.write("All is well.")
