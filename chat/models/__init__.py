from chat.models.audit import AuditEntry
from chat.models.bookmark import Bookmark
from chat.models.draft import Draft, NewerDraft
from chat.models.editing import UNDO_WITHIN, Edit, Seen
from chat.models.founding import AlreadyFounded, found
from chat.models.invitation import Invitation, InvitationEnded
from chat.models.membership import Membership
from chat.models.mention import Mention
from chat.models.message import Conflict, Message
from chat.models.message_keys import MessageKey
from chat.models.moderation import Block, Report
from chat.models.reaction import Reaction
from chat.models.rerendering import rerender_messages
from chat.models.retention import forget_deleted_messages, remove_old_messages
from chat.models.room import Room
from chat.models.room_keys import RowKey
from chat.models.token import Token
from chat.models.user import User
from chat.models.workspace import Workspace

__all__ = [
    "UNDO_WITHIN",
    "AlreadyFounded",
    "AuditEntry",
    "Block",
    "Bookmark",
    "Conflict",
    "Draft",
    "Edit",
    "Invitation",
    "InvitationEnded",
    "Membership",
    "Mention",
    "Message",
    "MessageKey",
    "NewerDraft",
    "Reaction",
    "Report",
    "Room",
    "RowKey",
    "Seen",
    "Token",
    "User",
    "Workspace",
    "forget_deleted_messages",
    "found",
    "remove_old_messages",
    "rerender_messages",
]
