"""An organisation's papers of data protection: shown, taken along as a file, or made its public privacy notice."""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Organisation
from accounts.papers import Paper, text_of
from outbox.markdown import render

TITLE = re.compile(r"\A# .*\n")  # the page has it as its heading


def paper_view(model_admin, request, pk, paper):
    """For managers, since they answer for the data. ``?file`` hands it out as Markdown."""
    organisation = get_object_or_404(Organisation.objects.of(request.user), pk=pk)
    if not model_admin.has_change_permission(request, organisation):
        raise PermissionDenied
    if paper not in Paper.values:
        raise Http404
    text = text_of(paper, organisation, language=get_language(), today=timezone.localdate())
    if "file" in request.GET:
        name = f"{paper}-{organisation.slug}.md"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)
    context = model_admin.admin_site.each_context(request) | {
        "title": Paper(paper).label,
        "opts": model_admin.opts,
        "original": organisation,
        "html": render(TITLE.sub("", text), heading=2),
        "paper": paper,
        "papers": Paper.choices,
    }
    return TemplateResponse(request, "admin/accounts/organisation/paper.html", context)
