"""Foreign text as ordinary text: clean lines, and Markdown out of HTML or plain words."""

import html
import re

import markdownify
import nh3

from events.foreign.bounds import MOST_TEXT
from outbox.literal import literal

# Control characters, and signs that turn the reading direction of whatever follows.
HARMFUL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
SURROGATES = re.compile(r"[\ud800-\udfff]")
TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|html|body|i|img|li|ol|p|pre|span|strong|table|td|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:amp|nbsp|lt|gt|quot|[aou]uml|szlig|#\d{1,5});", re.IGNORECASE)
BLOCK = re.compile(r"<(?:p|br|div|li|h[1-6]|table|blockquote|pre)\b", re.IGNORECASE)
TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p",
    "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
LEFT_OUT_WHOLE = {"head", "iframe", "object", "script", "style", "svg", "template", "title"}
URL = re.compile(r"(?<![\w<(\[\"'=/])https?://[^\s<>\"'\\^`{|}]+")
TRAILING = ".,;:!?)*_]"
LIST = re.compile(r"\s{0,3}(?:[-*•–]|\d{1,3}[.)])\s+(?=\S)")
BLOCK_START = re.compile(r"(?=#{1,6}\s|>|\+\s|~~~|```|=+\s*$|-{2,}\s*$|[-*_](?:\s*[-*_]){2,}\s*$|\|)")


def clean(text):
    """The text without control characters; any line end becomes a line feed."""
    text = SURROGATES.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return HARMFUL.sub("", text).replace("\xa0", " ").strip()


def one_line(text, most=200):
    """Words in one line, shortened with an ellipsis."""
    text = " ".join(clean(text)[: most * 20].split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def title(text):
    """A title: its entities resolved and its tags gone, since some calendars put HTML there, too."""
    text = clean(text)[:4000]
    if TAG.search(text):
        text = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
        return one_line(html.unescape(text))
    return one_line(html.unescape(text) if ENTITY.search(text) else text)


def is_html(text):
    return bool(TAG.search(text) or ENTITY.search(text))


def markdown(text, *, problems=None, entry="", is_markdown=False):
    """Markdown that reads as the text did: HTML is converted, plain words stay what they are."""
    text = clean(text)
    if len(text) > MOST_TEXT:
        if problems is not None:
            problems.add("text_shortened", entry=entry, given=MOST_TEXT)
        text = text[:MOST_TEXT].rsplit(" ", 1)[0] + " …"
    if is_html(text):
        return from_html(text)
    return text if is_markdown else from_plain(text)


def from_html(text):
    if not BLOCK.search(text):
        text = text.replace("\n", "<br>")
    safe = nh3.clean(
        text,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        clean_content_tags=LEFT_OUT_WHOLE,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    try:
        converted = markdownify.markdownify(safe, heading_style="ATX", bullets="-", autolinks=True, escape_misc=False)
    except RecursionError:  # nested some hundred tags deep: nobody wrote that to be read
        return from_plain(html.unescape(nh3.clean(text, tags=set(), clean_content_tags=LEFT_OUT_WHOLE)))
    lines = [line.rstrip() if not line.endswith("  ") else line.rstrip() + "  " for line in converted.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[: MOST_TEXT + 2000]


def from_plain(text, *, links=True):
    """Lines stay lines, lists stay lists, addresses become links if wanted; nothing else is taken for Markdown."""
    lines = [_plain_line(line.rstrip(), links) for line in text.split("\n")]
    joined = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        breaks = line and following and not LIST.match(following) and not LIST.match(line)
        joined.append(line + ("\\" if breaks else ""))
    result = re.sub(r"\n{3,}", "\n\n", "\n".join(joined)).strip()
    return result if len(result) < 19_000 else result[:19_000].rsplit("\n", 1)[0]


def _plain_line(line, links):
    if marker := LIST.match(line):
        sign = marker.group().strip()
        return f"{sign if sign[0].isdigit() else '-'} {_escaped(line[marker.end() :], links)}"
    line = line.lstrip()
    return "\\" * bool(line and BLOCK_START.match(line)) + _escaped(line, links) if line else ""


def _escaped(text, links):
    parts, last = [], 0
    for found in URL.finditer(text) if links else ():
        address = found.group().rstrip(TRAILING)
        parts += [literal(text[last : found.start()]), f"<{address}>"]
        last = found.start() + len(address)
    return "".join([*parts, literal(text[last:])])
