"""What administrators fill in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from chat.forms.search import SearchForm
from chat.models import Room, User, Workspace
from chat.models.invitation import ROLES


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


class MailedInvitationForm(InvitationForm):
    """Where Roomful can send mail."""

    email = forms.EmailField(
        label="Mail it to", required=False, help_text="You see the link in any case."
    )


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


class BotForm(forms.Form):
    """The rules of the names are the model's."""

    name = forms.CharField(label="Name", max_length=80, help_text="What people see.")
    username = forms.CharField(
        label="Username", max_length=150, help_text="Letters, digits and @/./+/-/_ only."
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Where it is used", max_length=80, help_text="Such as the name of the computer."
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Role",
        choices=[choice for choice in User.Role.choices if choice[0] != User.Role.BOT],
        widget=forms.RadioSelect,
    )


class RoomSearchForm(SearchForm):
    q = forms.CharField(label="Name", max_length=255, required=False)


class PersonSearchForm(RoomSearchForm):
    role = forms.ChoiceField(choices=[("", "Any"), *User.Role.choices], required=False)
    state = forms.ChoiceField(choices=[("", "Any"), *User.State.choices], required=False)


class AuditSearchForm(SearchForm):
    """What was done, by whom, to what."""

    q = forms.CharField(label="Who", max_length=255, required=False)
    verb = forms.ChoiceField(label="What", required=False)
    target = forms.CharField(label="To what", max_length=255, required=False)

    def __init__(self, *args: Any, verbs: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        verb: Any = self.fields["verb"]
        verb.choices = [("", "Anything"), *((verb, verb) for verb in verbs)]
