"""Middleware of the whole portal: headers of every answer, and the language of a page."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.utils import translation

FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)


def permissions(allowed=()):
    """The value of Permissions-Policy (W3C): no feature for anybody, the allowed ones for our own pages."""
    return ", ".join(f"{feature}=({'self' if feature in allowed else ''})" for feature in FEATURES)


def headers(get_response):
    """What Django and django-csp do not send. What a view says itself stands; whoever says nothing is private.

    A view names the browser features that its page needs in ``response.allowed_features``.
    """

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", permissions(getattr(response, "allowed_features", ())))
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, which composes the policy anew for each answer: the usual one is composed once."""

    def process_response(self, request, response):
        special = any(name.startswith("_csp_") for name in (*request.__dict__, *response.__dict__))
        if special or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, usual_policy())
        return response


@cache
def usual_policy():
    return build_policy()


def language_from_path(get_response):
    """The address alone decides on the language, so that a page is the same for everybody (no header, no cookie)."""

    def middleware(request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
