"""Which shown content has changed: what stored answers and texts made of it are checked against."""

from django.db import models


class ContentChange(models.Model):
    """A transaction that changed something shown. Written by triggers of the database (``civicevents/stored/shown.py``
    declares them), so that nothing that writes can forget it; the row is visible as soon as the change is.

    ``about`` is the number of the event ("event") or series ("series", "live"); 0 where the scope has no parts. What
    was made of a scope is as it was while the number of its rows and the sum of ``txid`` are: the highest alone would
    miss a transaction that began earlier and was committed later. Rows are only added, each transaction its own, so
    that nobody waits for anybody; a timed job makes one row of many.
    """

    pk = models.CompositePrimaryKey("scope", "about", "txid")
    scope = models.CharField(max_length=10)
    about = models.BigIntegerField(default=0)
    txid = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["txid"], name="content_change_by_txid")]

    def __str__(self):
        return f"{self.scope} {self.about}: {self.txid}"
