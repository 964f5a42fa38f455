"""Pages that are the same for everybody."""

from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page


class NoSession:
    """Stands in for the session on a public page, where looking at it is a mistake (it would set ``Vary: Cookie``)."""

    def _refuse(self, *args, **kwargs):
        raise RuntimeError("A public page must not use the session.")

    get = __getitem__ = __setitem__ = __contains__ = __delitem__ = pop = setdefault = flush = cycle_key = _refuse

    accessed = modified = False

    def is_empty(self):
        return False  # so that the middleware does not delete the cookie of somebody who is signed in


def public(view):
    """The answer is the same for everybody: anonymous, without a session; shared caches may keep and revalidate it.

    Put it around every view of a public page, in urls.py: ``path("events/", public(EventList.as_view()))``.
    """

    @wraps(view)
    @gzip_page  # safe here only: a page with a secret in it must not be compressed (BREACH)
    @cache_control(no_cache=True)
    def same_for_everybody(request, *args, **kwargs):
        request.user = AnonymousUser()
        request.session = NoSession()
        return view(request, *args, **kwargs)

    return same_for_everybody
