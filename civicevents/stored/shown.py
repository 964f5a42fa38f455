"""What public answers are made of: for each of our tables the pages that its rows concern, or that it is not shown.

A test fails for a table that is named neither in SHOWN nor in NOT_SHOWN. ``manage.py migrate`` makes triggers of it.
"""

from events.wording import FEW

EVENT = "event"  # the page of one event and the text of its calendar entry
SERIES = "series"  # the dates of one series, which each of its events' pages names
LIVE = "live"  # of one event: what changes with sign-ups beside its Availability row
VOICES = "voices"  # of one event: the questions that its audience asks and supports
IDEA = "idea"  # of one idea: what is said to it, and the numbers of it
IDEAS = "ideas"  # the lists of ideas: the numbers of all
LISTS = "lists"  # whatever shows several events, people or organisations
LEGAL = "legal"
ALL = "all"  # everything there is

# SQL that selects numbers of events; {row} is the changed row as it was or is.
OF_ITS_EVENT = "SELECT {row}.event_id"
OF_ITS_EVENT_IF_TOLD = "SELECT {row}.event_id WHERE {row}.shown_at IS NOT NULL"
OF_THE_ITEM = "SELECT event_id FROM events_agendaitem WHERE id = {row}.agendaitem_id"
OF_THE_SERIES = "SELECT id FROM events_event WHERE series_id = {row}.series_id"
OF_THE_SPEAKER = "SELECT event_id FROM events_appearance WHERE speaker_id = {row}.id"
LINKING_HERE = "SELECT event_id FROM events_eventlink WHERE target_id = {row}.id"
CO_HOSTED = "SELECT event_id FROM events_cohost WHERE organisation_id = {row}.id"
FOR_THE_SERIES_AUDIENCE = """
    SELECT event.id FROM events_event event JOIN events_series_audiences link ON link.series_id = event.series_id
    WHERE link.audience_id = {row}.id"""
WITH_PORTRAIT = """
    SELECT event_id FROM events_appearance JOIN speakers_speaker ON speakers_speaker.id = speaker_id
    WHERE picture_id = {row}.id"""
WITH_PHOTO = "SELECT event_id FROM participation_material WHERE picture_id = {row}.id"
COUNTING_ANSWERS = """
    SELECT event_id FROM registrations_registrationsettings
    WHERE public_question_id IS NOT NULL AND event_id = {row}.event_id"""
COUNTING_THESE_ANSWERS = """
    SELECT event_id FROM registrations_registrationsettings WHERE public_question_id = {row}.question_id"""
WITH_SEVERAL_TICKET_TYPES = """
    SELECT event_id FROM registrations_tickettype WHERE event_id = {row}.event_id
    GROUP BY event_id HAVING count(*) > 1"""
OF_THE_IDEA = "SELECT {row}.idea_id"
BORN_THERE = "SELECT event_id FROM participation_origin WHERE idea_id = {row}.id"
BORN_TO_THE_BOARD = """
    SELECT event_id FROM participation_origin JOIN participation_idea idea ON idea.id = idea_id
    WHERE idea.board_id = {row}.id"""
ONE = "SELECT 0"  # for a scope without numbers


def having(column):
    return f"SELECT id FROM events_event WHERE {column} = {{row}}.id"  # noqa: S608


def linked(kind):
    return f"SELECT event_id FROM events_event_{kind}s WHERE {kind}_id = {{row}}.id"  # noqa: S608


def on_pages(*events):
    """Shown on the pages of these events, and nowhere else."""
    return {EVENT: " UNION ".join(events)}


def everywhere(*events):
    return on_pages(*events) | {LISTS: ONE}


SHOWN = {
    "accounts_accessibilitytest": {LEGAL: ONE},
    "accounts_formerslug": {LISTS: ONE},
    "accounts_legalpage": {LEGAL: ONE},
    "accounts_organisation": everywhere(having("organisation_id"), CO_HOSTED) | {LEGAL: ONE},
    "events_agendaitem": everywhere(OF_ITS_EVENT),
    "events_agendaitem_appearances": everywhere(OF_THE_ITEM),
    "events_appearance": everywhere(OF_ITS_EVENT),
    "events_audience": everywhere(linked("audience"), FOR_THE_SERIES_AUDIENCE),
    "events_availability": everywhere(OF_ITS_EVENT),
    "events_change": everywhere(OF_ITS_EVENT),
    "events_cohost": everywhere(OF_ITS_EVENT),
    "events_event": everywhere("SELECT {row}.id", LINKING_HERE) | {SERIES: "SELECT {row}.series_id"},
    "events_event_audiences": everywhere(OF_ITS_EVENT),
    "events_event_programmes": everywhere(OF_ITS_EVENT),
    "events_event_topics": everywhere(OF_ITS_EVENT),
    "events_eventlink": on_pages(OF_ITS_EVENT),
    "events_partner": on_pages(OF_ITS_EVENT),
    "events_platform": everywhere(having("platform_id")),
    "events_programme": everywhere(linked("programme")),
    "events_section": everywhere(OF_ITS_EVENT),
    "events_series": everywhere(having("series_id")),
    "events_series_audiences": everywhere(OF_THE_SERIES),
    "events_topic": everywhere(linked("topic")),
    "events_venue": everywhere(having("venue_id")),
    "participation_audiencequestion": {VOICES: OF_ITS_EVENT},
    "participation_board": everywhere(BORN_TO_THE_BOARD),
    "participation_boardquestion": {LISTS: ONE},
    "participation_callforproposals": everywhere(OF_ITS_EVENT),
    "participation_comment": on_pages(OF_ITS_EVENT_IF_TOLD),
    "participation_commentsettings": on_pages(OF_ITS_EVENT),
    "participation_feedbacksettings": on_pages(OF_ITS_EVENT),
    "participation_idea": everywhere(BORN_THERE),
    "participation_ideaanswer": {LISTS: ONE},
    "participation_ideacount": {IDEA: OF_THE_IDEA, IDEAS: ONE},
    "participation_ideaversion": {LISTS: ONE},
    "participation_material": everywhere(OF_ITS_EVENT),
    "participation_milestone": {LISTS: ONE},
    "participation_openingtime": {LISTS: ONE},
    "participation_origin": everywhere(OF_ITS_EVENT),
    "participation_point": {IDEA: OF_THE_IDEA},
    "participation_questionsettings": on_pages(OF_ITS_EVENT),
    "participation_resource": {LISTS: ONE},
    "participation_results": everywhere(OF_ITS_EVENT),
    "participation_stagechange": {LISTS: ONE},
    "pictures_picture": everywhere(having("picture_id"), WITH_PORTRAIT, WITH_PHOTO),
    "registrations_answer": {LIVE: COUNTING_THESE_ANSWERS},
    "registrations_question": on_pages(OF_ITS_EVENT),
    "registrations_registration": {LIVE: f"{COUNTING_ANSWERS} UNION {WITH_SEVERAL_TICKET_TYPES}"},
    "registrations_registrationsettings": on_pages(OF_ITS_EVENT),
    "registrations_tickettype": on_pages(OF_ITS_EVENT),
    "speakers_affiliation": {LISTS: ONE},
    "speakers_speaker": everywhere(OF_THE_SPEAKER),
    "speakers_speakerlink": {LISTS: ONE},
}

# How many seats are left changes with each sign-up. Pages put it in afterwards (its version says when), lists show
# words for it: these change when the last few seats are reached, and when there is none.
WORDS_FOR_SEATS = (
    "takes_registrations",
    "seats",
    "waiting_list",
    "opens_at",
    "closes_at",
    "free IS NULL",
    "free = 0",
    f"free <= {FEW}",
)
# Table: when an update concerns anybody; otherwise as soon as any column differs.
CHANGES = {
    "events_availability": WORDS_FOR_SEATS,
    "registrations_registration": ("state", "ticket_type_id", "hold_until", "extra_seat", "reserved_seat"),
}

NOT_SHOWN = {
    "accounts_invitation",
    "accounts_membership",
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "events_contentchange",
    "events_departure",
    "events_horizon",
    "events_imported",
    "events_source",
    "events_entrytext",  # made of what is shown
    "events_searchword",  # searches are not stored
    "outbox_hold",
    "outbox_jobrun",
    "outbox_message",
    "participation_attempt",
    "participation_contributor",
    "participation_feedbackbox",  # what is published of it is copied
    "participation_feedbackgiven",
    "participation_feedbackquestion",
    "participation_decision",
    "participation_follow",
    "participation_ideavote",  # counted on the idea
    "participation_pointmark",  # counted on the point
    "participation_proposal",
    "participation_report",
    "participation_support",  # counted on the question
    "participation_toldchange",
    "participation_voice",
    "registrations_accessdetails",
    "registrations_attempt",
    "registrations_broadcast",
    "registrations_calendarlink",
    "registrations_call",
    "registrations_call_changes",
    "registrations_certificateedition",
    "registrations_certificatesettings",
    "registrations_erasure",
    "registrations_export",
    "registrations_groupmembership",
    "registrations_handledchange",
    "registrations_invitedguest",
    "registrations_mailparagraph",
    "registrations_networkingconsent",
    "registrations_networkinggroup",
    "registrations_networkinground",
    "registrations_networkingsettings",
    "registrations_round",
    "registrations_stagepage",
    "registrations_tally",
}
