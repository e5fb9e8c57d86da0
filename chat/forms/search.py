"""What people search by."""

from typing import Any

from django import forms


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
