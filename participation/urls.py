"""Addresses of what people say before, during and after a meetup."""

from django.urls import path

from accounts.visitors import public
from participation.views import comments, contributions, desk, follows, material, proposals, questions, voices, wall

urlpatterns = [
    path(
        "registrations/<str:token>/material/<slug:key>.<slug:ending>",
        material.of_participant,
        name="registration_material",
    ),
    path("stage/<str:token>/material/<slug:key>.<slug:ending>", material.from_stage, name="stage_material"),
    path("events/<slug:slug>/questions/", public(questions.questions), name="questions"),
    path("events/<slug:slug>/questions/take-part/", questions.take_part_here, name="take_part"),
    path("events/<slug:slug>/questions/news/", public(questions.news), name="questions_news"),
    path("voices/forgotten/", voices.forgotten, name="questions_forgotten"),
    path("voices/<str:token>/", voices.voice_page, name="voice"),
    path("voices/<str:token>/news/", voices.voice_news, name="voice_news"),
    path("voices/<str:token>/data.json", voices.voice_file, name="voice_data"),
    path("registrations/<str:token>/questions/", voices.registration_questions, name="registration_questions"),
    path("registrations/<str:token>/questions/news/", voices.registration_news, name="registration_questions_news"),
    path("stage/<str:token>/questions/", desk.stage_questions, name="stage_questions"),
    path("stage/<str:token>/questions/news/", desk.stage_questions_news, name="stage_questions_news"),
    path("events/<slug:slug>/propose/", proposals.propose, {"kind": "event"}, name="propose"),
    path("series/<slug:slug>/propose/", proposals.propose, {"kind": "series"}, name="propose_for_series"),
    path("proposals/sent/", proposals.told, {"what": "sent"}, name="proposal_sent"),
    path("proposals/deleted/", proposals.told, {"what": "deleted"}, name="proposal_deleted"),
    path("proposals/<str:token>/", proposals.proposal_page, name="proposal"),
    path("proposals/<str:token>/withdraw/", proposals.withdraw_page, name="proposal_withdraw"),
    path("proposals/<str:token>/delete/", proposals.delete_page, name="proposal_delete"),
    path("proposals/<str:token>/data.json", proposals.proposal_file, name="proposal_data"),
    path("events/<slug:slug>/comment/", comments.comment, name="comment"),
    path("contributions/", contributions.lost_link, name="contributions"),
    path("contributions/sent/", contributions.told, {"what": "sent"}, name="contribution_sent"),
    path("contributions/link-sent/", contributions.told, {"what": "link_sent"}, name="contribution_link_sent"),
    path("contributions/deleted/", contributions.told, {"what": "deleted"}, name="contributor_deleted"),
    path("contributions/<str:token>/", contributions.own_page, name="contributor"),
    path("contributions/<str:token>/delete/", contributions.delete_page, name="contributor_delete"),
    path("contributions/<str:token>/data.json", contributions.own_file, name="contributor_data"),
    path("contributions/<str:token>/comment/<slug:slug>/", comments.comment_as, name="comment_as"),
    path("follow/", follows.follow, name="follow"),
    path("follow/sent/", follows.told, {"what": "sent"}, name="follow_sent"),
    path("follow/ended/", follows.told, {"what": "ended"}, name="follow_ended"),
    path("follow/<str:token>/", follows.follow_page, name="follow_page"),
    path("follow/<str:token>/end/", follows.end_page, name="follow_end"),
    path("wall/<str:token>/", wall.wall_page, name="wall"),
    path("wall/<str:token>/news/", wall.wall_news, name="wall_news"),
]
