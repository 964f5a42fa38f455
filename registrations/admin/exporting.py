"""Taking participants out of the portal, with a note of who did."""

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.admin.workplace.pages import posted
from registrations import exports
from registrations.actions import export
from registrations.admin.pages import edited, page
from registrations.forms.organisers import ExportForm

SHOWN = 20


def export_view(model_admin, request, pk):
    event = edited(request, pk)
    form = ExportForm(posted(request))
    if form.is_bound and form.is_valid():
        return _file(request, event, **form.cleaned_data)
    return page(
        model_admin,
        request,
        event,
        "export",
        title=_("Export participants of “%(event)s”") % {"event": event},
        form=form,
        exports=event.exports.select_related("by")[:SHOWN],
        status=422 if form.errors else 200,
    )


def _file(request, event, *, format, states, with_sensitive):
    table = export(
        event=event,
        states=states,
        with_sensitive=with_sensitive,
        format=format,
        by=request.user,
        now=timezone.now(),
    )
    name = f"{event.slug or event.pk}.{format}"
    if format == "csv":
        response = StreamingHttpResponse(exports.csv_lines(table), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return FileResponse(exports.xlsx_file(table), as_attachment=True, filename=name, content_type=exports.XLSX)
