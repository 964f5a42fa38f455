"""Pasted lines become an agenda: first a preview that says how they were read and who was recognised, then the deed."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.actions.agenda import speakers_named
from events.admin.workplace.lifecycle import note_on_draft
from events.admin.workplace.pages import editable, page, posted, say, to_event
from events.agenda_text import read_agenda
from events.forms.pasting import PasteForm, PeopleForm
from speakers.models import Speaker


def paste_view(model_admin, request, pk):
    event = editable(request, pk)
    form = PasteForm(posted(request), initial={"replace": True})
    if not form.is_bound or not form.is_valid() or "_edit" in request.POST:
        return _page(model_admin, request, event, form=form)
    pasted = read_agenda(
        form.cleaned_data["text"],
        starts_at=event.starts_at,
        zone=event.zone,
        several_days=event.is_several_days,
        known_names=Speaker.objects.values_list("name", flat=True).iterator(),
    )
    answered = "_apply" in request.POST
    people = PeopleForm(request.POST if answered else None, people=pasted.people, found=speakers_named(pasted.people))
    if not answered or not pasted.rows or not people.is_valid():
        return _page(model_admin, request, event, form=form, pasted=pasted, people=people)
    event = model_admin.verbs["apply_agenda"](
        event=event,
        rows=pasted.rows,
        people=people.choices(),
        replace=form.cleaned_data["replace"],
        by=request.user,
        now=timezone.now(),
    )
    note_on_draft(model_admin, request, event, _("The agenda was pasted."))
    sentence = ngettext(
        "The agenda has one row from your text.", "The agenda has %(number)s rows from your text.", len(pasted.rows)
    )
    say(request, sentence % {"number": len(pasted.rows)})
    return to_event(event)


def _page(model_admin, request, event, *, form, pasted=None, people=None):
    there = event.agenda_items.count()
    title = _("Paste an agenda for “%(event)s”") % {"event": event}
    context = {"form": form, "pasted": pasted, "people": people, "there": there}
    return page(model_admin, request, event, "paste", title=title, status=422 if form.errors else 200, **context)
