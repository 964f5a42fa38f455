"""Getting a certificate of attendance, and checking somebody else's."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from registrations.actions import certify
from registrations.certificates.codes import proves, read
from registrations.certificates.contents import shown
from registrations.certificates.paper import pdf_of
from registrations.forms.certificates import CheckForm
from registrations.models import CertificateEdition
from registrations.views.holders import without_session
from registrations.views.own_page import for_participant


@for_participant()
def certificate(request, registration, now):
    if request.method != "POST":
        return redirect("registration", registration.token)
    answer = HttpResponse(pdf_of(*certify(registration=registration, now=now)), content_type="application/pdf")
    name = "teilnahmebescheinigung" if request.LANGUAGE_CODE == "de" else "certificate"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{registration.event.slug}.pdf"'
    return answer


@without_session
def check(request, now):
    """Whether a code and a name belong together; one answer for all that do not, and nothing is written."""
    if request.method != "POST":
        return render(request, "registrations/certificates/check.html", {"form": CheckForm(initial=request.GET.dict())})
    form = CheckForm(request.POST)
    if not form.is_valid():
        return render(request, "registrations/certificates/check.html", {"form": form}, status=422)
    contents = proven(form.cleaned_data["code"], form.cleaned_data["name"])
    context = {"form": form, "checked": True, "name": form.cleaned_data["name"], "proven": contents and shown(contents)}
    return render(request, "registrations/certificates/check.html", context)


def proven(code, name):
    """The contents of the certificate with this code and name; None if there is none."""
    key, seal = read(code) or ("", b"")
    edition = CertificateEdition.objects.filter(key=key).first()
    contents = edition and edition.contents
    return contents if proves(seal, contents, name) else None
