"""How many, by state, day and answer."""

from django.utils.translation import gettext as _

from registrations.admin.pages import page, seen
from registrations.charts import charts


def numbers_view(model_admin, request, pk):
    event = seen(request, pk)
    title = _("Numbers of “%(event)s”") % {"event": event}
    return page(model_admin, request, event, "numbers", title=title, charts=charts(event))
