from chat.models.founding import AlreadyFounded, found
from chat.models.membership import Membership
from chat.models.message import Conflict, Message
from chat.models.room import Room
from chat.models.user import User

__all__ = ["AlreadyFounded", "Conflict", "Membership", "Message", "Room", "User", "found"]
