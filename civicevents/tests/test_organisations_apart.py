"""Promise 7: a member sees and changes only what belongs to their own organisations, or what is shared.

The neighbour has one row of every kind; what nobody else may read carries the word GEHEIM.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, ManyToManyField
from django.urls import URLPattern, get_resolver, reverse

from accounts.admin.scoping import ScopedAdmin, ScopedInline
from accounts.admin.selecting import ScopedForm, ScopedFormSet, ScopedRelatedFilter
from accounts.models import AccessibilityTest, Invitation, LegalPage, Membership, Organisation, Role
from civicevents.testing import (
    NOW,
    at,
    make_appearance,
    make_board,
    make_call,
    make_comment,
    make_event,
    make_idea,
    make_item,
    make_material,
    make_member,
    make_neighbour,
    make_organisation,
    make_past,
    make_platform,
    make_proposal,
    make_published,
    make_results,
    make_section,
    make_speaker,
    make_user,
    make_venue,
)
from civicevents.testing_forms import filled
from events.models import Audience, CoHost, Event, EventLink, Programme, Series, Source, Topic
from outbox.models import Message, name_of
from participation.models import (
    AudienceQuestion,
    Board,
    CallForProposals,
    CommentSettings,
    Decision,
    EventComments,
    EventFeedback,
    EventQuestions,
    FeedbackBox,
    FeedbackQuestion,
    FeedbackSettings,
    Idea,
    LookingBack,
    Milestone,
    Origin,
    Proposal,
    QuestionSettings,
    Report,
)
from pictures.models import Picture
from registrations.models import AccessDetails, Broadcast, Export, Question, Registration, SignUp, State, TicketType

pytestmark = pytest.mark.django_db
SECRET = "GEHEIM"


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def neighbour():
    """One row of every kind that the admin knows, by model; shared kinds have a secret only in what is not shared."""
    return make_a_row_of_every_kind(make_neighbour())


def make_a_row_of_every_kind(there):
    Organisation.objects.filter(pk=there.pk).update(privacy_contact=SECRET)
    event = make_event(
        organisation=there, title=f"{SECRET} Event", contact_name=SECRET, contact_email="geheim@example.org"
    )
    make_section(event, heading=f"{SECRET} Abschnitt")
    make_item(event, f"{SECRET} Punkt", people=[make_appearance(event, bio=SECRET)])
    person = make_member(there, name=f"{SECRET} Person", email=f"{SECRET}-person@example.org".lower())
    third = make_organisation("Drittes Amt")
    participant = make_participant(event)
    return {
        Event: event,
        SignUp: SignUp.objects.get(pk=event.pk),
        EventQuestions: make_asked(event),
        EventFeedback: make_answered(event),
        EventComments: make_commented(event),
        Decision: Decision.objects.create(
            organisation=there, event=event, kind="comment", object_id=1, what="removed", reason=SECRET, at=NOW
        ),
        CallForProposals: make_call(event=event, introduction=SECRET),
        Proposal: make_proposal(event=event, title=SECRET, name=SECRET, note=SECRET, email="geheim@example.org"),
        Board: make_board(f"{SECRET} Sammlung", organisation=there, is_public=False),
        Idea: make_secret_idea(there, event),
        Registration: participant,
        LookingBack: LookingBack.objects.get(pk=make_left_behind(there).pk),
        Series: Series.objects.create(organisation=there, title=f"{SECRET} Reihe"),
        Programme: Programme.objects.create(organisation=there, title="Programm", description=SECRET),
        CoHost: CoHost.objects.create(event=event, organisation=third),
        Source: Source.objects.create(
            organisation=there, name=f"{SECRET} Kalender", url="https://example.org/geheim.ics", waiting=1
        ),
        apps.get_model("speakers.speaker"): make_speaker("Nachbarin", organisation=there, email="geheim@example.org"),
        apps.get_model("events.venue"): make_venue("Ort", organisation=there, directions=SECRET),
        apps.get_model("events.platform"): make_platform("Raum", organisation=there, note=SECRET),
        Picture: Picture.objects.create(
            organisation=there, alternative_text=f"{SECRET} Bild", author=SECRET, licence="own", depicted=SECRET
        ),
        Topic: Topic.objects.get_or_create(name="Thema")[0],
        Audience: Audience.objects.get_or_create(name="Zielgruppe")[0],
        Organisation: there,
        Membership: person.memberships.get(),
        Invitation: Invitation.objects.create(
            organisation=there, email="geheim@example.org", expires_at=at("2030-01-01 00:00")
        ),
        LegalPage: LegalPage.objects.create(organisation=there, kind="imprint", body=SECRET),
        AccessibilityTest: AccessibilityTest.objects.create(tested_on="2026-11-02", tested_with=SECRET),
        apps.get_model("accounts.user"): person,
        Message: Message.objects.create(
            kind="x", recipient="geheim@example.org", message_id=f"<1@{SECRET}>", not_before=NOW, created_at=NOW
        ),
    }


def make_left_behind(organisation):
    """A meetup of the neighbour that is over, with what came of it, not published yet."""
    event = make_past(organisation=organisation, title="Rückblick der anderen")  # public, so anybody may link to it
    make_results(event, published=False, takeaways=SECRET)
    make_material(event, SECRET, access="nobody", item=make_item(event, SECRET))
    return event


def make_secret_idea(organisation, event):
    """An idea of the neighbour that is not public, with rows of other kinds."""
    board = make_board(f"{SECRET} Sammlung", organisation=organisation)
    idea = make_idea(f"{SECRET} Idee", board=board, published=False, summary=SECRET, shown_name=SECRET)
    Milestone.objects.create(idea=idea, title=SECRET)
    Origin.objects.create(idea=idea, event=event, note=SECRET)
    return idea


def make_asked(event):
    """The neighbour's questions to the speakers."""
    QuestionSettings.objects.create(event=event, who="everyone", introduction=SECRET)
    AudienceQuestion.objects.create(event=event, text=f"{SECRET} Frage", shown_name=SECRET, asked_at=NOW)
    return EventQuestions.objects.get(pk=event.pk)


def make_answered(event):
    """The neighbour's feedback."""
    FeedbackSettings.objects.create(event=event, is_on=True, introduction=SECRET, takes_guests=True)
    question = FeedbackQuestion.objects.create(event=event, kind="text", text=SECRET)
    FeedbackBox.objects.create(event=event, answers=7, texts={str(question.pk): [SECRET]})
    return EventFeedback.objects.get(pk=event.pk)


def make_commented(event):
    """The neighbour's comments: one that is reported, one that waits, one that was removed."""
    CommentSettings.objects.create(event=event, takes_comments=True, introduction=SECRET)
    shown = make_comment(event, f"{SECRET} Kommentar", shown_name=SECRET)
    Report.objects.create(kind="comment", object_id=shown.pk, reason=SECRET, at=NOW)
    make_comment(event, f"{SECRET} wartet", state="held")
    make_comment(event, f"{SECRET} entfernt", state="removed", reason=SECRET)
    return EventComments.objects.get(pk=event.pk)


def make_participant(event):
    """Somebody at the neighbour's event, with all that goes with sign-up."""
    ticket_type = TicketType.objects.create(event=event, name=f"{SECRET} Karte")
    question = Question.objects.create(event=event, text=f"{SECRET} Frage", kind="choice", options=SECRET)
    AccessDetails.objects.create(event=event, link="https://example.org/geheim", passcode=SECRET)
    Broadcast.objects.create(event=event, subject=SECRET, body=SECRET, sent_at=NOW)
    Export.objects.create(event=event, at=NOW, format=SECRET, rows=1)
    Message.objects.create(
        kind="registrations.registered", recipient="geheim@example.org", message_id=f"<2@{SECRET}>",
        about=name_of(event), state=Message.State.FAILED, error=SECRET, not_before=NOW, created_at=NOW,
    )  # fmt: skip
    participant = Registration.objects.create(
        event=event, ticket_type=ticket_type, state=State.PENDING, name=f"{SECRET} Person", created_at=NOW,
        email="geheim@example.org", address_key="geheim@example.org", phone=SECRET, internal_note=SECRET,
    )  # fmt: skip
    participant.answers.create(question=question, value=SECRET)
    participant.calls.create(kind="registered", created_at=NOW)
    return participant


@pytest.fixture(params=[Role.MANAGER, Role.EDITOR, Role.VIEWER])
def member(request, client):
    """Somebody of the other organisation, in each role."""
    user = make_member(role=request.param)
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_member(role=Role.MANAGER)
    client.force_login(user)
    return user


def every_inline():
    return {inline for model_admin in admin.site._registry.values() for inline in model_admin.inlines}


def model_addresses():
    """Every address below a model of the admin: (model, name, the names of its parameters)."""
    for resolver in get_resolver().url_patterns:
        for site in getattr(resolver, "url_patterns", []):
            if getattr(site, "app_name", "") == "admin":
                yield from _below(site)


def _below(site):
    by_path = {f"{m._meta.app_label}/{m._meta.model_name}/": m for m in admin.site._registry}
    for below in site.url_patterns:
        if not isinstance(below, URLPattern):
            model = by_path[str(below.pattern)]
            for pattern in below.url_patterns:
                if pattern.name:
                    yield model, pattern.name, list(pattern.pattern.converters)


def says_nothing(response):
    text = response.content.decode().lower()
    return SECRET.lower() not in text


# The base


def test_every_admin_class_stands_on_the_scoped_base():
    assert all(isinstance(model_admin, ScopedAdmin) for model_admin in admin.site._registry.values())
    assert all(issubclass(inline, ScopedInline) for inline in every_inline())


def test_what_other_packages_register_stays_out():
    assert not admin.site.is_registered(apps.get_model("auth.group"))


def test_every_form_of_the_admin_stands_on_the_scoped_form():
    forms = [
        getattr(a, name) for a in admin.site._registry.values() for name in ("form", "add_form") if hasattr(a, name)
    ]
    assert all(issubclass(form, ScopedForm) for form in [*forms, *(inline.form for inline in every_inline())])
    assert all(issubclass(inline.formset, ScopedFormSet) for inline in every_inline())


def test_no_list_is_edited_in_place_and_no_filter_offers_foreign_rows():
    for model_admin in admin.site._registry.values():
        assert not model_admin.list_editable
        assert not model_admin.date_hierarchy
        for entry in model_admin.list_filter:
            if isinstance(entry, tuple):
                assert issubclass(entry[1], ScopedRelatedFilter)
            elif isinstance(entry, str):
                assert not model_admin.opts.get_field(entry).is_relation, entry


def test_the_neighbour_has_a_row_of_every_kind(neighbour):
    assert set(neighbour) == set(admin.site._registry)


# Every address


def test_no_address_of_a_foreign_row_answers_or_changes_anything(client, member, neighbour):
    shared = {Topic, Audience}
    before = {model: model.objects.filter(pk=row.pk).values().get() for model, row in neighbour.items()}
    walked = 0
    for model, name, parameters in model_addresses():
        if not parameters or model in shared:
            continue
        url = reverse(f"admin:{name}", kwargs=dict.fromkeys(parameters, neighbour[model].pk))
        for method in (client.get, client.post):
            response = method(url, {"post": "yes", "_save": "1"} if method == client.post else {})
            assert response.status_code in (403, 404, 405) or (
                response.status_code == 302 and response.headers["Location"].endswith("/change/")
            ), f"{url} answers {response.status_code}"
            assert says_nothing(response), url
            walked += 1
    assert walked > 60
    assert before == {model: model.objects.filter(pk=row.pk).values().get() for model, row in neighbour.items()}


def test_lists_and_empty_forms_show_nothing_foreign(client, member, neighbour):
    for _model, name, parameters in model_addresses():
        if parameters:
            continue
        for query in ("", "?q=EHEIM", f"?organisation__id__exact={make_neighbour().pk}"):
            response = client.get(reverse(f"admin:{name}") + query)
            assert response.status_code in (200, 302, 403, 405), (name, query)
            assert says_nothing(response), (name, query)


def test_lists_do_not_name_the_neighbour_in_rows_or_filters(client, member, neighbour):
    for model in admin.site._registry:
        response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        assert "Nachbaramt" not in response.content.decode(), model


def test_the_index_and_its_parts_show_nothing_foreign(client, member, neighbour):
    event = neighbour[Event]
    LogEntry.objects.create(
        user=make_user(), content_type=ContentType.objects.get_for_model(Event), object_id=event.pk,
        object_repr=str(event), action_flag=CHANGE,
    )  # fmt: skip
    for name in ("admin:index", "admin:jsi18n"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert says_nothing(response)


# Which relation may offer which foreign rows; whatever is not named here must offer none.
SHARED = {
    "events.event.venue", "events.event.platform", "events.event.programmes", "events.event.topics",
    "events.event.audiences", "events.series.audiences", "events.appearance.speaker", "events.cohost.organisation",
    "speakers.affiliation.speaker", "speakers.speakerlink.speaker",
}  # fmt: skip


def test_autocompletes_offer_what_is_shared_and_nothing_else(client, editor, neighbour):
    for model in {*admin.site._registry, *(inline.model for inline in every_inline())}:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if not isinstance(field, ForeignKey | ManyToManyField):
                continue
            response = client.get(
                reverse("admin:autocomplete"),
                {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name},
            )
            assert response.status_code in (200, 403, 404), field
            assert says_nothing(response), field
            foreign = neighbour.get(field.remote_field.model)
            if response.status_code == 200 and str(field).lower() not in SHARED and foreign is not None:
                assert str(foreign.pk) not in [row["id"] for row in response.json()["results"]], field


def test_a_viewer_and_a_stranger_get_no_autocomplete(client):
    query = {"app_label": "events", "model_name": "appearance", "field_name": "speaker"}
    client.force_login(make_member(role=Role.VIEWER))
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403
    client.force_login(make_user())
    assert client.get(reverse("admin:autocomplete"), query).status_code == 302


def test_an_autocomplete_of_a_table_outside_the_admin_is_refused(client, editor):
    for app, model, field in [("admin", "logentry", "user"), ("auth", "permission", "content_type"), ("x", "y", "z")]:
        query = {"app_label": app, "model_name": model, "field_name": field}
        assert client.get(reverse("admin:autocomplete"), query).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "organisation__contact_email__startswith=g",
        "organisation__memberships__user__email__startswith=g",
        "co_hosts__organisation__name__startswith=N",
        "picture__alternative_text__contains=G",
    ],
)
def test_lists_cannot_be_asked_about_related_rows(client, editor, neighbour, query):
    make_event(organisation=make_organisation())
    assert client.get(reverse("admin:events_event_changelist") + "?" + query).status_code == 400


def test_there_is_no_detour_that_resolves_any_row(client, editor, neighbour):
    kind = ContentType.objects.get_for_model(Event).pk
    assert client.get(f"/admin/r/{kind}/{neighbour[Event].pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?_to_field=id&_popup=1", "?_changelist_filters=q%3DGEHEIM", "?_to_field=uid"])
def test_popup_parameters_open_no_door(client, editor, neighbour, query):
    url = reverse("admin:events_event_change", args=[neighbour[Event].pk]) + query
    assert client.get(url).status_code in (400, 404)


# Forged requests


def event_form(client, event, **changes):
    url = reverse("admin:events_event_change", args=[event.pk])
    return url, filled(client.get(url), "event_form", **changes)


def test_an_own_event_cannot_be_moved_to_the_neighbour(client, editor, neighbour):
    event = make_event(platform=make_platform())
    url, data = event_form(client, event, organisation=make_neighbour().pk)
    client.post(url, data)
    event.refresh_from_db()
    assert event.organisation == make_organisation()


def test_the_owner_stays_even_if_a_form_should_let_it_through(rf, editor):
    """The second lock: ``save_model`` compares with what is stored, also for a manager of both."""
    Membership.objects.create(user=editor, organisation=make_neighbour(), role=Role.MANAGER)
    series = Series.objects.create(organisation=make_organisation(), title="Reihe")
    series.organisation = make_neighbour()
    request = rf.post("/")
    request.user = editor
    with pytest.raises(PermissionDenied):
        admin.site._registry[Series].save_model(request, series, form=None, change=True)


def test_nothing_is_added_for_the_neighbour(client, editor):
    there = make_neighbour()
    forms = {
        "events_event": {"title": "X", "first_day": "2026-12-10", "begins": "18:00", "ends": "19:00",
                         "platform": make_platform().pk, "text": ""},
        "events_series": {"title": "X", "language": "de"},
        "events_programme": {"title": "X", "language": "de"},
        "events_venue": {"name": "X", "city": "Ulm", "kind": "other", "country": "DE"},
        "events_platform": {"name": "X"},
        "accounts_legalpage": {"kind": "imprint", "language": "de", "body": "X"},
    }  # fmt: skip
    for name, data in forms.items():
        response = client.post(reverse(f"admin:{name}_add"), data | {"organisation": there.pk})
        assert response.status_code == 200, name
        assert "organisation" in response.context["adminform"].form.errors, name


@pytest.mark.parametrize("field", ["series", "picture"])
def test_foreign_rows_cannot_be_put_on_an_own_event(client, editor, neighbour, field):
    event = make_event(platform=make_platform())
    foreign = neighbour[Event._meta.get_field(field).remote_field.model]
    url, data = event_form(client, event, **{field: foreign.pk})
    response = client.post(url, data)
    assert response.status_code == 200, "the form was taken"
    assert field in response.context["adminform"].form.errors
    assert says_nothing(response)
    event.refresh_from_db()
    assert getattr(event, field) is None


def test_a_link_cannot_point_to_a_foreign_draft(client, editor, neighbour):
    event = make_event(platform=make_platform())
    url, data = event_form(client, event)
    data |= {"links-TOTAL_FORMS": "1", "links-0-kind": "further", "links-0-target": neighbour[Event].pk}
    response = client.post(url, data)
    assert says_nothing(response)
    assert not EventLink.objects.exists()


def test_a_foreign_row_in_an_inline_is_neither_changed_nor_deleted(client, editor, neighbour):
    event, foreign = make_event(platform=make_platform()), neighbour[Event]
    section, item = foreign.sections.get(), foreign.agenda_items.get()
    for extra in ({}, {"sections-0-DELETE": "on", "agenda_items-0-DELETE": "on"}):
        url, data = event_form(client, event)
        data |= {
            "sections-TOTAL_FORMS": "1", "sections-INITIAL_FORMS": "1", "sections-0-id": section.pk,
            "sections-0-event": event.pk, "sections-0-heading": "Meins", "sections-0-body": "Meins",
            "agenda_items-TOTAL_FORMS": "1", "agenda_items-INITIAL_FORMS": "1", "agenda_items-0-id": item.pk,
            "agenda_items-0-event": event.pk, "agenda_items-0-title": "Meins", "agenda_items-0-kind": "talk",
        }  # fmt: skip
        response = client.post(url, data | extra)
        assert response.status_code == 200
        assert says_nothing(response)
        section.refresh_from_db()
        item.refresh_from_db()
        assert (section.event, section.heading) == (foreign, f"{SECRET} Abschnitt")
        assert (item.event, item.title) == (foreign, f"{SECRET} Punkt")


def test_an_own_row_cannot_be_hung_below_a_foreign_event(client, editor, neighbour):
    event = make_event(platform=make_platform())
    section = make_section(event)
    url, data = event_form(client, event, **{"sections-0-event": neighbour[Event].pk, "sections-0-heading": "Neu"})
    client.post(url, data)
    section.refresh_from_db()
    assert section.event == event


def test_actions_leave_foreign_rows_alone(client, editor, neighbour):
    for model, row in neighbour.items():
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for action in ["delete_selected"]:
            client.post(url, {"action": action, "_selected_action": [row.pk], "post": "yes", "select_across": "1"})
        assert model.objects.filter(pk=row.pk).exists(), model


def test_deleting_tells_how_much_goes_along_but_no_foreign_names(client, editor, neighbour):
    speaker = make_speaker("Eigene Person")
    make_appearance(neighbour[Event], "Eigene Person")
    response = client.get(reverse("admin:speakers_speaker_delete", args=[speaker.pk]))
    assert response.status_code == 200
    assert says_nothing(response)
    assert client.post(reverse("admin:speakers_speaker_delete", args=[speaker.pk]), {"post": "yes"}).status_code == 200
    speaker.refresh_from_db()
    venue = make_venue("Eigener Ort")
    Event.objects.filter(pk=neighbour[Event].pk).update(venue=venue)
    response = client.get(reverse("admin:events_venue_delete", args=[venue.pk]))
    assert "1 Veranstaltung" in response.content.decode()
    assert says_nothing(response)


# Roles


def test_a_viewer_looks_and_changes_nothing(client):
    client.force_login(make_member(role=Role.VIEWER))
    event = make_event(subtitle="Alt", platform=make_platform())
    make_item(event, starts_at=at("2026-11-12 18:00"))
    url = reverse("admin:events_event_change", args=[event.pk])
    response = client.get(url)
    assert "Begrüßung" in response.content.decode()
    assert 'name="_save"' not in response.content.decode()
    assert client.post(url, {"subtitle": "Neu", "title": "Neu"}).status_code == 403
    assert client.post(reverse("admin:events_event_add"), {}).status_code == 403
    assert client.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"}).status_code == 403
    event.refresh_from_db()
    assert event.subtitle == "Alt"


def test_a_role_in_one_organisation_gives_nothing_in_another(client):
    """An editor of one who only looks at the other, a manager of one who edits in the other."""
    here, there = make_organisation(), make_neighbour()
    user = make_member(here, role=Role.VIEWER)
    Membership.objects.create(user=user, organisation=there, role=Role.MANAGER)
    client.force_login(user)
    event = make_event(organisation=here, platform=make_platform())
    assert client.get(reverse("admin:events_event_change", args=[event.pk])).status_code == 200
    assert client.post(reverse("admin:events_event_change", args=[event.pk]), {"title": "X"}).status_code == 403
    assert client.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"}).status_code == 403
    user.memberships.filter(organisation=here).update(role=Role.EDITOR)
    assert client.post(reverse("admin:accounts_organisation_change", args=[here.pk]), {"name": "X"}).status_code == 403
    assert client.get(reverse("admin:accounts_membership_changelist")).status_code == 200


def test_settings_of_the_organisation_are_the_managers(client):
    here = make_organisation()
    membership = make_member(here, role=Role.VIEWER).memberships.get()
    page = LegalPage.objects.create(organisation=here, kind="imprint", body="Text")
    urls = [
        reverse("admin:accounts_organisation_change", args=[here.pk]),
        reverse("admin:accounts_membership_change", args=[membership.pk]),
        reverse("admin:accounts_legalpage_change", args=[page.pk]),
    ]
    client.force_login(make_member(here, role=Role.EDITOR))
    assert [client.post(url, {}).status_code for url in urls] == [403, 403, 403]
    client.force_login(make_member(here, role=Role.MANAGER))
    assert [client.post(url, {}).status_code for url in urls] == [200, 200, 200]


def test_the_portals_own_pages_and_tables_are_the_administrators(client, editor):
    page = LegalPage.objects.create(organisation=None, kind="imprint", body="Portal")
    assert client.get(reverse("admin:accounts_legalpage_change", args=[page.pk])).status_code == 404
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:outbox_message_changelist")).status_code == 403
    response = client.post(reverse("admin:accounts_legalpage_add"), {"kind": "privacy", "language": "de", "body": "X"})
    assert "organisation" in response.context["adminform"].form.errors


def test_the_account_of_a_last_manager_is_not_deleted(client):
    manager = make_member(role=Role.MANAGER)
    client.force_login(make_member(make_neighbour(), is_superuser=True))
    address = reverse("admin:accounts_user_delete", args=[manager.pk])
    assert "mindestens eine Person mit der Rolle" in client.post(address, {"post": "yes"}, follow=True).content.decode()
    assert manager.memberships.exists()
    make_member(role=Role.MANAGER)
    client.post(address, {"post": "yes"})
    assert not type(manager).objects.filter(pk=manager.pk).exists()


def test_the_last_manager_stays(client, editor):
    own = editor.memberships.get()
    url = reverse("admin:accounts_membership_change", args=[own.pk])
    client.post(url, {"role": "viewer"})
    client.post(reverse("admin:accounts_membership_delete", args=[own.pk]), {"post": "yes"})
    own.refresh_from_db()
    assert own.role == Role.MANAGER


def test_a_manager_invites_by_mail(client, editor):
    here = make_organisation()
    data = {"email": "neu@example.org", "role": "editor", "organisation": here.pk}
    assert client.post(reverse("admin:accounts_invitation_add"), data).status_code == 302
    assert Invitation.objects.get().invited_by == editor
    assert Message.objects.get().recipient == "neu@example.org"
    client.post(reverse("admin:accounts_invitation_add"), data | {"organisation": make_neighbour().pk})
    assert Invitation.objects.count() == 1


def test_somebody_who_is_a_member_is_not_invited_again(client, editor):
    data = {"email": editor.email, "role": "editor", "organisation": make_organisation().pk}
    response = client.post(reverse("admin:accounts_invitation_add"), data, follow=True)
    assert editor.email in next(str(message) for message in response.context["messages"])
    assert not Invitation.objects.exists()


def test_members_add_topics_but_do_not_rename_or_delete_them(client, editor):
    topic = Topic.objects.create(name="Alt")
    assert client.post(reverse("admin:events_topic_add"), {"name": "Neu", "name_en": ""}).status_code == 302
    assert client.post(reverse("admin:events_topic_change", args=[topic.pk]), {"name": "Anders"}).status_code == 403
    assert client.post(reverse("admin:events_topic_delete", args=[topic.pk]), {"post": "yes"}).status_code == 403


def test_somebody_whose_membership_ended_is_out(client, editor):
    editor.memberships.all().delete()
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:login")).status_code == 403


def test_an_administrator_sees_everything(client, neighbour):
    client.force_login(make_user(is_superuser=True))
    for model, row in neighbour.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(reverse(f"{name}_add")).status_code in (200, 403)
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, model


# Hosting together


def test_a_manager_of_the_invited_organisation_accepts(client, editor):
    event = make_published(organisation=make_neighbour(), platform=make_platform(), title="Gemeinsam")
    request = CoHost.objects.create(event=event, organisation=make_organisation())
    url = reverse("admin:events_cohost_accept", args=[request.pk])
    assert "Gemeinsam" in client.get(url).content.decode()
    request.refresh_from_db()
    assert request.accepted_at is None
    client.post(url)
    request.refresh_from_db()
    assert request.accepted_by == editor
    assert client.get(reverse("admin:events_event_change", args=[event.pk])).status_code == 200


def test_an_editor_or_a_stranger_cannot_accept(client):
    event = make_event(organisation=make_neighbour())
    request = CoHost.objects.create(event=event, organisation=make_organisation())
    url = reverse("admin:events_cohost_accept", args=[request.pk])
    for user in (make_member(role=Role.EDITOR), make_member(make_neighbour(), role=Role.MANAGER)):
        client.force_login(user)
        assert client.post(url).status_code in (403, 404)
    request.refresh_from_db()
    assert request.accepted_at is None
