"""Readers report what should not stand there: without an account, with a reason."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from accounts.clients import client_address
from participation import moderation
from participation.actions import deciding
from participation.forms.reports import ReportForm
from participation.limits import TooMany
from registrations.views.holders import without_session
from registrations.views.sign_up import SeeOther


@without_session
def report(request, kind, pk, now):
    """The form; whatever has gone from its place meanwhile is answered with 404."""
    entry = moderation.find(f"{kind}:{pk}", lambda kind: kind.rows)
    if entry is None or not entry.row.is_public(now):
        raise Http404
    form, status = ReportForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            deciding.report(entry=entry, reason=form.cleaned_data["reason"], client=client_address(request), now=now)
        except TooMany as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            return SeeOther(reverse("report_sent"))
    context = {"entry": entry, "row": entry.row, "form": form}
    return render(
        request, "participation/reports/form.html", context, status=422 if form.errors and status == 200 else status
    )


@without_session
def sent(request, now):
    return render(request, "participation/reports/sent.html")
