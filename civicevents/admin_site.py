"""The organisers' workplace: Django's admin, entered through the portal's own sign-in, in the order of work."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedAutocomplete, class_with
from accounts.second_factor import lacks_second_factor

# What the index shows under which heading; a model not named here comes last.
ORDER = [
    ("meetups", _("Meetups"), ["events.event", "events.series", "events.programme", "events.cohost", "events.source"]),
    ("sign-up", _("Sign-up"), ["registrations.signup", "registrations.registration"]),
    (
        "questions",
        _("Questions and comments"),
        ["participation.decision", "participation.eventquestions", "participation.eventcomments"],
    ),
    ("contributions", _("Contributions"), ["participation.proposal", "participation.callforproposals"]),
    ("ideas", _("Ideas"), ["participation.idea", "participation.board"]),
    ("afterwards", _("Afterwards"), ["participation.lookingback", "participation.eventfeedback"]),
    (
        "people-and-places",
        _("People and places"),
        ["speakers.speaker", "events.venue", "events.platform", "pictures.picture", "events.topic", "events.audience"],
    ),
    (
        "organisation",
        _("Organisation"),
        ["accounts.organisation", "accounts.membership", "accounts.invitation", "accounts.legalpage"],
    ),
]
REST = ("portal", _("The whole portal"))


class Workplace(admin.AdminSite):
    site_title = site_header = lazy(lambda: settings.SITE_NAME, str)()
    index_title = _("Your meetups")
    empty_value_display = "–"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Nothing enters that does not keep organisations apart; other packages register tables of their own."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        """Without the detour that resolves any row of any table to its address, whoever it belongs to."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def has_permission(self, request):
        """Asked before every view. No text in the database holds a NUL, and PostgreSQL takes none in a question."""
        if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
            raise BadRequest
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request, extra_context=None):
        """There is one sign-in, with its second factor and its limits: allauth's."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            target = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return HttpResponseRedirect(target)
        if super().has_permission(request):
            message = _(
                "Here participants' data are seen. Set up a second factor first, then everything is open to you."
            )
            messages.warning(request, message)
            return HttpResponseRedirect(reverse("mfa_index"))
        if request.user.is_authenticated:
            raise PermissionDenied(_("Your account belongs to no organisation. Ask a manager to invite you."))
        return redirect_to_login(target, resolve_url(settings.LOGIN_URL))

    def each_context(self, request):
        return super().each_context(request) | {"missing_mail_settings": settings.MISSING_MAIL_SETTINGS}

    def index(self, request, extra_context=None):
        """With the requests to host together, the calendars, and what people wrote, that wait for this user."""
        waiting = self.get_model_admin(apps.get_model("events.cohost")).waiting(request.user)
        sources = self.get_model_admin(apps.get_model("events.source")).waiting_for(request.user)
        written = len(self.get_model_admin(apps.get_model("participation.decision")).waiting_for(request.user))
        mine = {"requests": waiting, "sources": sources, "written": written}
        return super().index(request, mine | (extra_context or {}))

    def autocomplete_view(self, request):
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def choosable(self, user, db_field):
        """The rows that this user may put into a relation, as the form with this relation says."""
        return class_with(self, db_field.model).choosable(user, db_field)

    def get_app_list(self, request, app_label=None):
        """Models in the order of work instead of by app."""
        apps = super().get_app_list(request, app_label)
        models = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
        url = {app["app_label"]: app["app_url"] for app in apps}
        groups = [
            (key, name, [models.pop(label) for label in labels if label in models]) for key, name, labels in ORDER
        ]
        groups.append((*REST, list(models.values())))
        return [
            {
                "name": name,
                "app_label": key,
                "app_url": url[found[0]["model"]._meta.app_label],
                "has_module_perms": True,
                "models": found,
            }
            for key, name, found in groups
            if found
        ]
