"""Where an imported event takes place, out of a few words, and which zone its clocks show."""

import re
import zoneinfo
from functools import cache
from typing import NamedTuple

from babel.core import get_global

from events.times import DEFAULT_ZONE, validate_zone

# Where a country has several zones, that of its capital or of most of its people: a guess for want of better.
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip
TOWN = re.compile(r"(?P<code>\d{4,5})\s+(?P<town>.+)")
STREET = re.compile(r".*\D\s\d+\s?[a-zA-Z]?(?:\s?[-–/]\s?\d+\s?[a-zA-Z]?)?")
ONLINE = {"online", "virtual", "remote", "digital"}


class Place(NamedTuple):
    """A venue as the import knows it; ``name`` is the town where nothing better is known."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str


def place_of(venue, city, country):
    """The place that the words of a line mean, or None if they name none.

    ``venue`` may be "taz café, Rudi-Dutschke-Straße 23, 10969 Berlin", just a street, or just a town.
    """
    parts = [] if venue.casefold() in ONLINE else [part.strip() for part in venue.split(",") if part.strip()]
    postal_code = ""
    if parts and (town := TOWN.fullmatch(parts[-1])):
        postal_code, city = town["code"], city or town["town"]
        parts.pop()
    elif parts and (not city or parts[-1] == city):
        city = parts.pop()
    if not city:
        return None
    streets = [part for part in parts if STREET.fullmatch(part)]
    name = next((part for part in parts if part not in streets), parts[0] if parts else city)
    street = next((part for part in streets + parts if part != name), "")
    return Place(name[:200], street[:200], postal_code, city, country.upper())


def zone_of(name, country):
    """The zone's name as given, else the country's, else the portal's. Raises ValidationError for an unknown one."""
    if not name:
        return country_zone(country.upper())
    validate_zone(name)
    return name


@cache
def country_zone(country):
    zones = get_global("territory_zones").get(country, [])
    guess = MAIN_ZONES.get(country) or (zones[0] if len(zones) == 1 else DEFAULT_ZONE)
    return guess if guess in zoneinfo.available_timezones() else DEFAULT_ZONE
