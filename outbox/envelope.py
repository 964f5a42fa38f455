"""A message and its rendered mail, put into the MIME form that Django's mail backends send."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from outbox.mails import one_line


def envelope(message, mail):
    """The e-mail as it goes out. Headers are one line each, whatever their values held."""
    email = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        reply_to=[one_line(mail.reply_to)] if mail.reply_to else None,
        headers=_headers(message, mail),
    )
    if mail.html:
        email.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # As an alternative, mail apps offer to add the entry (RFC 6047); the attachment is for the others.
        content = mail.calendar.content.decode()
        email.attach_alternative(content, f"text/calendar; method={mail.calendar.method}")
        email.attach(mail.calendar.name, mail.calendar.content, "application/ics")
    for attachment in mail.attachments:
        email.attach(*attachment)
    return email


def _headers(message, mail):
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        "X-Auto-Response-Suppress": "OOF, AutoReply",  # the same for Exchange
        "Content-Language": message.language,
    }
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers | {name: one_line(value) for name, value in mail.headers.items()}
