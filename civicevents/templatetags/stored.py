"""``{% live "seats" %}…{% endlive %}``: a part that changes with sign-ups (``civicevents/stored/live.py``)."""

from django import template

from civicevents.stored.live import WANTED, marked

register = template.Library()


@register.simple_block_tag(takes_context=True, end_name="endlive")
def live(context, content, name):
    request = context.get("request")
    return marked(name, content) if request and WANTED in request.META else content
