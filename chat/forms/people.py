"""What people fill in about themselves."""

from itertools import groupby
from typing import Any, Self

from django import forms
from django.contrib.auth.forms import UserCreationForm

from chat.models import User
from chat.models.profile import time_zones


class FirstRunForm(UserCreationForm):  # type: ignore[type-arg]
    """The administrator and the first room."""

    class Meta:
        model = User
        fields = ["username"]

    room_name = forms.CharField(label="Your first room", max_length=255, initial="Lobby")


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["theme", "density"]
        widgets = {"theme": forms.RadioSelect, "density": forms.RadioSelect}


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
