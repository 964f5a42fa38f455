import pytest

from civicevents.testing import BERLIN, at
from events.agenda_text import Person, read_agenda
from events.models import ItemKind

START = at("2026-11-12 18:00")


def read(text, starts_at=START, **options):
    return read_agenda(text, starts_at=starts_at, zone=BERLIN, **options)


def rows(text, **options):
    """(start, end, title, names) of each row, times on Berlin's clock."""
    pasted = read(text, **options)
    assert pasted.problems == []
    return [
        (_clock(row.starts_at), _clock(row.ends_at), row.title, [person.name for person in row.people])
        for row in pasted.rows
    ]


def _clock(moment):
    return moment and f"{moment.astimezone(BERLIN):%d. %H:%M}"


@pytest.mark.parametrize(
    "line",
    [
        "18:10 Offene Daten – Adriana Groh",
        "18.10 Uhr Offene Daten – Adriana Groh",
        "18:10 Uhr: Offene Daten - Adriana Groh",
        "18:10\tOffene Daten\tAdriana Groh",
        "18:10 | Offene Daten | Adriana Groh",
        "18:10 – Offene Daten — Adriana Groh",
        "• 18:10 Offene Daten – Adriana Groh",
        "ab 18:10 Uhr\u00a0Offene Daten –\u00a0Adriana Groh",
        "   18:10 Offene Daten – Adriana Groh  ",
    ],
)
def test_a_line_is_read_in_many_spellings(line):
    assert rows(line) == [("12. 18:10", None, "Offene Daten", ["Adriana Groh"])]


@pytest.mark.parametrize(
    "line",
    ["18:10–18:40 Input", "18.10 - 18.40 Uhr Input", "18:10 Uhr bis 18:40 Uhr: Input", "von 18:10 bis 18:40 Uhr Input"],
)
def test_a_span_has_an_end(line):
    assert rows(line) == [("12. 18:10", "12. 18:40", "Input", [])]


def test_full_hours_need_the_word_uhr():
    assert rows("18 Uhr Begrüßung\n18–19 Uhr Input\n3 Fragen zum Schluss") == [
        ("12. 18:00", None, "Begrüßung", []),
        ("12. 18:00", "12. 19:00", "Input", []),
        (None, None, "3 Fragen zum Schluss", []),
    ]


@pytest.mark.parametrize(
    ("people", "names"),
    [
        ("Sonja Anton, Jan-Ole Beyer und Stefan Kaufmann", ["Sonja Anton", "Jan-Ole Beyer", "Stefan Kaufmann"]),
        ("Elisabeth Söllner & Hanna Hinrichs", ["Elisabeth Söllner", "Hanna Hinrichs"]),
        ("Caroline Paulick-Thiel / Ludwig van Beethoven", ["Caroline Paulick-Thiel", "Ludwig van Beethoven"]),
    ],
)
def test_several_people(people, names):
    assert rows(f"18:10 Diskussion – {people}") == [("12. 18:10", None, "Diskussion", names)]


def test_academic_titles_and_functions_are_not_part_of_the_name():
    row = read("18:10 Soest – Dr. Hanna Hinrichs (Stadtlabor Soest), Prof. Dr. Ines Mergel").rows[0]

    assert row.people == [
        Person("Hanna Hinrichs", "Dr.", "Stadtlabor Soest"),
        Person("Ines Mergel", "Prof. Dr."),
    ]


def test_a_dash_within_a_title_names_nobody():
    assert rows("18:10 Wir vs. Virus – ein Best Practice") == [
        ("12. 18:10", None, "Wir vs. Virus – ein Best Practice", [])
    ]


def test_a_known_name_counts_however_it_looks():
    assert rows("18:10 Input – zerforschung", known_names=["Zerforschung"])[0][3] == ["zerforschung"]


def test_the_agenda_of_a_real_page_with_a_person_below_the_title():
    text = """
        18:00 Uhr       Begrüßung

        18:10 Uhr       Wir vs. Virus Hackathon – ein Best Practice

        Adriana Groh – Co-Organisatorin Wir vs. Virus Hackathon, Project Lead Prototype Fund

        18:40 Uhr       Schlaglichter aus dem BMFSFJ

        19:10 Uhr       Arbeitsphase

        20:00 Uhr       Ende
    """

    assert rows(text) == [
        ("12. 18:00", None, "Begrüßung", []),
        ("12. 18:10", None, "Wir vs. Virus Hackathon – ein Best Practice", ["Adriana Groh"]),
        ("12. 18:40", None, "Schlaglichter aus dem BMFSFJ", []),
        ("12. 19:10", None, "Arbeitsphase", []),
        ("12. 20:00", None, "Ende", []),
    ]
    pasted = read(text)
    assert [row.kind for row in pasted.rows] == [
        ItemKind.WELCOME,
        ItemKind.TALK,
        ItemKind.TALK,
        ItemKind.WORKSHOP,
        ItemKind.END,
    ]
    assert pasted.people[0].function == "Co-Organisatorin Wir vs. Virus Hackathon, Project Lead Prototype Fund"


def test_indented_lines_are_the_abstract():
    row = read("18:10 Input\n  Was wir gelernt haben.\n\n\tUnd was nicht.").rows[0]

    assert row.abstract == "Was wir gelernt haben.\nUnd was nicht."


def test_an_agenda_may_have_no_clock_time_at_all():
    assert rows("Vorstellungsrunde\nKurze Impulse – Sonja Anton\n- Gespräch") == [
        (None, None, "Vorstellungsrunde", []),
        (None, None, "Kurze Impulse", ["Sonja Anton"]),
        (None, None, "Gespräch", []),
    ]


def test_after_midnight_is_the_next_day():
    assert rows(
        "22:00 Beginn\n23:30–00:30 Nachtschicht\n00:30 Pause\n24:00 Kuchen", starts_at=at("2026-11-12 22:00")
    ) == [
        ("12. 22:00", None, "Beginn", []),
        ("12. 23:30", "13. 00:30", "Nachtschicht", []),
        ("13. 00:30", None, "Pause", []),
        ("14. 00:00", None, "Kuchen", []),
    ]


def test_a_small_step_back_is_a_parallel_row_of_the_same_day():
    assert [row[0] for row in rows("18:40 A\n18:10 B")] == ["12. 18:40", "12. 18:10"]


def test_a_date_alone_begins_another_day():
    text = "10:00 Auftakt\nFreitag, 13.11.:\n9:30 Frühstück\n2026-11-14\n9:00 Abreise"

    assert [row[0] for row in rows(text, starts_at=at("2026-11-12 10:00"))] == ["12. 10:00", "13. 09:30", "14. 09:00"]


def test_a_camp_of_several_days_turns_to_the_next_morning():
    text = "10:00 Auftakt\n13:00 Ende des ersten Tages\n9:00 Frühstück"

    times = [row[0] for row in rows(text, starts_at=at("2026-11-12 10:00"), several_days=True)]
    assert times == ["12. 10:00", "12. 13:00", "13. 09:00"]


def test_a_span_across_the_doubled_hour_ends_after_it_begins():
    row = read("02:45–02:15 Nachtschicht", starts_at=at("2026-10-25 01:00")).rows[0]

    # Read as a whole day later: no clock runs from 2:45 to 2:15 in half an hour for somebody who types it.
    assert f"{row.ends_at.astimezone(BERLIN):%d. %H:%M}" == "26. 02:15"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("18:00 Begrüßung\n18:70 Input", 2),
        ("18:00", 1),
        ("25:00 Input", 1),
        (f"18:00 {'x' * 201}", 1),
        ("31.02.\n18:00 Input", 1),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(text, line):
    assert [problem.line for problem in read(text).problems] == [line]


def test_a_skipped_hour_is_a_problem_of_its_line():
    problems = read("01:30 Nacht\n02:30 Uhrumstellung", starts_at=at("2027-03-28 01:00")).problems

    assert [problem.line for problem in problems] == [2]
    assert "02:30" in problems[0].sentence


def test_hostile_text_is_read_in_no_time():
    pasted = read(
        "1" * 20_000
        + "\n"
        + "- " * 10_000
        + "\n"
        + "18:00 "
        + "Dr. " * 5_000
        + "\n"
        + "\n".join("x" for _ in range(500))
    )

    assert len(pasted.rows) <= 200
    assert pasted.problems[-1].line == 201
