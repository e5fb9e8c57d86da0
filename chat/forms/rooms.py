"""What people fill in about rooms, and in them."""

from datetime import datetime

from django import forms

from chat.models import Room, Seen
from chat.models.reaction import MAX_EMOJI
from chat.models.room import MAX_TOPIC

_BROKEN = "The page is broken. Reload it."
BROKEN = {"invalid": _BROKEN, "min_value": _BROKEN, "max_value": _BROKEN}


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


class FavouriteForm(forms.Form):
    on = forms.BooleanField(required=False)


class MessageForm(forms.Form):
    """The text is checked where it is stored; here only that there is one, of whatever length."""

    message = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    client_id = forms.UUIDField(required=False, error_messages=BROKEN)
    #: The version of the draft that this was.
    draft = forms.IntegerField(
        required=False, min_value=0, max_value=2**63 - 1, error_messages=BROKEN
    )
    #: The key of the message that it answers.
    quotes = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PageForm(forms.Form):
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class PlaceForm(forms.Form):
    """A message of a room, by its seq."""

    at = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class DraftForm(forms.Form):
    """What has been begun. The rules are the model's."""

    text = forms.CharField(required=False, strip=False)
    quotes = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)


class ReactionForm(forms.Form):
    """Without ``on`` it is put there or taken away, whichever changes something."""

    emoji = forms.CharField(
        max_length=MAX_EMOJI,
        error_messages={"required": "Choose an emoji.", "max_length": "That is not an emoji."},
    )
    on = forms.NullBooleanField(required=False)


class EditForm(forms.Form):
    message = forms.CharField(
        label="What it says", required=False, strip=False, widget=forms.Textarea({"rows": 8})
    )
    edited_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> datetime | Seen | None:
        """The version that was edited, as ``Message.edit`` takes it."""
        said = "edited_at" in self.data
        return self.cleaned_data["edited_at"] if said else Seen.UNSAID


class ReportForm(forms.Form):
    """How long a reason may be the model says."""

    reason = forms.CharField(
        label="What is wrong with it? (Optional)",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
