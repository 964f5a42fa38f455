from speakers.models.speaker import Affiliation, Speaker, SpeakerLink

__all__ = ["Affiliation", "Speaker", "SpeakerLink"]
