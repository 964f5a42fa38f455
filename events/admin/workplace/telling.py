"""After publishing: texts to send around, and a poster to print."""

import io

import segno
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.admin.workplace.pages import editable, page
from events.sharing import hosts_of, mastodon_length, page_address, shared_texts


def texts_view(model_admin, request, pk):
    event = editable(request, pk)
    texts = shared_texts(event)
    return page(
        model_admin,
        request,
        event,
        "texts",
        title=_("Tell of “%(event)s”") % {"event": event},
        texts=texts,
        lengths={text.language: mastodon_length(text.body) for text in texts if text.kind == "mastodon"},
        is_public=event.is_published(timezone.now()),
    )


def poster_view(model_admin, request, pk):
    """One sheet of A4, in the event's language whatever the organiser's is."""
    event = editable(request, pk)
    with override(event.language):
        return page(
            model_admin, request, event, "poster", title=event.title, address=page_address(event), hosts=hosts_of(event)
        ).render()


def code_view(model_admin, request, pk):
    """The address of the page as a QR code, an SVG of its own."""
    event = editable(request, pk)
    with override(event.language):
        code = segno.make(page_address(event), error="m", micro=False)
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=2, omitsize=True, xmldecl=False, light="#fff")
    return HttpResponse(svg.getvalue(), content_type="image/svg+xml")
