"""Tests of the portal's accessibility by people; machines test every release by themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessibilityTest(models.Model):
    """Somebody tried the portal, with a screen reader for instance. Without a row the statement says that nobody has.

    What the statement has to name follows the European Commission's implementing decision 2018/1523.
    """

    tested_on = models.DateField(_("tested on"))
    tested_with = models.CharField(
        _("tested with"), max_length=200, help_text=_("Technique and browser, for instance: NVDA with Firefox.")
    )
    findings = models.TextField(
        _("what is not accessible"), max_length=2000, blank=True, help_text=_("One barrier a line. Empty: none found.")
    )

    class Meta:
        verbose_name = _("test of accessibility")
        verbose_name_plural = _("tests of accessibility")
        ordering = ["-tested_on", "-pk"]

    def __str__(self):
        return f"{self.tested_on:%Y-%m-%d} {self.tested_with}"
