from django.apps import AppConfig
from django.contrib.admin import apps as admin


class CiviceventsConfig(AppConfig):
    name = "civicevents"
    default = True


class WorkplaceConfig(admin.AdminConfig):
    """Django's admin with our own site."""

    default = False
    default_site = "civicevents.admin_site.Workplace"
