"""The page behind the link of an invitation. Looking changes nothing; the button makes somebody a member."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import accept_invitation
from accounts.forms import AcceptInvitationForm
from accounts.models import Invitation, User
from accounts.refusal import Refused


def invitation(request, token):
    invitation = get_object_or_404(Invitation.objects.by_token(token).select_related("organisation"))
    now = timezone.now()
    if not invitation.is_open(now):
        return render(request, "account/invitation_over.html", {"invitation": invitation}, status=410)
    has_account = User.objects.filter(email=invitation.email).exists()
    form = None if has_account else AcceptInvitationForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _accept(invitation, form, now)
        except Refused as refused:
            messages.error(request, refused)
            return redirect("invitation", token=token)
        messages.success(request, _("Welcome! Please sign in now with %(email)s.") % {"email": invitation.email})
        return redirect("account_login")
    status = 422 if form and form.errors else 200
    return render(request, "account/invitation.html", {"invitation": invitation, "form": form}, status=status)


def _accept(invitation, form, now):
    values = form.cleaned_data if form else {"name": "", "password": None}
    accept_invitation(invitation=invitation, name=values["name"], password=values["password"], now=now)
