"""How a Markdown text will look: for a script as a fragment, without one as a page in a tab of its own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from outbox.markdown import render


def preview_view(model_admin, request):
    """POST: ``field`` names the text among the posted ones; ``fragment`` asks for the bare HTML."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.may_choose(request):
        raise PermissionDenied
    try:
        html = render(request.POST.get(request.POST.get("field", ""), ""))
        status = 200
    except ValidationError as error:
        html, status = f"<p>{' '.join(error.messages)}</p>", 422
    if "fragment" in request.POST:
        return HttpResponse(html, status=status)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Preview of the text"),
        "html": html,
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/events/event/workplace/markdown.html", context, status=status)
