import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from civicevents.backup import BackupError, forget_backups, make_backup


class Command(BaseCommand):
    help = "Writes database, pictures and the journal of erasures into one file, while the portal runs."

    def add_arguments(self, parser):
        parser.add_argument("folder")
        parser.add_argument("--keep", type=int, metavar="DAYS", help="delete older backups, but never the newest")

    def handle(self, *args, folder, keep, **options):
        now = timezone.now()
        try:
            self.stdout.write(f"{make_backup(folder, now=now)} written.")
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if keep is not None:
            for name in forget_backups(folder, older_than=dt.timedelta(days=keep), now=now):
                self.stdout.write(f"{name} deleted.")
