"""The demo: the facts of the five reference pages, every state an event can be in, and nothing twice."""

import datetime as dt
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.models import LegalPage, Membership, Organisation, User
from civicevents import demo
from civicevents.testing import NOW, make_event
from events.models import Confidentiality, Event, EventLink, LineUp, Status
from participation.uploads import format_of
from pictures.models import Licence, Picture
from registrations.models import Registration
from speakers.models import Speaker

REAL = {
    "n3gz-2021-04-29",
    "innovationswerkstatt-2020-05-27",
    "gescheiterweiter-sonderedition-2021",
    "arbeitstreffen-2019-04-09",
    "labcamp-2020-05-26",
}


def when(event):
    return f"{event.local_start:%Y-%m-%d %H:%M} {event.local_end:%H:%M}"


def names(event, role):
    return [str(row.speaker) for row in event.appearances.filter(role=role)]


class DemoTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        demo.load(NOW, "secret")

    def event(self, number):
        return Event.objects.get(source_id=number)

    def test_the_meetup_of_the_young_network(self):
        event = self.event("n3gz-2021-04-29")
        assert when(event) == "2021-04-29 19:00 21:00"
        assert (event.series.title, str(event.platform)) == ("N3GZ-Meetup", "Zoom")
        assert event.organisation.parent.short_name == "NEGZ"
        assert names(event, "speaker") == ["Sonja Anton", "Jan-Ole Beyer", "Stefan Kaufmann"]
        assert names(event, "moderator") == ["Clarisse Schröder", "Thomas Schäfer"]
        assert "Vortritt" in event.shown_house_rules_html
        assert event.links.get().kind == EventLink.Kind.READING
        picture = Speaker.objects.get(name="Stefan Kaufmann").picture
        assert picture.author.startswith("Matti Blume")
        assert (picture.licence, picture.depicted) == (Licence.CC_BY_SA_UNKNOWN, "Stefan Kaufmann")

    def test_the_workshop_with_its_timetable(self):
        event = self.event("innovationswerkstatt-2020-05-27")
        assert when(event) == "2020-05-27 18:00 20:00"
        rows = [(f"{row.starts_at.astimezone(event.zone):%H:%M}", row.title) for row in event.agenda_items.all()]
        assert rows == [
            ("18:00", "Begrüßung"),
            ("18:10", "Wir vs. Virus Hackathon – ein Best Practice"),
            ("18:40", "Schlaglichter aus dem BMFSFJ"),
            ("19:10", "Arbeitsphase"),
            ("20:00", "Ende"),
        ]
        assert event.agenda_items.all()[1].appearances.get().function.startswith("Mitorganisatorin Wir vs. Virus")
        assert event.external_signup_url == "https://pretix.eu/innovationsbuero/innowerkstatt/"
        assert event.series.rhythm.startswith("vierteljährlich")

    def test_the_special_edition_inside_a_programme(self):
        event = self.event("gescheiterweiter-sonderedition-2021")
        assert event.edition == "Sonderedition"
        assert "Smart Country Convention" in event.programmes.get().title
        assert str(event.platform) == "Wonder.me"
        assert event.partners.get().name == "Bitkom e. V."
        assert event.line_up == LineUp.FINAL
        assert [item.starts_at for item in event.agenda_items.all()] == [None, None]
        assert event.agenda_items.first().appearances.count() == 2
        assert "Dienstleister:in" in event.shown_audience_note_html
        assert "Nur für Menschen, die selbst" in event.series.audience_note

    def test_the_work_meeting_from_which_the_idea_came(self):
        event = self.event("arbeitstreffen-2019-04-09")
        assert event.all_day
        assert (event.first_day, event.last_day) == (dt.date(2019, 4, 9), dt.date(2019, 4, 9))
        text = " ".join(event.sections.values_list("body", flat=True))
        for fact in (
            "8 bis 22 Uhr",
            "fünf Jahre",
            "neutraler Host",
            "Ende 2019",
            "zehn volle Stellen",
            "Sechs weitere",
        ):
            assert fact in text

    def test_the_camp_of_two_hosts(self):
        event = self.event("labcamp-2020-05-26")
        assert when(event) == "2020-05-26 15:00 17:30"
        assert [str(row.organisation.short_name) for row in event.co_hosts.exclude(accepted_at=None)] == ["BMI PG DIT"]
        assert names(event, "moderator") == ["Caroline Paulick-Thiel"]
        shared = event.appearances.get(speaker__name="Hanna Hinrichs")
        assert (str(shared), str(shared.shares_entry_with)) == ("Dr. Hanna Hinrichs", "Elisabeth Söllner")
        assert event.confidentiality == Confidentiality.CLOSED
        assert event.contact[1] == "info@citylab-berlin.org"
        assert event.language == "de"

    def test_one_past_meetup_shows_all_that_can_stand_there_and_says_that_it_is_invented(self):
        event = self.event("n3gz-2021-04-29")
        results = event.results
        assert results.is_published and "erfunden" in results.takeaways and "Beispiel" in results.summary
        assert results.decided and results.follow_up and results.present is None
        kinds = sorted(event.material.values_list("kind", flat=True))
        assert kinds == ["link", "minutes", "photo", "recording", "slides"]
        assert format_of(default_storage.open(event.material.get(kind="slides").path)) == "pdf"
        assert event.material.get(kind="photo").picture.licence

    def test_the_next_edition_can_be_read_in_plain_language(self):
        event = self.event("demo-n3gz-next")
        assert event.has_plain_version and event.sections.exclude(plain_body="").count() == 2

    def test_what_is_invented_is_marked_and_what_is_real_is_over(self):
        assert set(Event.objects.filter(is_demo=False).values_list("source_id", flat=True)) == REAL
        assert all(event.is_over(NOW) for event in Event.objects.filter(is_demo=False))

    def test_every_state_is_there(self):
        events = Event.objects.all()
        assert set(events.values_list("status", flat=True)) == set(Status.values) - {Status.WITHDRAWN}
        assert [event.source_id for event in events if event.publish_at and event.is_scheduled(NOW)] == [
            "demo-n3gz-scheduled"
        ]
        assert events.running(NOW).get().is_several_days
        assert events.exclude(status_reason="").count() == 2
        assert set(events.values_list("attendance_mode", flat=True)) == {"in_person", "online", "hybrid"}
        assert set(events.values_list("confidentiality", flat=True)) == set(Confidentiality.values)
        assert set(events.values_list("line_up", flat=True)) == set(LineUp.values)
        assert events.filter(language="en").exists()
        assert events.published(NOW).upcoming(NOW).count() >= 8

    def test_the_sign_up_rules_of_the_model_pages_are_set_up(self):
        workshop = self.event("demo-innovation-next")
        assert workshop.ticket_types.get().capacity_reason == "aus technischen Gründen"
        assert (workshop.registrations.confirmed().count(), workshop.registrations.waiting().count()) == (24, 5)
        camp = self.event("demo-labcamp-next")
        assert camp.starts_at - camp.ticket_types.get().closes_at > dt.timedelta(days=6, hours=9)
        assert camp.questions.get(required=True).text == "In welchem Labor arbeiten Sie?"
        assert camp.registrations.filter(source="mail").count() == 1
        assert camp.availability.free == 3
        assert self.event("demo-gescheiterweiter-next").ticket_types.count() == 2
        night = self.event("demo-labs-night")
        assert (night.questions.get().kind, night.registrations.filter(state="pending").count()) == ("choice", 6)

    def test_everybody_who_signed_up_is_invented(self):
        assert not Registration.objects.exclude(email__endswith="@example.org").exists()

    def test_there_are_accounts_for_every_role_and_legal_pages_in_both_languages(self):
        assert User.objects.get(is_superuser=True).check_password("secret")
        assert set(Membership.objects.values_list("role", flat=True)) == {"manager", "editor", "viewer"}
        assert LegalPage.objects.count() == 6
        assert all(
            organisation.logo and organisation.logo_alternative_text for organisation in Organisation.objects.all()
        )

    def test_every_picture_may_be_shown(self):
        assert all(picture.is_showable for picture in Picture.objects.all())
        assert all(speaker.picture.depicted == speaker.name for speaker in Speaker.objects.exclude(picture=None))

    def test_loading_it_again_changes_nothing(self):
        before = list(Event.objects.values_list("pk", "updated_at", "version", "starts_at"))
        counts = [model.objects.count() for model in (Speaker, Picture, Organisation, User)]
        demo.load(NOW + dt.timedelta(days=40), "other")
        assert list(Event.objects.values_list("pk", "updated_at", "version", "starts_at")) == before
        assert [model.objects.count() for model in (Speaker, Picture, Organisation, User)] == counts
        assert User.objects.get(is_superuser=True).check_password("secret")

    def test_it_is_refused_where_something_is_already_unless_forced(self):
        own = make_event(title="Unser eigenes Treffen")
        with pytest.raises(CommandError):
            call_command("load_demo")
        out = StringIO()
        call_command("load_demo", force=True, stdout=out)
        assert "redaktion@example.org    (password unchanged)" in out.getvalue()
        own.refresh_from_db()
        assert own.title == "Unser eigenes Treffen"
