import secrets

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from civicevents import demo, environment
from events.models import Event


class Command(BaseCommand):
    help = "Loads the demo: five real meetups, invented ones to come, and accounts for each role."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="also into a database that holds events or accounts")

    def handle(self, *args, force, **options):
        if not force and (Event.objects.exists() or User.objects.exists()):
            raise CommandError("This database is not empty. The demo is added to it only with --force.")
        password = environment.text("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        known = set(User.objects.filter(email__in=demo.ACCOUNTS).values_list("email", flat=True))
        demo.load(timezone.now(), password)
        self.stdout.write(f"The demo is loaded: {demo.loaded_events().count()} events. Sign-ins:")
        for email, role in demo.ACCOUNTS.items():
            self.stdout.write(f"  {email:<24} {'(password unchanged)' if email in known else password}  {role}")
