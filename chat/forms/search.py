"""What people search by."""

from typing import Any

from django import forms

from chat.emoji import TONES, is_emoji

MOST_RECENT = 18  # two rows of a picker
MOST_CHARACTERS = 800  # of what a browser says of recent emoji


class SearchForm(forms.Form):
    """A search that is no trouble when it makes no sense: what does is as if it were not there."""

    q = forms.CharField(
        label="Search",
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def given(self, name: str) -> Any:
        """The answer to a question; None when there is none, or one that was not to choose from."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class JumpForm(SearchForm):
    q = forms.CharField(label="Room or person", max_length=255, required=False)


class PeopleForm(SearchForm):
    gone = forms.BooleanField(label="Also those who have left", required=False)


class ChoosingForm(forms.Form):
    """A search for people to choose."""

    q = forms.CharField(label="Search for people", max_length=255, required=False)


class EmojiForm(SearchForm):
    """What is asked of the picker. A browser keeps ``recent`` and ``tone``, and may say anything."""

    q = forms.CharField(
        label="Search emoji",
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    tone = forms.TypedChoiceField(
        choices=[(tone, tone) for tone in TONES],
        coerce=int,
        required=False,
        widget=forms.HiddenInput,
    )
    recent = forms.CharField(required=False, widget=forms.HiddenInput)

    def given_recent(self) -> list[str]:
        """Each that is an emoji, once."""
        named = (self.given("recent") or "")[:MOST_CHARACTERS].split(",")
        return [each for each in dict.fromkeys(named) if is_emoji(each)][:MOST_RECENT]
