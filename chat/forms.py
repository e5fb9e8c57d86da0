"""What people fill in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm

from chat.models import User


class FirstRunForm(UserCreationForm):  # type: ignore[type-arg]
    """The administrator and the first room."""

    class Meta:
        model = User
        fields = ["username"]

    room_name = forms.CharField(label="Your first room", max_length=255, initial="Lobby")


class RoomForm(forms.Form):
    """The rules of a name are the model's, which says what is wrong (``add_errors``)."""

    name = forms.CharField(label="Name of the room", max_length=255)


class JumpForm(forms.Form):
    """A search that is no trouble when it makes no sense: it finds nothing."""

    q = forms.CharField(label="Room", max_length=255, required=False)


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["theme", "density"]
        widgets = {"theme": forms.RadioSelect, "density": forms.RadioSelect}


class MessageForm(forms.Form):
    """The text is checked where it is stored; here only that there is one, of whatever length."""

    message = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    client_id = forms.UUIDField(
        required=False, error_messages={"invalid": "The page is broken. Reload it."}
    )


def add_errors(form: forms.BaseForm, error: Any, field: str) -> None:
    """Show the sentences of a model's ``ValidationError`` at a field of the form."""
    for sentence in error.messages:
        form.add_error(field, sentence)
