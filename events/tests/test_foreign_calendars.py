"""What is read out of calendars of others: real ones, and those that mean harm. Nothing is written here."""

import datetime as dt
import json
import time
import zoneinfo
from pathlib import Path

import pytest
from django.utils import translation

from civicevents.testing import NOW
from events.foreign import reading
from events.foreign.bounds import Refused
from events.importing import files
from events.importing.words import PROBLEMS, UNUSABLE, Unusable, sentence

HERE = Path(__file__).parent / "data" / "calendars"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ics"


def calendar(*events, head=""):
    """A calendar of events, each given as its lines."""
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{blocks}END:VCALENDAR\n"


def read(text, zone="Europe/Berlin", now=NOW):
    """What the reading program says, without starting it."""
    data = text.encode() if isinstance(text, str) else text
    return json.loads(json.dumps(reading.read(data, zone=zone, now=now)))


def entry(*lines, head="", **options):
    """The one entry of a calendar with one event: with a title, an identifier and a begin unless told otherwise."""
    given = "\n".join(lines)
    usual = {"UID": "UID:1", "SUMMARY": "SUMMARY:Treffen", "DTSTART": "DTSTART:20261203T180000"}
    lines = [line for name, line in usual.items() if not given.startswith(name) and f"\n{name}" not in given]
    (found,) = read(calendar("\n".join([*lines, given]), head=head), **options)["entries"]
    return found


def codes(found):
    return [problem["code"] for problem in found["problems"]]


def refusal(data):
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.args[0]


def on_the_clock(entry):
    """Begin and end on the wall clock of the entry's own zone."""
    zone = zoneinfo.ZoneInfo(entry["zone"])
    moments = [dt.datetime.fromisoformat(entry[name]).astimezone(zone) for name in ("starts", "ends")]
    return tuple(f"{moment:%Y-%m-%d %H:%M}" for moment in moments)


# Real files


def calendars_in(*folders):
    """Files of our own, and those of the data beside the clone where it has any."""
    return [path for folder in folders for path in sorted(folder.glob("**/*.ics"))]


@pytest.mark.parametrize("path", calendars_in(HERE, SHARED), ids=lambda path: path.name)
def test_each_event_of_a_file_becomes_an_entry_or_a_sentence(path):
    data = path.read_bytes()
    if path.name.endswith("invalid.ics"):
        assert refusal(data) == "no_calendar"
        return
    found = read(data)
    number = data.count(b"BEGIN:VEVENT")
    left_out = [problem for problem in found["problems"] if problem["code"] in ("no_start", "rule_over", "twice")]
    dates = sum("/2026" in each["key"] or "/2027" in each["key"] for each in found["entries"])
    rules = len({each["uid"] for each in found["entries"] if "/202" in each["key"]})
    assert len(found["entries"]) - dates + rules + len(left_out) == number
    assert all(sentence(problem) for problem in found["problems"])


def test_there_are_files_to_read():
    assert len(calendars_in(HERE)) == 5


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real calendars does not lie beside this clone")
def test_the_real_calendars_are_all_read():
    assert len(calendars_in(SHARED)) >= 13


# Times


@pytest.mark.parametrize(
    ("lines", "zone", "times"),
    [
        ("DTSTART;TZID=Europe/Berlin:20261203T180000", "Europe/Berlin", "18:00"),
        ("DTSTART:20261203T180000", "Europe/Berlin", "18:00"),
        ("DTSTART:20261203T170000Z", "Europe/Berlin", "18:00"),
        ("DTSTART:20260703T160000Z", "Europe/Berlin", "18:00"),
        ('DTSTART;TZID="W. Europe Standard Time":20261203T180000', "Europe/Berlin", "18:00"),
        ('DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261203T180000', "America/New_York", "18:00"),
        ('DTSTART;TZID="(GMT+10:00) Canberra, Melbourne, Sydney":20261203T180000', "Australia/Canberra", "18:00"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20261203T180000", "Europe/Paris", "18:00"),
        ("DTSTART;TZID=Atlantis:20261203T180000", "Europe/Berlin", "18:00"),
    ],
)
def test_times_arrive_on_the_right_clock(lines, zone, times):
    found = entry(lines)
    assert (found["zone"], on_the_clock(found)[0][-5:]) == (zone, times)


def test_times_without_a_zone_are_on_the_clock_of_the_calendar():
    found = entry("DTSTART:20261203T180000", head="X-WR-TIMEZONE:America/New_York\n")
    assert (found["zone"], found["starts"]) == ("America/New_York", "2026-12-03T23:00:00+00:00")


def test_a_zone_of_its_own_name_is_read_by_its_rules():
    rules = """BEGIN:VTIMEZONE
TZID:Unser Rathaus
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
END:VTIMEZONE
"""
    found = entry("DTSTART;TZID=Unser Rathaus:20261203T180000", head=rules)
    assert found["starts"] == "2026-12-03T16:00:00+00:00"
    assert on_the_clock(found)[0] == "2026-12-03 18:00"


def test_whole_days_end_with_their_last_day():
    found = entry("DTSTART;VALUE=DATE:20261003", "DTEND;VALUE=DATE:20261005")
    assert found["all_day"]
    assert on_the_clock(found) == ("2026-10-03 00:00", "2026-10-05 00:00")
    assert on_the_clock(entry("DTSTART;VALUE=DATE:20261003")) == ("2026-10-03 00:00", "2026-10-04 00:00")


def test_the_hour_that_happens_twice_does_not_end_before_it_begins():
    found = read(calendar("UID:1\nSUMMARY:Nacht\nDTSTART:20261025T003000Z\nDTEND:20261025T011500Z"))
    assert codes(found) == []
    assert found["entries"][0]["ends"] == "2026-10-25T01:15:00+00:00"


def test_a_length_is_as_good_as_an_end():
    assert on_the_clock(entry("DTSTART:20261203T180000", "DURATION:PT1H30M"))[1] == "2026-12-03 19:30"


# Rules


def test_a_rule_becomes_its_dates_on_the_same_clock_all_the_year():
    rule = "DTSTART;TZID=Europe/Berlin:20261001T180000\nDURATION:PT2H\nRRULE:FREQ=MONTHLY;COUNT=8"
    found = read(calendar(f"UID:1\nSUMMARY:Stammtisch\n{rule}\nEXDATE;TZID=Europe/Berlin:20261201T180000"))
    days = [on_the_clock(each)[0] for each in found["entries"]]
    assert days == [
        f"{day} 18:00" for day in ("2026-11-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01")
    ]


def test_one_date_of_a_rule_can_be_another():
    found = read(
        calendar(
            "UID:1\nSUMMARY:Stammtisch\nDTSTART:20261105T180000\nRRULE:FREQ=WEEKLY;COUNT=3",
            "UID:1\nSUMMARY:Ausflug\nRECURRENCE-ID:20261112T180000\nDTSTART:20261113T100000",
        )
    )
    assert [(each["title"], on_the_clock(each)[0]) for each in found["entries"]] == [
        ("Stammtisch", "2026-11-05 18:00"),
        ("Ausflug", "2026-11-13 10:00"),
        ("Stammtisch", "2026-11-19 18:00"),
    ]
    assert len({each["key"] for each in found["entries"]}) == 3


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "rule_too_often"),
        ("FREQ=MINUTELY;COUNT=10000000", "rule_too_often"),
        ("FREQ=HOURLY", "rule_too_often"),
        ("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3", "rule_too_often"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "rule_too_slow"),
        ("FREQ=NEVERLY", "rule_too_often"),
        ("FREQ=DAILY;BYDAY=XX", "rule_unreadable"),
        ("nonsense", "rule_unreadable"),
    ],
)
def test_of_a_rule_that_cannot_be_used_the_first_date_is_taken(rule, code):
    began = time.monotonic()
    found = read(
        calendar(f"UID:1\nSUMMARY:Treffen\nDTSTART:20261203T180000\nRRULE:{rule}", "UID:2\nSUMMARY:B\nDTSTART:20261203")
    )
    assert [each["title"] for each in found["entries"]] == ["B", "Treffen"]
    assert codes(found) == [code]
    assert time.monotonic() - began < 15


def test_of_a_rule_without_end_the_next_dates_are_taken():
    found = read(calendar("UID:1\nSUMMARY:Täglich\nDTSTART:20200101T090000\nRRULE:FREQ=DAILY"))
    assert len(found["entries"]) == 60
    assert codes(found) == ["rule_cut"]
    assert on_the_clock(found["entries"][0])[0] == "2026-11-02 09:00"


def test_many_slow_rules_cost_a_few_seconds_together():
    slow = [
        f"UID:{n}\nSUMMARY:T{n}\nDTSTART:20261203T180000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30" for n in range(40)
    ]
    began = time.monotonic()
    found = read(calendar(*slow))
    assert len(found["entries"]) == 40
    assert codes(found) == ["rule_too_slow"] * 40
    assert time.monotonic() - began < 25


# What is broken, one thing at a time


def test_talks_under_one_identifier_are_told_apart():
    talks = [f"UID:same\nSUMMARY:Vortrag {n}\nDTSTART:20261203T{9 + n % 10:02}0000" for n in range(67)]
    found = read(calendar(*talks))
    assert len({each["key"] for each in found["entries"]}) == 67
    assert [(problem["code"], problem["given"]) for problem in found["problems"]] == [("same_uid", "67 × same")]


def test_an_entry_without_identifier_is_known_by_title_and_begin():
    text = calendar("SUMMARY:Treffen\nDTSTART:20261203T180000")
    first, second = read(text), read(text)
    assert codes(first) == ["no_uid"]
    assert first["entries"] == second["entries"]


def test_an_end_before_the_begin_is_replaced_by_a_guess():
    found = read(calendar("UID:1\nSUMMARY:T\nDTSTART:20261203T180000\nDTEND:20261203T170000"))
    assert codes(found) == ["ends_before"]
    assert (on_the_clock(found["entries"][0])[1], found["entries"][0]["open_end"]) == ("2026-12-03 20:00", True)


def test_latin_1_is_read_and_told():
    found = read(calendar("UID:1\nSUMMARY:Bürgertreff in Köln\nDTSTART:20261203").encode("latin-1"))
    assert found["entries"][0]["title"] == "Bürgertreff in Köln"
    assert codes(found) == ["not_utf8"]


def test_utf_16_is_read():
    found = read(calendar("UID:1\nSUMMARY:Bürgertreff\nDTSTART:20261203").encode("utf-16"))
    assert found["entries"][0]["title"] == "Bürgertreff"


def test_a_character_cut_by_a_fold_is_whole_again():
    folded = calendar("UID:1\nSUMMARY:Gr@ße\nDTSTART:20261203").encode().replace(b"@", b"\xc3\r\n \xb6")
    assert read(folded)["entries"][0]["title"] == "Größe"


def test_a_file_that_ends_too_early_keeps_what_it_has():
    whole = calendar("UID:1\nSUMMARY:A\nDTSTART:20261203", "UID:2\nSUMMARY:B\nDTSTART:20261204\nDESCRIPTION:x")
    found = read(whole[: whole.rindex("DESCRIPTION")])
    assert [each["title"] for each in found["entries"]] == ["A", "B"]
    assert "cut_off" in codes(found)
    assert not found["complete"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("SUMMARY:B", "no_start"),
        ("SUMMARY:B\nDTSTART:99999999", "unreadable_time"),
        ("SUMMARY:B\nDTSTART:tomorrow", "unreadable_time"),
        ("SUMMARY:B\nDTSTART:00010101T000000Z", "odd_year"),
        ("SUMMARY:B\nDTSTART:20260229", "unreadable_time"),
    ],
)
def test_one_broken_event_loses_no_other_and_is_named(lines, code):
    found = read(
        calendar("UID:1\nSUMMARY:A\nDTSTART:20261203", f"UID:2\n{lines}", "UID:3\nSUMMARY:C\nDTSTART:20261204")
    )
    assert [each["title"] for each in found["entries"]] == ["A", "C"]
    assert [(problem["code"], problem["entry"]) for problem in found["problems"]] == [(code, "B")]
    assert found["missing"] == ["2"]


def test_to_dos_and_lines_that_are_none_are_counted():
    data = calendar("UID:1\nSUMMARY:A\nDTSTART:20261203\n!!!", head="X\nBEGIN:VTODO\nSUMMARY:T\nEND:VTODO\n")
    found = read(data)
    assert sorted(codes(found)) == ["not_events", "unreadable_lines", "unreadable_lines"]
    assert len(found["entries"]) == 1


def test_a_reminder_within_an_event_is_not_the_event():
    found = entry("BEGIN:VALARM", "DESCRIPTION:Erinnerung", "TRIGGER:-PT15M", "END:VALARM", "DESCRIPTION:Das Treffen")
    assert found["text"] == "Das Treffen"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"invalid", "no_calendar"),
        (b"<!DOCTYPE html><html><body><form>Login</form></body></html>", "web_page"),
        (b"\n\n<html lang=de>", "web_page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no_calendar"),
        (b"<rss><channel/></rss>", "no_schedule"),
        (b"<schedule>", "broken_xml"),
        (b'{"a": 1}', "no_schedule"),
        (b"[" * 200_000, "broken_json"),
        (b"{", "broken_json"),
        (b"BEGIN:VCALENDAR\n" + b"X" * 5_000_001, "too_large"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_reason(data, code):
    assert refusal(data) == code


def test_entities_of_entities_are_not_resolved():
    bomb = '<?xml version="1.0"?><!DOCTYPE schedule [<!ENTITY a "aaaaaaaaaa">'
    bomb += "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    assert (
        refusal(f"{bomb}]><schedule><conference><title>&j;</title></conference></schedule>".encode()) == "xml_entities"
    )


def test_an_entity_that_names_a_file_is_not_read():
    data = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule><conference><title>&x;</title></conference></schedule>'
    assert refusal(data) == "xml_entities"


def test_elements_nested_a_hundred_thousand_deep_end_in_an_answer():
    assert refusal(b"<schedule>" + b"<day>" * 100_000) == "broken_xml"


def test_of_more_entries_than_fit_the_last_ones_are_taken():
    events = [f"UID:{n}\nSUMMARY:T{n}\nDTSTART:20261203T{n // 60 % 24:02}{n % 60:02}00" for n in range(1100)]
    found = read(calendar(*events))
    assert len(found["entries"]) == 1000
    assert codes(found) == ["too_many"]
    assert not found["complete"]


# Texts


def test_html_becomes_markdown_without_what_could_harm():
    found = entry(
        r"DESCRIPTION:<p>Wir <b>lesen</b> <a href='https://a.example/x'>das Gesetz</a>.</p><ul><li>eins</li></ul>"
        r"<script>alert(1)</script><a href='javascript:alert(1)'>Klick</a><img src=x onerror=alert(1)>"
    )
    assert "Wir **lesen** [das Gesetz](https://a.example/x)." in found["text"]
    assert "- eins" in found["text"]
    assert not any(word in found["text"] for word in ("script", "onerror", "alert"))


def test_plain_words_stay_what_they_are():
    found = entry(r"DESCRIPTION:# Nr. 1\nmit *Stern* und https://a.example/b_c.\n\n- eins\n- zwei")
    assert found["text"] == "\\# Nr. 1\\\nmit \\*Stern\\* und <https://a.example/b_c>.\n\n- eins\n- zwei"


def test_html_nested_deep_ends_in_its_words():
    deep = "<div>" * 1200 + "tief" + "</div>" * 1200
    assert "tief" in entry(f"DESCRIPTION:{deep}")["text"]


def test_texts_end_as_ordinary_texts():
    found = entry("SUMMARY:<b>Offene</b> Daten\u202e &amp; \x07mehr " + "x" * 500, "LOCATION:Rathaus\\nUlm")
    assert found["title"].startswith("Offene Daten & mehr xxx")
    assert (len(found["title"]), found["title"][-1]) == (200, "…")
    assert found["location"] == "Rathaus Ulm"


def test_a_text_of_a_megabyte_is_shortened_and_told():
    found = read(calendar("UID:1\nSUMMARY:T\nDTSTART:20261203\nDESCRIPTION:" + "Wort " * 200_000))
    assert codes(found) == ["text_shortened"]
    assert len(found["entries"][0]["text"]) < 20_000


def test_a_way_into_a_meeting_is_left_out():
    found = entry("LOCATION:https://video.example/raum?pwd=geheim", "CONFERENCE;VALUE=URI:https://video.example/raum")
    assert (found["online"], found["location"]) == (True, "")
    assert "geheim" not in json.dumps(found)


# Schedules of conferences

SCHEDULE = """<?xml version="1.0" encoding="utf-8"?>
<schedule><version>1.0</version><conference><title>Verwaltungscamp</title><time_zone_name>Europe/Vienna</time_zone_name>
</conference><day index="1" date="2026-12-04" start="2026-12-04T09:00:00+01:00" end="2026-12-05T02:00:00+01:00">
<room name="Saal 1"><event guid="a1b2" id="1"><date>2026-12-04T10:00:00+01:00</date><start>10:00</start>
<duration>00:45</duration><room>Saal 1</room><title>Offene Register</title><subtitle>Was geht</subtitle>
<track>Recht</track><language>de</language>
<abstract>**Kurz**</abstract><description>&lt;p&gt;Lang&lt;/p&gt;</description>
<url>https://camp.example/talk/1</url>
<persons><person id="3">Adriana Groh</person><person id="4">Bo Li</person></persons>
</event><event id="2"><start>01:30</start><duration>01:00</duration><title>Nachtgespräch</title></event>
<event id="3"><title>Ohne Zeit</title></event></room></day></schedule>"""


def test_a_schedule_in_xml_becomes_an_entry_for_each_talk():
    found = read(SCHEDULE)
    talk, night = found["entries"]
    assert (found["name"], talk["title"], talk["subtitle"]) == ("Verwaltungscamp", "Offene Register", "Was geht")
    assert (talk["key"], talk["room"], talk["people"]) == ("a1b2", "Saal 1", ["Adriana Groh", "Bo Li"])
    assert (talk["zone"], *on_the_clock(talk)) == ("Europe/Vienna", "2026-12-04 10:00", "2026-12-04 10:45")
    assert talk["text"] == "**Kurz**\n\nLang"
    assert (talk["url"], talk["categories"], talk["language"]) == ("https://camp.example/talk/1", ["Recht"], "de")
    assert on_the_clock(night) == ("2026-12-05 01:30", "2026-12-05 02:30")
    assert [(problem["code"], problem["entry"]) for problem in found["problems"]] == [("no_start", "Ohne Zeit")]


def test_a_schedule_in_json_says_the_same():
    talk = {
        "guid": "a1b2", "date": "2026-12-04T10:00:00+01:00", "duration": "00:45", "title": "Offene Register",
        "subtitle": "Was geht", "track": "Recht", "language": "de", "abstract": "**Kurz**",
        "description": "<p>Lang</p>",
        "url": "https://camp.example/talk/1", "room": "Saal 1",
        "persons": [{"public_name": "Adriana Groh"}, {"name": "Bo Li"}],
    }  # fmt: skip
    conference = {"title": "Verwaltungscamp", "time_zone_name": "Europe/Vienna",
                  "days": [{"date": "2026-12-04", "rooms": {"Saal 1": [talk]}}]}  # fmt: skip
    found = read(json.dumps({"schedule": {"conference": conference}}))
    assert found["entries"] == [found for found in read(SCHEDULE)["entries"] if found["key"] == "a1b2"]


@pytest.mark.parametrize("value", [None, 5, [], {}, "", True])
def test_a_schedule_of_wrong_types_is_an_answer_not_an_error(value):
    names = ("guid", "date", "duration", "title", "persons", "url", "room", "abstract", "start")
    talk = dict.fromkeys(names, value)
    whole = {"schedule": {"conference": {"days": [{"date": value, "rooms": {"a": [talk, value]}}]}}}
    try:
        read(json.dumps(whole))
    except Refused as error:
        assert error.args == ("no_schedule",)


# The program


def test_a_file_is_read_by_a_program_of_its_own():
    found = files.read_file(SCHEDULE.encode(), zone="Europe/Berlin", now=NOW)
    assert found == read(SCHEDULE)


def test_what_the_program_refuses_is_told_in_a_sentence():
    with translation.override("en"), pytest.raises(Unusable, match="This is a web page"):
        files.read_file(b"<html><body>Login</body></html>", zone="Europe/Berlin", now=NOW)


@pytest.fixture
def program(monkeypatch, tmp_path):
    """The reading program with something before its reading, and with so many seconds."""

    def changed(before, seconds):
        for path in Path(reading.__file__).parent.glob("*.py"):
            text = path.read_text().replace("\nSECONDS = 20", f"\nSECONDS = {seconds}")
            text = text.replace("result = read(", f"{before}; result = read(") if path.name == "reading.py" else text
            copy = tmp_path / "events" / "foreign" / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text)
        (tmp_path / "events" / "__init__.py").write_text("")
        monkeypatch.syspath_prepend(str(tmp_path))

    return changed


@pytest.mark.parametrize(
    ("worst", "seconds"), [("b'x' * 1_000_000_000", 20), ("all(iter(lambda: 1, 0))", 3)], ids=["memory", "time"]
)
def test_a_program_that_takes_too_much_is_ended(program, worst, seconds):
    """The limits of the system hold whatever a library does with a file; here one that does the worst."""
    program(worst, seconds)
    with pytest.raises(Unusable) as refused:
        files.read_file(b"BEGIN:VCALENDAR", zone="Europe/Berlin", now=NOW)
    assert refused.value.problem["code"] == "too_heavy"


def test_a_program_within_its_limits_is_not_ended(program):
    program("b'x' * 500_000_000", 20)
    assert files.read_file(b"BEGIN:VCALENDAR", zone="Europe/Berlin", now=NOW)["entries"] == []


@pytest.mark.parametrize("words", [PROBLEMS, UNUSABLE], ids=["problems", "unusable"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_reason_is_a_sentence_in_both_languages(words, language):
    with translation.override("en"):
        english = {code: str(text) for code, text in words.items()}
    with translation.override(language):
        for code, text in words.items():
            assert sentence({"code": code, "given": "7 %"})
            assert language == "en" or str(text) != english[code]
