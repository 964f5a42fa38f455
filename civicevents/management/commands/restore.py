from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from civicevents.backup import BackupError, restore_backup


class Command(BaseCommand):
    help = "Brings a file made by backup into an empty database. Mail is held back, who was erased is erased again."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file, **options):
        try:
            for sentence in restore_backup(file, now=timezone.now()):
                self.stdout.write(sentence)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
