"""Help for tests in a real browser (the fixture ``page`` is in conftest.py)."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Adds up in ``window.shift`` how far what is painted moves (https://wicg.github.io/layout-instability/).
ADD_UP_SHIFTS = """
window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => window.shift += entry.value))
    .observe({type: "layout-shift", buffered: true});
"""
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
WCAG_2_2_AA = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "preload": False,  # else axe copies imported style sheets into the page, which the policy refuses
}
axe = Axe()


class Tripwires:
    """What no page may do; ``hit`` lists what it did."""

    def __init__(self, page, home):
        self.hit = []
        self._home = home
        page.context.on("request", self._request)
        page.context.on("console", self._console)
        page.context.on("weberror", lambda error: self.hit.append(f"error in a script: {error.error}"))

    def _request(self, request):
        if not request.url.startswith((f"{self._home}/", "data:", "about:", "blob:")):
            self.hit.append(f"request to another host: {request.url}")

    def _console(self, message):
        if "Content Security Policy" in message.text:
            self.hit.append(message.text)


def accessibility_faults(page):
    """What axe-core finds on the page as it is now, one line for each element; empty is good."""
    # Where the bar at the bottom of a form covers links, axe takes them for too small.
    page.evaluate("document.querySelector('.submit-row')?.style.setProperty('position', 'static')")
    return [
        f"{violation['id']}: {violation['help']}: {', '.join(map(str, node['target']))} {node['html'][:160]}"
        for violation in axe.run(page, options=WCAG_2_2_AA).response["violations"]
        for node in violation["nodes"]
    ]


def accessibility_faults_everywhere(page, path):
    """The same for a German address and its English twin, light and dark, on a desktop and a phone."""
    faults = []
    for address in (path, f"/en{path}"):
        for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.goto(address)
                faults += [f"{address} {width} {scheme}: {fault}" for fault in accessibility_faults(page)]
    return faults


def first_held_back(page, pattern, begin):
    """The first GET of such an address (a glob) after ``begin()``, held back until the test goes on with it."""
    held = []
    page.route(pattern, lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    begin()
    for _ in range(600):
        if held:
            return held[0]
        page.wait_for_timeout(50)
    raise AssertionError(f"The page did not ask for {pattern}.")


def sign_in(page, user):
    """Give the browser a session of that user, without the forms of the sign-in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.BASE_URL}])
