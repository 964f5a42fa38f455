"""Why something was left out or taken otherwise than it stood there: one sentence per code, in the reader's language.

Codes are what is stored and what the reading process writes; ``%(given)s`` is what was found.
"""

from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused

PROBLEMS = {
    "not_utf8": _("The file is not in UTF-8. It was read as Western European text; look at umlauts and accents."),
    "unreadable_lines": _("Lines that are no calendar data were left out: %(given)s"),
    "cut_off": _("The file ends in the middle of an entry. That entry was read as far as it goes."),
    "not_events": _("To-dos, notes and busy times are no events and were left out: %(given)s"),
    "too_many": _("There are more entries than can be taken over (%(given)s). The last ones were taken."),
    "no_start": _("It has no begin and was left out."),
    "unreadable_time": _("Its time cannot be read and it was left out: %(given)s"),
    "odd_year": _("It begins in the year %(given)s and was left out."),
    "ends_before": _("It ends before it begins. The end was replaced by a guess."),
    "too_long": _("It lasts longer than a year. The end was replaced by a guess."),
    "no_end": _("Its end cannot be read. The end was replaced by a guess."),
    "unknown_zone": _("This time zone is not known; another one was taken: %(given)s"),
    "no_uid": _("It has no identifier of its own. It is recognised by its title and begin."),
    "same_uid": _("Several entries share one identifier; they are told apart by title and begin: %(given)s"),
    "twice": _("It stands there twice. It was taken once."),
    "rule_too_often": _("It repeats more often than daily. Only its first date was taken: %(given)s"),
    "rule_too_slow": _("Its rule of repetition takes too long to work out. Only its first date was taken: %(given)s"),
    "rule_unreadable": _("Its rule of repetition cannot be read. Only its first date was taken: %(given)s"),
    "rule_cut": _("It repeats very often. Of its dates the next ones were taken: %(given)s"),
    "rule_over": _("It repeats, but none of its dates lies between today and %(given)s. It was left out."),
    "text_shortened": _("Its text is longer than %(given)s characters and was shortened."),
    "way_in_left_out": _("It holds a way into a meeting. That is no public text and was left out."),
    "no_title": _("The entry of %(given)s has no title. “Without a title” stands in for it."),
}
UNUSABLE = {
    "empty": _("The file is empty."),
    "no_calendar": _("This is neither a calendar (.ics) nor a schedule (schedule.xml, schedule.json)."),
    "web_page": _("This is a web page, not a calendar. Perhaps the address asks to sign in first, or it leads to the "
                  "page beside the calendar; look there for “iCal” or “subscribe”."),
    "too_large": _("This is larger than %(given)s MB."),
    "too_heavy": _("This takes too long to read, or too much memory. Nothing was taken over."),
    "xml_entities": _("This XML declares entities or a document type, which is not read."),
    "broken_xml": _("This XML is broken: %(given)s"),
    "broken_json": _("This JSON is broken: %(given)s"),
    "no_schedule": _("This is XML or JSON, but no schedule of a conference."),
    "bad_address": _("This is no address of a calendar: one begins with https://, http:// or webcal://."),
    "password_in_address": _("This address holds a name or password. Such addresses are not stored; use one that "
                             "works without."),
    "bad_port": _("Only the ports 80, 443, 8080 and 8443 are asked, not %(given)s."),
    "not_public": _("This address leads to a machine that is not in the public internet."),
    "no_host": _("This host is not known: %(given)s"),
    "no_answer": _("The host does not answer: %(given)s"),
    "certificate": _("The connection is not safe: the host's certificate is not valid."),
    "too_slow": _("The answer takes longer than %(given)s seconds."),
    "redirects": _("This address leads on and on to other addresses."),
    "status": _("The host answers with the status %(given)s."),
    "denied": _("The host refuses to give the calendar away (status %(given)s)."),
    "gone": _("There is no calendar at this address any more (status %(given)s)."),
}  # fmt: skip


class Unusable(Refused):
    """Nothing can be taken from this file or address. ``problem`` is what is stored of it."""

    def __init__(self, code, given=""):
        self.problem = {"code": code, "given": str(given)[:120]}
        super().__init__(sentence(self.problem))


def sentence(problem):
    """What a stored problem means, in the language of whoever reads it."""
    words = PROBLEMS.get(problem["code"]) or UNUSABLE.get(problem["code"]) or problem["code"]
    return str(words) % {"given": problem.get("given", "")}
