"""What people fill in."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.utils import timezone

from chat.models import Room, User, Workspace
from chat.models.invitation import ROLES


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


class RoomsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rooms to put people in, a box for each."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, room: Any) -> str:
        return room.name if room.is_open else f"{room.name} (closed)"


class InvitationForm(forms.Form):
    DAYS = ((1, "A day"), (7, "7 days"), (30, "30 days"), ("", "For ever"))
    USES = ((1, "One person"), (10, "10 people"), (100, "100 people"), ("", "Any number of people"))

    role = forms.ChoiceField(
        label="Who comes is a",
        choices=[(role.value, role.label) for role in ROLES],
        initial=User.Role.MEMBER,
        widget=forms.RadioSelect,
        help_text="Guests see the rooms that they were put in, and nothing else.",
    )
    rooms = RoomsField(queryset=Room.objects.none(), label="Rooms", required=False)
    days = forms.TypedChoiceField(
        label="The link works for",
        choices=DAYS,
        initial=7,
        required=False,
        coerce=int,
        empty_value=None,
    )
    max_uses = forms.TypedChoiceField(
        label="It lets in", choices=USES, initial=1, required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms: Any = self.fields["rooms"]
        rooms.queryset = Room.objects.inviting().by_name()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == User.Role.GUEST and not cleaned.get("rooms"):
            self.add_error("rooms", "A guest needs a room to be in.")
        return cleaned

    @property
    def expires_at(self) -> datetime | None:
        days: int | None = self.cleaned_data["days"]
        return None if days is None else timezone.now() + timedelta(days=days)


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Workspace
        fields = ["name", "accent", "sign_up", "sign_up_domains", "retention_days"]
        labels = {
            "sign_up": "Who may sign up",
            "sign_up_domains": "Domains of e-mail addresses",
            "retention_days": "Days after which messages are removed",
        }
        help_texts = {
            "accent": "As #rrggbb. Empty: the colour that Roomful comes with.",
            "sign_up_domains": "With spaces between, such as example.org example.com.",
            "retention_days": "From every room, for good, pictures and files with them. Empty: all are kept.",
        }
        widgets = {"sign_up": forms.RadioSelect}


class MailedInvitationForm(InvitationForm):
    """Where Roomful can send mail."""

    email = forms.EmailField(
        label="Mail it to", required=False, help_text="You see the link in any case."
    )


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
