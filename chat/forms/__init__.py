"""What people fill in. The rules are the models' own, which say what is wrong."""

from chat.forms.administration import (
    AuditSearchForm,
    BotForm,
    InvitationForm,
    MailedInvitationForm,
    PersonSearchForm,
    RoleForm,
    RoomSearchForm,
    TokenForm,
    WorkspaceForm,
)
from chat.forms.errors import add_errors, add_model_errors
from chat.forms.people import DepartureForm, FirstRunForm, PictureForm, PreferencesForm, ProfileForm
from chat.forms.rooms import (
    DraftForm,
    EditForm,
    FavouriteForm,
    MessageForm,
    PageForm,
    PlaceForm,
    ReactionForm,
    ReportForm,
    RoomDeletionForm,
    RoomEditForm,
    RoomForm,
)
from chat.forms.search import ChoosingForm, EmojiForm, JumpForm, PeopleForm, SearchForm

__all__ = [
    "AuditSearchForm",
    "BotForm",
    "ChoosingForm",
    "DepartureForm",
    "DraftForm",
    "EditForm",
    "EmojiForm",
    "FavouriteForm",
    "FirstRunForm",
    "InvitationForm",
    "JumpForm",
    "MailedInvitationForm",
    "MessageForm",
    "PageForm",
    "PeopleForm",
    "PersonSearchForm",
    "PictureForm",
    "PlaceForm",
    "PreferencesForm",
    "ProfileForm",
    "ReactionForm",
    "ReportForm",
    "RoleForm",
    "RoomDeletionForm",
    "RoomEditForm",
    "RoomForm",
    "RoomSearchForm",
    "SearchForm",
    "TokenForm",
    "WorkspaceForm",
    "add_errors",
    "add_model_errors",
]
