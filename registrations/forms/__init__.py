from registrations.forms.answers import AnswerFields
from registrations.forms.sign_up import SignUpForm

__all__ = ["AnswerFields", "SignUpForm"]
