"""A meetup with a row of every table that is shown, and an edit of each."""

import datetime as dt

from django.apps import apps

from accounts.models import AccessibilityTest, LegalPage, Organisation
from accounts.slugs import FormerSlug
from civicevents.testing import (
    NOW,
    make_appearance,
    make_audience,
    make_call,
    make_co_host,
    make_idea,
    make_item,
    make_link,
    make_organisation,
    make_partner,
    make_platform,
    make_point,
    make_programme,
    make_published,
    make_section,
    make_series,
    make_speaker,
    make_ticket_type,
    make_topic,
    make_venue,
    register,
    set_up_sign_up,
)
from events.models import AttendanceMode, Change
from participation.models import (
    Askers,
    AudienceQuestion,
    BoardQuestion,
    Comment,
    CommentSettings,
    FeedbackSettings,
    IdeaAnswer,
    IdeaVersion,
    Material,
    Milestone,
    OpeningTime,
    Origin,
    QuestionSettings,
    Resource,
    Results,
    StageChange,
)
from pictures.models import Licence, Picture
from registrations.models import Answer, Question
from speakers.models import Affiliation, SpeakerLink

# Table: what a bulk update sets. Tables that join two others have nothing to edit, only rows to add and remove.
EDITS = {
    "accounts_accessibilitytest": {"findings": "Geändert"},
    "accounts_formerslug": {"slug": "noch-frueher"},
    "accounts_legalpage": {"body_html": "<p>Geändert</p>"},
    "accounts_organisation": {"name": "Amt für Geändertes", "short_name": ""},
    "events_agendaitem": {"title": "Geändert"},
    "events_appearance": {"function": "Geändert"},
    "events_audience": {"name": "Geänderte"},
    "events_availability": {"free": 0},
    "events_change": {"old": "2026-11-10T17:00:00+00:00"},
    "events_cohost": {"accepted_at": None},
    "events_event": {"title": "Geändert"},
    "events_eventlink": {"label": "Geändert"},
    "events_partner": {"name": "Geändert"},
    "events_platform": {"name": "Geändert"},
    "events_programme": {"title": "Geändert"},
    "events_section": {"heading": "Geändert"},
    "events_series": {"title": "Geändert"},
    "events_topic": {"name": "Geändert"},
    "events_venue": {"name": "Geändert", "city": "Geändert"},
    "participation_audiencequestion": {"supports": 12},
    "participation_board": {"title": "Geändert"},
    "participation_boardquestion": {"name": "Geändert"},
    "participation_callforproposals": {"introduction": "Geändert"},
    "participation_comment": {"text": "Geändert"},
    "participation_commentsettings": {"introduction": "Geändert"},
    "participation_feedbacksettings": {"summary": "Geändert"},
    "participation_idea": {"title": "Geändert"},
    "participation_ideaanswer": {"text_html": "<p>Geändert</p>"},
    "participation_ideacount": {"ups": 12},
    "participation_ideaversion": {"number": 2},
    "participation_material": {"title": "Geändert"},
    "participation_milestone": {"title": "Geändert"},
    "participation_openingtime": {"note": "Geändert"},
    "participation_origin": {"note": "Geändert"},
    "participation_point": {"text": "Geändert"},
    "participation_questionsettings": {"introduction": "Geändert"},
    "participation_resource": {"purpose": "Geändert"},
    "participation_results": {"summary": "Geändert"},
    "participation_stagechange": {"explanation_html": "<p>Geändert</p>"},
    "pictures_picture": {"author": "Geändert"},
    "registrations_answer": {"value": "Kreis"},
    "registrations_question": {"text": "Geändert"},
    "registrations_registration": {"extra_seat": True},
    "registrations_registrationsettings": {"data_use": "Geändert"},
    "registrations_tickettype": {"capacity_reason": "Geändert"},
    "speakers_affiliation": {"function": "Geändert"},
    "speakers_speaker": {"name": "Geändert"},
    "speakers_speakerlink": {"label": "Geändert"},
}
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}


def make_world():
    """The published event; of every table in EDITS and of every joining table there is exactly one row about it."""
    host = make_organisation()
    picture = Picture.objects.create(
        organisation=host, key="k", alternative_text="Ein Saal", author="A. Foto", licence=Licence.OWN_WORK, width=900
    )
    series = make_series(picture=picture)
    series.audiences.add(make_audience())
    event = make_published(
        organisation=host,
        series=series,
        venue=make_venue(),
        platform=make_platform(),
        attendance_mode=AttendanceMode.HYBRID,
        picture=picture,
        plain_title="Daten für alle",
        plain_summary="Wir reden über Daten.",
    )
    event.topics.add(make_topic())
    event.audiences.add(make_audience())
    event.programmes.add(make_programme())
    Change.objects.create(event=event, at=NOW, what=Change.What.STARTS_AT, old="2026-11-11T17:00:00+00:00")
    make_section(event)
    _people(event, picture)
    make_co_host(event)
    make_link(event)
    make_partner(event)
    _sign_up(event)
    Material.objects.create(event=event, title="Folien", url="https://example.org/", picture=None)
    Results.objects.create(event=event, summary="Was bleibt", published_at=NOW)
    make_call(event=event)
    QuestionSettings.objects.create(event=event, who=Askers.EVERYONE)
    AudienceQuestion.objects.create(event=event, text="Wer pflegt das?", asked_at=NOW)
    CommentSettings.objects.create(event=event, takes_comments=True)
    Comment.objects.create(event=event, text="Danke!", state="shown", created_at=NOW, state_since=NOW, shown_at=NOW)
    FeedbackSettings.objects.create(event=event, is_on=True)
    _idea(event)
    FormerSlug.objects.create(model="events.event", slug="frueher", object_id=event.pk)
    AccessibilityTest.objects.create(tested_on=NOW.date(), tested_with="Screenreader")
    LegalPage.objects.create(kind=LegalPage.Kind.IMPRINT, body="Angaben")
    return event


def _people(event, picture):
    speaker = make_speaker(picture=picture)
    Affiliation.objects.create(speaker=speaker, function="Leitung")
    SpeakerLink.objects.create(speaker=speaker, label="Netz", url="https://example.org/")
    make_item(event, people=[make_appearance(event, speaker.name)])


def _sign_up(event):
    ticket_type = make_ticket_type(event, capacity=20)
    question = Question.objects.create(event=event, kind="choice", text="Woher?", options="Stadt\nKreis")
    set_up_sign_up(event, public_question=question)
    registration = register(ticket_type)
    Answer.objects.create(registration=registration, question=question, value="Stadt")


def _idea(event):
    """One that came out of the meetup, with a row of every kind."""
    idea = make_idea(shown_name="Abend", place="Laden", slug="laden")
    question = BoardQuestion.objects.create(board=idea.board, name="Die Herausforderung")
    IdeaAnswer.objects.create(idea=idea, question=question, text="Niemand trifft sich.")
    OpeningTime.objects.create(idea=idea, opens=dt.time(8), closes=dt.time(22))
    Resource.objects.create(idea=idea, amount=2, purpose="Orga")
    Milestone.objects.create(idea=idea, title="Ausprobieren")
    Origin.objects.create(idea=idea, event=event)
    IdeaVersion.objects.create(idea=idea, number=1, at=NOW, contents=[])
    StageChange.objects.create(idea=idea, at=NOW, old="proposed", new="taken_up", explanation="Drei Städte machen mit.")
    make_point(idea)


def the_row(table, event):
    """The world's row of a table, as a queryset: what is about the event, the host, or the only one."""
    rows = MODELS[table]._base_manager.all()
    if MODELS[table] is Organisation:
        return rows.filter(pk=event.organisation_id)
    if table == "events_event":
        return rows.filter(pk=event.pk)
    return rows
