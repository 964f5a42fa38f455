"""The lexicon of the search: every word that occurs in an event, so that parts of words and slips can be found."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

LONGEST = 60


class SearchWord(models.Model):
    """A word in its normalised form (``events.search.text``). Words of drafts are here, too: never show one."""

    word = models.CharField(max_length=LONGEST, primary_key=True)

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")]

    def __str__(self):
        return self.word
