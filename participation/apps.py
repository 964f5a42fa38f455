from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ParticipationConfig(AppConfig):
    name = "participation"

    def ready(self):
        autodiscover_modules("moderated")
