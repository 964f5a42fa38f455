from registrations.forms.answers import AnswerFields
from registrations.forms.own import CancelForm, ChangeForm, InvitationForm, LinksForm, SwitchForm
from registrations.forms.sign_up import SignUpForm

__all__ = ["AnswerFields", "CancelForm", "ChangeForm", "InvitationForm", "LinksForm", "SignUpForm", "SwitchForm"]
