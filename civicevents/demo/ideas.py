"""A board with the idea of the reference page, each part of it in its field, and what may have come of it since.

From a question at a meetup to a milestone everything is linked: the evening of N3GZ in 2021, a question of its
audience, the idea that it led to, its milestones. Whatever is invented is marked so.
"""

import datetime as dt

from civicevents.demo.idea_texts import ANSWERS, LABS, LABS_POINTS, REGISTER, RULES, SHOP, SHOP_LATER, SHOP_POINTS
from civicevents.demo.making import clock
from events.models import Event
from participation.actions.ideas import change_state, keep_version, publish
from participation.models import (
    AudienceQuestion,
    Board,
    BoardQuestion,
    ContributionState,
    Idea,
    IdeaVote,
    Milestone,
    MilestoneState,
    OpeningTime,
    Origin,
    Point,
    Precision,
    Resource,
    Stage,
)

DAY = dt.timedelta(days=1)
MEETING = dt.date(2019, 4, 9)
SHOWN = ContributionState.SHOWN
QUESTION = "Braucht das digitale Ehrenamt eigene Räume, oder reicht ein Videoraum?"


def load(house):
    host = house.organisations["opengov"]
    if Board.objects.filter(organisation=host).exists():
        return
    board = _board(host)
    labs = _labs(board, house)
    shop = _shop(board, labs, house)
    _register(board, house)
    _say(labs, LABS_POINTS, clock(dt.date(2019, 5, 2), "10:00"), votes=(0, 0))
    _say(shop, SHOP_POINTS, house.calendar.in_days(-50), votes=(23, 4))


def _board(host):
    board = Board.objects.create(
        organisation=host,
        slug="labore",
        title="Labore und offene Orte",
        summary="Ideen, wie Verwaltung und Zivilgesellschaft an einem Ort zusammenarbeiten.",
        title_translated="Labs and open places",
        summary_translated="Ideas for places where public administration and civil society work together.",
        rules=RULES,
        is_public=True,
        takes_proposals=True,
        asks_principles=True,
        asks_legal_form=True,
        asks_running_time=True,
        asks_resources=True,
    )
    for position, (name, text, name_translated, text_translated) in enumerate(ANSWERS):
        BoardQuestion.objects.create(
            board=board, position=position, name=name, text=text,
            name_translated=name_translated, text_translated=text_translated,
        )  # fmt: skip
    return board


def _idea(board, facts, moment, **fields):
    """An idea of the organisation with its answers, not public yet."""
    answers = facts["answers"]
    idea = Idea(board=board, created_at=moment, **facts["fields"], **fields)
    idea.enter(ContributionState.HELD, moment)
    idea.first_answers = list(zip(board.questions.all(), answers, strict=True))
    idea.save()
    return idea


def _labs(board, house):
    """The reference page: developed in the work meeting of 9 April out of an earlier idea."""
    moment = clock(MEETING, "17:00")
    labs = _idea(board, LABS, moment, slug="open-gov-labs")
    OpeningTime.objects.create(
        idea=labs, opens=dt.time(8), closes=dt.time(22), note="damit beide Seiten gemeinsame Zeiten zum Arbeiten finden"
    )
    for position, (amount, purpose, is_part, at_least) in enumerate(LABS["resources"]):
        Resource.objects.create(
            idea=labs, position=position, amount=amount, purpose=purpose, is_part=is_part, at_least=at_least
        )
    for position, (title, points, precision, due_on) in enumerate(LABS["milestones"]):
        Milestone.objects.create(
            idea=labs, position=position, title=title, points="\n".join(points), precision=precision, due_on=due_on
        )
    note = "Eine frühere Idee, die im Arbeitstreffen weiterentwickelt wurde."
    Origin.objects.create(idea=labs, position=0, label="Regionale Open Gov Labore", note=note)
    Origin.objects.create(idea=labs, position=1, event=Event.objects.get(source_id="arbeitstreffen-2019-04-09"))
    Origin.objects.create(
        idea=labs, position=2, kind=Origin.Kind.REFERS_TO, label="Code for All", url="https://codeforall.org/",
        note="Erfahrungen aus anderen Ländern mit offenem Regieren",
    )  # fmt: skip
    return publish(idea=labs, by=house.by, now=moment)


def _shop(board, labs, house):
    """Invented: what a question at a meetup led to, in two versions and three states."""
    day = house.calendar.in_days
    shop = _idea(board, SHOP, day(-90), is_demo=True)
    OpeningTime.objects.create(idea=shop, first_day=1, last_day=5, opens=dt.time(14), closes=dt.time(20))
    Resource.objects.create(idea=shop, amount=1, unit="pieces", purpose="leeres Ladenlokal mit Strom und Netz")
    meetup = Event.objects.get(source_id="n3gz-2021-04-29")
    question = AudienceQuestion.objects.filter(event=meetup, text=QUESTION).first()
    Origin.objects.create(idea=shop, position=0, event=meetup, question=question)
    Origin.objects.create(idea=shop, position=1, other=labs, note="eine Nummer kleiner")
    publish(idea=shop, by=house.by, now=day(-90))
    change_state(
        idea=shop,
        to=Stage.DISCUSSED,
        seen=Stage.PROPOSED,
        by=house.by,
        now=day(-70),
        explanation=SHOP_LATER["discussed"],
    )
    _steps(shop, house)
    shop.summary, shop.legal_form_note = SHOP_LATER["summary"], SHOP_LATER["legal_form_note"]
    shop.save(update_fields=["summary", "legal_form_note", "updated_at"])
    shop.answers.filter(question=board.questions.last()).update(text=SHOP_LATER["approach"])
    for answer in shop.answers.all():
        answer.save()  # renders the text
    keep_version(idea=shop, by=house.by, now=day(-40), note=SHOP_LATER["note"])
    change_state(
        idea=shop,
        to=Stage.TAKEN_UP,
        seen=Stage.DISCUSSED,
        by=house.by,
        now=day(-30),
        explanation=SHOP_LATER["taken_up"],
    )
    return Idea.objects.get(pk=shop.pk)


def _steps(shop, house):
    """Milestones of each precision and in each state."""
    today, of = house.calendar.today, MilestoneState
    steps = [
        ("Drei Städte suchen je einen leeren Laden", ["Wirtschaftsförderung fragen", "Eigentümer:innen ansprechen"],
         Precision.DAY, today - 20 * DAY, of.REACHED),
        ("Ein Vierteljahr lang ausprobieren", ["offene Nachmittage", "ein Abend im Monat für Vorhaben"],
         Precision.QUARTER, today + 100 * DAY, of.UNDER_WAY),
        ("Erfahrungen aufschreiben und weitergeben", [], Precision.YEAR, today + 300 * DAY, of.PLANNED),
        ("In jeder Stadt ein Laden", [], Precision.OPEN, None, of.PLANNED),
    ]  # fmt: skip
    for position, (title, points, precision, due_on, state) in enumerate(steps):
        Milestone.objects.create(
            idea=shop, position=position, title=title, points="\n".join(points), precision=precision, due_on=due_on,
            state=state,
        )  # fmt: skip


def _register(board, house):
    """Invented: one that is not pursued, and why."""
    day = house.calendar.in_days
    idea = _idea(board, REGISTER, day(-60), is_demo=True)
    publish(idea=idea, by=house.by, now=day(-60))
    change_state(
        idea=idea, to=Stage.NOT_PURSUED, seen=Stage.PROPOSED, by=house.by, now=day(-10),
        explanation=REGISTER["explanation"],
    )  # fmt: skip
    _say(idea, REGISTER["points"], day(-55), votes=(3, 9))


def _say(idea, points, moment, votes):
    """Points without authors, as they stay when their people have gone; and votes."""
    for number, (side, text, url, name, helpful, unhelpful) in enumerate(points):
        row = Point(
            idea=idea, side=side, text=text, url=url, shown_name=name, helpful=helpful, unhelpful=unhelpful,
            created_at=moment + number * DAY,
        )  # fmt: skip
        _store(row, moment + number * DAY)
    for number in range(sum(votes)):
        _store(IdeaVote(idea=idea, is_for=number < votes[0], created_at=moment), moment)


def _store(row, moment):
    row.enter(SHOWN, moment)
    row.save()
    row.has_changed()
