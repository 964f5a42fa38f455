"""Looking for what somebody typed: every word must occur; only if nothing is found do words written alike count."""

import datetime as dt
from difflib import SequenceMatcher
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Length

from events.models import SearchWord
from events.search.index import CONFIGS
from events.search.text import spellings
from events.statements import any_of

WEIGHTS = [0.05, 0.15, 0.4, 1.0]  # D to A; twice counts 1.25 times (index.py)
MOST_WORDS = 8
CANDIDATES = 1000
FEW, MANY = 2000, 16_000  # of the latest events, where candidates are looked for one after the other
LATEST = ("-starts_at", "-pk")
WALK = "SELECT pk FROM ({latest}) latest ({columns}) WHERE {match} ORDER BY starts_at DESC, pk DESC LIMIT %s"
COMPOUNDS = 40
MOST_COMPARED, MOST_ALIKE = 500, 5
LIKENESS = 0.75  # of difflib: twice what agrees, through the length of both


class Found(NamedTuple):
    """``events`` has a ``rank`` to order by; ``forgiving`` says that only words written alike were found."""

    events: QuerySet
    forgiving: bool


def find(events, text):
    """Those of the events that have all words of the text: at most CANDIDATES, the latest."""
    groups = [sorted(group) for group in spellings(text)[:MOST_WORDS]]
    if len(groups) > 1:
        groups = [group for group in groups if len(group[0]) > 1] or groups
    if not groups:
        return Found(events.none().annotate(rank=Value(0.0)), False)
    groups = _with_compounds(groups)
    if pks := candidates(events, groups):
        return Found(_these(events, pks, groups), False)
    groups = [[*group, *_written_alike(group[0])] for group in groups]
    return Found(_these(events, candidates(events, groups), groups), True)


def candidates(events, groups):
    """The numbers of the latest that match. Read once: what counts and lists them need not search again.

    A word that many events have is found fastest in the latest of them, a rare one by its index. PostgreSQL cannot
    tell which it is: it takes the beginning of a word for common.
    """
    if events.order_by(*LATEST)[FEW : FEW + 1].values("pk"):
        found = _among_latest(events, groups, FEW)
        if len(found) < CANDIDATES and len(found) * MANY >= CANDIDATES * FEW:
            found = _among_latest(events, groups, MANY)
        if len(found) == CANDIDATES:
            return found
    return list(by_index(events, groups))


def by_index(events, groups):
    # "+", because PostgreSQL would rather walk through all events by date than believe that a word is rare.
    latest = (F("starts_at") + dt.timedelta(0)).desc()
    return events.filter(_match(groups)).order_by(latest, "-pk").values_list("pk", flat=True)[:CANDIDATES]


def _among_latest(events, groups, number):
    """The numbers of those among so many of the latest events that match."""
    vectors = [f"search_{language}" for language in CONFIGS]
    latest = events.order_by(*LATEST).values("pk", "starts_at", *vectors)[:number]
    sql, parameters = latest.query.sql_with_params()
    columns = ", ".join(["pk", "starts_at", *vectors])
    match = " OR ".join(f"search_{language} @@ to_tsquery(%s::regconfig, %s)" for language in CONFIGS)
    asked = [value for config in CONFIGS.values() for value in (config, _text(groups))]
    with connection.cursor() as cursor:
        cursor.execute(WALK.format(latest=sql, columns=columns, match=match), [*parameters, *asked, CANDIDATES])
        return [pk for (pk,) in cursor.fetchall()]


def _these(events, pks, groups):
    ranks = [SearchRank(F(f"search_{language}"), query, weights=WEIGHTS) for language, query in _queries(groups)]
    return events.filter(any_of("pk", pks)).annotate(rank=Greatest(*ranks))


def _match(groups):
    return reduce(or_, (Q(**{f"search_{language}": query}) for language, query in _queries(groups)))


def _queries(groups):
    """By language."""
    text = _text(groups)
    return [(language, SearchQuery(text, config=config, search_type="raw")) for language, config in CONFIGS.items()]


def _text(groups):
    """For to_tsquery: of each group of spellings one must occur."""
    return " & ".join(f"({' | '.join(_forms(group))})" for group in groups)


def _forms(group):
    """Each spelling as it is, and as the beginning of a longer word; only letters and digits get here."""
    for word in dict.fromkeys(group):
        yield word
        if len(word) > 3:
            yield f"{word}:*"


def _with_compounds(groups):
    """German builds words of words: "digitalisierung" is also looked for within "verwaltungsdigitalisierung"."""
    long = {word for group in groups for word in group if len(word) > 4}
    if not long:
        return groups
    inside = Q()
    for word in sorted(long):
        inside |= Q(word__contains=word)
    compounds = list(SearchWord.objects.filter(inside).values_list("word", flat=True)[:COMPOUNDS])
    return [
        [*group, *(c for c in compounds if any(word in c and not c.startswith(word) for word in group))]
        for group in groups
    ]


def _written_alike(word):
    """Words of the lexicon that differ from this one by a slip, the likest first.

    Trigrams find them in long words; a slip in a short one ("Dtaen") leaves no trigram, so words that begin alike and
    are about as long are compared, too.
    """
    if len(word) < 4:
        return []
    as_long = Q(length__range=(len(word) - 1, len(word) + 1), word__startswith=word[0])
    rows = SearchWord.objects.alias(length=Length("word")).filter(Q(word__trigram_similar=word) | as_long)
    found = rows.order_by(TrigramSimilarity("word", word).desc()).values_list("word", flat=True)[:MOST_COMPARED]
    likeness = {other: SequenceMatcher(None, word, other, autojunk=False).ratio() for other in found}
    alike = sorted((-ratio, other) for other, ratio in likeness.items() if ratio >= LIKENESS)
    return [other for _ratio, other in alike[:MOST_ALIKE]]
