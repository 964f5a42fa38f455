"""Sign-in of members, and the legal pages."""

from django.urls import include, path
from django.views.generic import RedirectView

from accounts.models import LegalPage
from accounts.views.invitation import invitation
from accounts.views.legal import legal_page
from accounts.visitors import public

legal = [
    address
    for kind in LegalPage.Kind.values
    for address in (
        path(f"{kind}/", public(legal_page), {"kind": kind}, name=kind),
        path(f"organisations/<slug:slug>/{kind}/", public(legal_page), {"kind": kind}, name=f"organisation_{kind}"),
    )
]
urlpatterns = [
    path("accounts/invitations/<str:token>/", invitation, name="invitation"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    *legal,
]
