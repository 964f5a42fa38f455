"""What the shell of every page needs. It looks at neither session nor user: public pages are the same for everybody."""

from django.conf import settings
from django.utils.translation import get_language

ENGLISH = "/en/"


def shell(request):
    """``site_name`` and ``page``: its address, and the same page in each language.

    ``page.languages`` holds dicts of code, name, current, href (path with the query, for the switch) and url (absolute,
    without the query, for search engines).
    """
    base_url = getattr(settings, "BASE_URL", "").rstrip("/")
    path = request.path_info
    german = path[len(ENGLISH) - 1 :] if path.startswith(ENGLISH) else path
    paths = {"de": german, "en": ENGLISH[:-1] + german}
    query = f"?{request.GET.urlencode()}" if request.GET and request.method == "GET" else ""
    return {
        "site_name": settings.SITE_NAME,
        "page": {
            "url": base_url + path,
            "base_url": base_url,
            "languages": [
                {
                    "code": code,
                    "name": name,
                    "current": code == get_language(),
                    "href": paths[code] + query,
                    "url": base_url + paths[code],
                }
                for code, name in settings.LANGUAGES
            ],
        },
    }
