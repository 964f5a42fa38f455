"""Every mail to participants, invited guests, people on stage, organisers and administrators about sign-up.

One function per message, its words in `templates/mail/registrations/<kind>.txt`. Mails are rendered when they are sent:
one that tells of a state that no longer holds raises Stale, because what ended that state wrote a mail of its own.
Access details are never in a mail, only the link to the own page.
"""

from registrations.mails import happenings, news, staff, stage

__all__ = ["happenings", "news", "staff", "stage"]
