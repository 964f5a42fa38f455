"""The form in which a member uploads a picture: what it asks, and that nothing typed or chosen is lost."""

import pytest
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from accounts.models import Organisation
from civicevents.testing import make_organisation
from pictures.forms import PictureForm
from pictures.models import Licence, Picture
from pictures.tests.files import encoded, photo, upload

pytestmark = pytest.mark.django_db
RIGHTS = {
    "alternative_text": "Stefan Kaufmann vor einem Regal voller Lötkolben, lachend.",
    "author": "Matti Blume",
    "licence": "cc-by-sa-4.0",
    "depicted": "Stefan Kaufmann",
}


def bound(data, file=None, instance=None):
    instance = instance or Picture(organisation=make_organisation())
    return PictureForm(data, {"upload": file} if file else {}, instance=instance)


def saved_picture():
    form = bound(RIGHTS, photo())
    assert form.is_valid(), form.errors
    return form.save()


def test_a_picture_with_its_rights_is_stored_in_all_widths():
    picture = saved_picture()
    assert (picture.width, picture.height, picture.widths) == (800, 600, [320, 640, 800])
    for name in ("320.avif", "640.webp", "800.jpg"):
        assert default_storage.exists(f"pictures/{picture.key}/{name}")


def test_what_is_missing_is_asked_for_in_a_sentence_each():
    form = bound({})
    assert set(form.errors) == {"upload", "alternative_text", "author", "licence", "depicted"}
    assert all(str(message).endswith(".") for messages in form.errors.values() for message in messages)


def test_a_picture_without_anybody_says_so_instead_of_a_name():
    assert bound(RIGHTS | {"depicted": "", "nobody_depicted": "on"}, photo()).is_valid()
    assert "depicted" in bound(RIGHTS | {"nobody_depicted": "on"}, photo()).errors


def test_a_bad_file_is_refused_with_a_sentence_and_the_rest_stays():
    form = bound(RIGHTS, upload(b"<svg/>", "portrait.png"))
    assert "JPEG, PNG, WebP" in str(form.errors["upload"])
    assert "Matti Blume" in form.as_p()


def test_a_good_file_is_kept_while_another_field_is_wrong():
    first = bound(RIGHTS | {"author": ""}, photo())
    assert set(first.errors) == {"author"}
    second = bound(RIGHTS | {"kept": first["kept"].value()})
    assert second.is_valid(), second.errors
    assert second.save().width == 800


def test_a_kept_file_is_kept_through_several_tries():
    first = bound(RIGHTS | {"author": ""}, photo())
    assert set(first.errors) == {"author"}
    kept = first["kept"].value()
    again = bound(RIGHTS | {"licence": "", "kept": kept})
    assert set(again.errors) == {"licence"}
    assert again["kept"].value() == kept


def test_a_forged_or_foreign_kept_file_is_none():
    first = bound(RIGHTS, photo())
    kept = first["kept"].value()
    first.save()
    assert "upload" in bound(RIGHTS | {"kept": kept}).errors  # it belongs to a picture now
    assert "upload" in bound(RIGHTS | {"kept": "WyJhIiwxLDFd:forged"}).errors


def test_the_rights_can_be_corrected_without_choosing_the_file_again():
    picture = saved_picture()
    key = picture.key
    form = bound(RIGHTS | {"author": "M. Blume"}, instance=picture)
    assert form.is_valid(), form.errors
    assert (form.save().author, picture.key) == ("M. Blume", key)


def test_another_file_gets_another_address():
    picture = saved_picture()
    key = picture.key
    form = bound(RIGHTS, photo((500, 500)), picture)
    assert form.is_valid(), form.errors
    form.save()
    picture.refresh_from_db()
    assert picture.key != key
    assert (picture.width, picture.height) == (500, 500)


@pytest.mark.parametrize("missing", ["alternative_text", "author", "licence"])
def test_no_row_without_its_rights(missing):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.create(organisation=make_organisation(), **(RIGHTS | {missing: ""}))


def test_every_licence_that_has_a_known_text_links_to_it():
    without = {licence for licence in Licence if not licence.url}
    assert without == {Licence.CC_BY_SA_UNKNOWN, Licence.OWN_WORK, Licence.PERMISSION}


class LogoForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["logo", "logo_alternative_text"]


def test_a_logo_is_cleaned_on_its_way_into_the_organisation():
    logo = SimpleUploadedFile("logo.png", encoded(Image.new("RGBA", (900, 300)), "PNG"))
    form = LogoForm({"logo_alternative_text": "Zwei Punkte"}, {"logo": logo}, instance=make_organisation())
    assert form.is_valid(), form.errors
    organisation = form.save()
    assert organisation.logo.name.startswith("logos/")
    assert organisation.logo.name.endswith("-640x213.webp")


def test_an_svg_logo_is_refused_with_a_sentence():
    logo = SimpleUploadedFile("logo.svg", b"<svg/>")
    form = LogoForm({"logo_alternative_text": "Zwei Punkte"}, {"logo": logo}, instance=make_organisation())
    assert "JPEG, PNG, WebP" in str(form.errors["logo"])


def test_a_logo_stays_when_none_is_chosen_and_goes_when_asked():
    organisation = make_organisation(logo="logos/x-1x1.webp", logo_alternative_text="Zwei Punkte")
    unchanged = LogoForm({"logo_alternative_text": "Drei Punkte"}, {}, instance=organisation)
    assert unchanged.is_valid()
    assert unchanged.save().logo.name == "logos/x-1x1.webp"
    cleared = LogoForm({"logo-clear": "on", "logo_alternative_text": ""}, {}, instance=organisation)
    assert cleared.is_valid()
    assert not cleared.save().logo
