"""What people fill in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Self

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.utils import timezone

from chat.models import Room, User, Workspace
from chat.models.invitation import ROLES
from chat.models.profile import time_zones
from chat.models.room import MAX_TOPIC


class FirstRunForm(UserCreationForm):  # type: ignore[type-arg]
    """The administrator and the first room."""

    class Meta:
        model = User
        fields = ["username"]

    room_name = forms.CharField(label="Your first room", max_length=255, initial="Lobby")


class RoomForm(forms.Form):
    """The rules of a name are the model's, which says what is wrong (``add_errors``)."""

    name = forms.CharField(label="Name of the room", max_length=255)


class RoomEditForm(RoomForm):
    topic = forms.CharField(label="Topic", max_length=MAX_TOPIC, required=False)
    description = forms.CharField(
        label="Description", required=False, strip=False, widget=forms.Textarea({"rows": 4})
    )
    kind = forms.ChoiceField(
        label="Who may be in it",
        choices=[choice for choice in Room.Kind.choices if choice[0] != Room.Kind.DIRECT],
        initial=Room.Kind.OPEN,
        widget=forms.RadioSelect,
    )
    is_announcement = forms.BooleanField(
        label="Only those who manage the room post in it", required=False
    )


class RoomDeletionForm(forms.Form):
    name = forms.CharField(label="Type the name of the room", required=False)


class ChoosingForm(forms.Form):
    """A search for people to choose."""

    q = forms.CharField(label="Search for people", max_length=255, required=False)


class SearchForm(forms.Form):
    """A search that is no trouble when it makes no sense: it finds nothing."""

    q = forms.CharField(
        label="Search",
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class JumpForm(SearchForm):
    q = forms.CharField(label="Room or person", max_length=255, required=False)


class PeopleForm(SearchForm):
    gone = forms.BooleanField(label="Also those who have left", required=False)


class FavouriteForm(forms.Form):
    on = forms.BooleanField(required=False)


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


def zone_choices() -> list[tuple[str, Any]]:
    """Time zones by the parts of the world."""
    zones = sorted(time_zones() - {"UTC"})
    areas = groupby(zones, key=lambda zone: zone.partition("/")[0])
    groups = [
        (area, [(zone, zone.partition("/")[2].replace("_", " ")) for zone in members])
        for area, members in areas
    ]
    return [("", "Not said"), ("UTC", "UTC"), *groups]


class ProfileForm(forms.Form):
    """The rules are the model's (``User.change_profile``), which says what is wrong."""

    display_name = forms.CharField(
        label="Name",
        required=False,
        max_length=80,
        help_text="As others see you. Without one it is your user name.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    status_emoji = forms.CharField(
        label="Emoji of your status", required=False, max_length=16, help_text="One, such as 🌴."
    )
    status_text = forms.CharField(
        label="Status",
        required=False,
        max_length=100,
        help_text="What you are up to, for all to see.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=zone_choices,
        help_text="Others see what time it is for you.",
    )

    @classmethod
    def of(cls, person: User) -> Self:
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})


class PictureForm(forms.Form):
    picture = forms.FileField(
        label="Picture",
        help_text="PNG, JPEG, WebP or GIF, of at most 5 MB. Its middle is shown.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        error_messages={"required": "Choose a picture first."},
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


def add_model_errors(form: forms.BaseForm, error: Any) -> None:
    """Show the sentences of a model's ``ValidationError`` at the fields that they are about."""
    for field, sentences in error.message_dict.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)


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


class ReportForm(forms.Form):
    """How long a reason may be the model says."""

    reason = forms.CharField(
        label="What is wrong with it? (Optional)",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SearchForm(forms.Form):
    """A search of administrators: what makes no sense in it is as if it were not there."""

    q = forms.CharField(label="Name", max_length=255, required=False)

    def given(self, name: str) -> Any:
        """The answer to a question; None when there is none, or one that was not to choose from."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class PersonSearchForm(SearchForm):
    role = forms.ChoiceField(choices=[("", "Any"), *User.Role.choices], required=False)
    state = forms.ChoiceField(choices=[("", "Any"), *User.State.choices], required=False)


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Role",
        choices=[choice for choice in User.Role.choices if choice[0] != User.Role.BOT],
        widget=forms.RadioSelect,
    )


class AuditSearchForm(SearchForm):
    """What was done, by whom, to what."""

    q = forms.CharField(label="Who", max_length=255, required=False)
    verb = forms.ChoiceField(label="What", required=False)
    target = forms.CharField(label="To what", max_length=255, required=False)

    def __init__(self, *args: Any, verbs: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        verb: Any = self.fields["verb"]
        verb.choices = [("", "Anything"), *((verb, verb) for verb in verbs)]


class DepartureForm(forms.Form):
    """A typed confirmation: who deletes an account must mean it."""

    username = forms.CharField(
        label="Type your user name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, username: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._username = username

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        if typed != self._username:
            raise forms.ValidationError("This is not your user name.")
        return typed
