"""What a later reader has to know: which events left the lists, which transactions had ended when (``events/api``)."""

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now


class Departure(models.Model):
    """An event that was listed was hidden, withdrawn or deleted. A trigger of the database writes it, whatever did it.

    There is no foreign key, because the event may no longer be there.
    """

    event_number = models.BigIntegerField(db_index=True)
    uid = models.CharField(max_length=255)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self):
        return self.uid


class HorizonQuerySet(models.QuerySet):
    def take(self):
        """Note where the transactions are at the moment."""
        # The statement's snapshot is taken before its clock is read, so nothing that ended by then is left out.
        values = "clock_timestamp(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, system_identifier"
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (at, transaction, cluster) SELECT {values} FROM pg_control_system()"  # noqa: S608
            )

    def before(self, moment):
        """The last one at that moment or earlier in this very cluster: a restored backup counts anew. Or None."""
        here = RawSQL("(SELECT system_identifier FROM pg_control_system())", ())
        return self.filter(at__lte=moment, cluster=here).order_by("-at").first()


class Horizon(models.Model):
    """Every transaction with a number below ``transaction`` had ended at ``at``, by the database's clock.

    So whatever was committed after ``at`` was written by this one or a later one, however long ago it began.
    """

    at = models.DateTimeField(db_index=True)
    transaction = models.BigIntegerField()
    cluster = models.BigIntegerField()

    objects = HorizonQuerySet.as_manager()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
