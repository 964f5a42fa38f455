"""What a participant's own page says of networking: whether they agreed, and their groups once it is time."""

from typing import NamedTuple

from events.models import Status
from registrations.models import GroupMembership, NetworkingConsent, NetworkingGroup, NetworkingSettings


class MyGroup(NamedTuple):
    """``names`` of the others who agreed that it is shown, ``nameless``: how many more there are."""

    round: int
    group: NetworkingGroup
    names: list
    nameless: int


def networking_of(registration, now):
    """The template context; empty where there is no networking. ``registration.event`` must be fresh."""
    event, settings = registration.event, NetworkingSettings.of(registration.event)
    if not settings.is_on or not registration.is_confirmed or event.status != Status.PUBLISHED or event.is_over(now):
        return {}
    consent = NetworkingConsent.objects.filter(registration=registration).first()
    return {
        "networking": settings,
        "networking_consent": consent,
        "my_groups": my_groups(registration, now) if consent else [],
    }


def my_groups(registration, now):
    """The groups of a confirmed participant in rounds whose hour has come, in their order; two queries."""
    if not registration.is_confirmed:
        return []
    mine = GroupMembership.objects.filter(registration=registration).select_related("round", "group")
    shown = []
    for membership in mine.order_by("round__number"):
        membership.round.event = registration.event
        if membership.round.is_shown(now):
            shown.append(membership)
    others = _names([each.group_id for each in shown], registration)
    return [_mine(each, others[each.group_id]) for each in shown]


def _mine(membership, names):
    return MyGroup(membership.round.number, membership.group, sorted(filter(None, names)), names.count(""))


def _names(groups, registration):
    """{group: names of its other members}, empty for who does not show it."""
    found = {group: [] for group in groups}
    rows = GroupMembership.objects.present().filter(group__in=groups).exclude(registration=registration)
    columns = ("group", "registration__name", "registration__networking_consent__shows_name")
    for group, name, shows_name in rows.values_list(*columns):
        found[group].append(name if shows_name else "")
    return found
