from django.apps import AppConfig


class CiviceventsConfig(AppConfig):
    name = "civicevents"
