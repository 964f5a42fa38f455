"""Whether a feed is still what it was, known without reading its texts."""

import datetime as dt
import hashlib
from typing import NamedTuple

from django.conf import settings

from events.feeds.making import program


class Validators(NamedTuple):
    etag: str
    last_modified: dt.datetime


def validators(feed, *about, now):
    """ETag (weak: the compressed answer is the same feed) and date of a feed.

    ``about``: what else its bytes depend on. The date is for clients that know no ETag; a deletion leaves no date
    behind, so it is never older than the hour that runs.
    """
    marks = [program(), settings.SITE_NAME, feed.kind, feed.language, len(feed.state.ids), feed.state.total, *about]
    digest = hashlib.sha256("\0".join(map(str, marks)).encode()).hexdigest()
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    return Validators(f'W/"{digest[:40]}"', max(feed.state.changed_at or this_hour, this_hour))
