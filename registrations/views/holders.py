"""What pages have in common that are opened by a key in their address (DESIGN section 6, "Own pages are capabilities").

They look at no session, so no CSRF token is needed; a foreign Origin is refused. GET shows, POST acts.
"""

from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.capabilities import read_token
from accounts.clients import is_from_elsewhere
from accounts.visitors import NoSession
from registrations.actions import Busy, Refused


def without_session(view):
    """Decorator: the view gets the time, no session, and no POST from another site; nobody keeps its answer."""

    @wraps(view)
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request, *args, **kwargs):
        request.user, request.session = AnonymousUser(), NoSession()
        if request.method == "POST" and is_from_elsewhere(request):
            answer = render(request, "403.html", {"stale_form": True}, status=403)
        else:
            answer = view(request, *args, now=timezone.now(), **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return guarded


def for_holder_of(purpose, find, *, page, repeated=None, unknown=None):
    """View decorator: the row that the key in the address opens, and the refusals of what is done with it.

    ``find(pk)`` gives the row or None; a key of another generation opens nothing. ``page`` is the name of the address
    to go back to. ``repeated(row)`` may answer a POST whose key holds no longer because that POST was sent before (a
    double click): a response, or None. ``unknown``: the template for a key that opens nothing. What else the address
    names is handed on by name.
    """

    def decorate(view):
        @wraps(view)
        @without_session
        def opened(request, token, now, **named):
            try:
                pk, generation = read_token(purpose, token)
            except Http404:
                return _unknown(request, purpose, unknown)
            row = find(pk)
            if row is None or row.generation != generation:
                again = repeated(row) if repeated and request.method == "POST" else None
                return again or _unknown(request, purpose, unknown)
            try:
                return view(request, row, now, **named)
            except Busy:
                answer = _refused(request, page, row, None, status=503)
                answer.headers["Retry-After"] = str(Busy.retry_after)
                return answer
            except Refused as refusal:
                return _refused(request, page, row, refusal, status=409)

        return opened

    return decorate


def _unknown(request, purpose, template):
    """What to do without a link that works depends on whose page it was."""
    names = [template or f"registrations/{purpose}/unknown_link.html", "registrations/own/unknown_link.html"]
    return render(request, names, status=404)


def _refused(request, page, row, refusal, status):
    context = {"page_name": page, "row": row, "refusal": refusal}
    return render(request, "registrations/own/refused.html", context, status=status)
