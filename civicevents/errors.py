"""Error pages. They share the shell of all pages and need no database; the 500 page needs nothing at all.

410 and 429 have no handler in Django: a view answers ``render(request, "410.html", status=410)``.
"""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

PLAIN = "<!doctype html><title>500</title><h1>Da ist etwas schiefgegangen / Something went wrong</h1>"


@requires_csrf_token
def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"stale_form": True}, status=403)


@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request):
    """Needs no database and no context; where not even static files are there (set-up forgotten), plain words."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except Exception:
        return HttpResponseServerError(PLAIN)
