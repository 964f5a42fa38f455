from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistrationsConfig(AppConfig):
    name = "registrations"

    def ready(self):
        autodiscover_modules("attached")
