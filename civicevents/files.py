"""Uploaded files, served only to those who may see the page they stand on.

Whoever holds an address of a public picture may keep the file: addresses never get another content. A week, not a year,
so that a withdrawn picture leaves the caches out there soon.
"""

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from events.models import Appearance, Event, Partner, Programme, Series
from participation.looking_back import events_looked_back_on
from participation.models import Material
from pictures.links import is_preview
from pictures.models import Picture

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
PUBLIC = f"public, max-age={7 * 24 * 60 * 60}, immutable"


def pictures_on(events):
    """The pictures of events and of the people on them."""
    on_stage = Appearance.objects.filter(event__in=events, speaker__picture=OuterRef("pk"))
    return Picture.objects.filter(Exists(events.filter(picture=OuterRef("pk"))) | Exists(on_stage))


def public_pictures(now):
    """What anybody may see: pictures of published events and people on them, and the public photos of what is over;
    series and programmes have no drafts.
    """
    photos = Material.objects.public_at(events_looked_back_on(now)).filter(picture=OuterRef("pk"))
    always = [Exists(model.objects.filter(picture=OuterRef("pk"))) for model in (Series, Programme)]
    shown = Picture.objects.filter(always[0] | always[1] | Exists(photos))
    return pictures_on(Event.objects.published(now)) | shown


def is_public_logo(name, now):
    shown = Partner.objects.filter(event__in=Event.objects.published(now), logo=name)
    return Organisation.objects.filter(logo=name).exists() or shown.exists()


@require_safe
def picture(request, key, width, ending):
    """One file of a picture: public ones for all, others for the members concerned and in signed previews."""
    if picture := public_pictures(timezone.now()).filter(key=key).first():
        return served(picture.path(f"{width}.{ending}"), PUBLIC)
    picture = get_object_or_404(unpublished(request, key), key=key)
    return served(picture.path(f"{width}.{ending}"), "private, no-store")


def unpublished(request, key):
    """The pictures that this request may see although they are not public."""
    if is_preview(key, request.GET.get("preview", "")):
        return Picture.objects.all()
    if not request.user.is_authenticated:
        return Picture.objects.none()
    mine = Event.objects.of(request.user)
    photos = Picture.objects.filter(material__event__in=mine)
    ours = (Picture.objects.visible_to(request.user), pictures_on(mine), photos)
    return Picture.objects.filter(Q(*(Q(pk__in=rows.values("pk")) for rows in ours), _connector=Q.OR))


@require_safe
def logo(request, name):
    """A logo of an organisation, or of a partner of a public event; before that for members."""
    if "\0" in name:  # which PostgreSQL takes in no question
        raise Http404
    name = f"logos/{name}"
    if is_public_logo(name, timezone.now()):
        return served(name, PUBLIC)
    if is_preview(name, request.GET.get("preview", "")) or is_on_own_event(name, request.user):
        return served(name, "private, no-store")
    raise Http404


def is_on_own_event(logo, user):
    return user.is_authenticated and Partner.objects.filter(logo=logo, event__in=Event.objects.of(user)).exists()


def served(name, caching):
    """The stored file as what it is and nothing else: neither guessed at nor run, should it be opened by itself."""
    ending = name.rpartition(".")[2]
    if ending not in TYPES or not default_storage.exists(name):
        raise Http404
    return FileResponse(
        default_storage.open(name),
        content_type=TYPES[ending],
        headers={
            "Cache-Control": caching,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
