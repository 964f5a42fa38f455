"""The fair draw of networking groups: mixed, and as few people as possible meet twice.

Without database and clock: the same people, meetings and seed give the same groups. Chance first, then a local search
that swaps two people of different groups as long as that makes it better, from several beginnings. Meeting again counts
far more than being of one kind.
"""

import random
from collections import Counter
from itertools import combinations

AGAIN, ALIKE = 100, 1
BEGINNINGS = 3
PATIENCE = 2000  # swaps tried in vain before a search ends; bounds the time, too
TRIES = 60_000


def draw(people, *, size, seed, met=()):
    """Lists of ids. ``people``: {id: kind}; ``met``: pairs (frozensets) who were in a group before, as often as so."""
    chance = random.Random(seed)  # noqa: S311 (no secret: it is stored to repeat the draw)
    ids = sorted(people)
    cost = _Cost(people, Counter(met))
    best, lowest = None, None
    for _beginning in range(BEGINNINGS):
        groups = _dealt(ids, people, number_of_groups(len(ids), size), chance)
        total = _improve(groups, cost, chance)
        if lowest is None or total < lowest:
            best, lowest = [list(group) for group in groups], total
        if lowest == 0:
            break
    return [sorted(group) for group in best]


def number_of_groups(people, size):
    """So that every group has ``size`` people or one more or less, as far as that goes out, and nobody is alone."""
    return max(1, min(round(people / size), people // 2))


def pairs_of(groups):
    """Who meets whom in these groups."""
    return [frozenset(pair) for group in groups for pair in combinations(group, 2)]


def repeats(rounds):
    """How many meetings are repetitions, over all rounds (lists of groups)."""
    counted = Counter(pair for groups in rounds for pair in pairs_of(groups))
    return sum(times - 1 for times in counted.values())


class _Cost:
    def __init__(self, people, met):
        self.people, self.met = people, met

    def of(self, person, others):
        """What it costs that this person is in a group with these."""
        kind, met = self.people[person], self.met
        return sum(
            AGAIN * met[frozenset((person, other))] + (ALIKE if self.people[other] == kind else 0)
            for other in others
            if other != person
        )


def _dealt(ids, people, number, chance):
    """Dealt out kind after kind, so that the beginning is mixed already."""
    shuffled = list(ids)
    chance.shuffle(shuffled)
    kinds = Counter(people.values())
    shuffled.sort(key=lambda person: (-kinds[people[person]], str(people[person])))
    return [shuffled[place::number] for place in range(number)]


def _improve(groups, cost, chance):
    """Swaps in place; returns the total that is left."""
    if len(groups) > 1:
        vain = 0
        for _try in range(TRIES):
            if vain > PATIENCE:
                break
            vain = 0 if _swap(groups, cost, chance) else vain + 1
    return sum(cost.of(person, group) for group in groups for person in group) // 2


def _swap(groups, cost, chance):
    one, other = chance.sample(range(len(groups)), 2)
    a, b = chance.randrange(len(groups[one])), chance.randrange(len(groups[other]))
    first, second = groups[one][a], groups[other][b]
    before = cost.of(first, groups[one]) + cost.of(second, groups[other])
    rest_one = [each for each in groups[one] if each != first]
    rest_other = [each for each in groups[other] if each != second]
    after = cost.of(second, rest_one) + cost.of(first, rest_other)
    if after >= before:
        return False
    groups[one][a], groups[other][b] = second, first
    return True
