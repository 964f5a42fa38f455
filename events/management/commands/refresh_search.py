from django.core.management.base import BaseCommand
from django.db import transaction

from events.models import Event, SearchWord
from events.search import refresh


class Command(BaseCommand):
    help = "Indexes every event afresh for the search; also drops words from the lexicon that no event has any more."

    def handle(self, **options):
        with transaction.atomic():
            SearchWord.objects.all().delete()
            refresh(Event.objects.all())
        self.stdout.write(f"{Event.objects.count()} events, {SearchWord.objects.count()} words.")
