"""What API clients read and write. Only what a room-mate may know."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from chat.models import Draft, Edit, Mention, Message, Room, User
from chat.models.conversation import MOST_PEOPLE

MAX_INTEGER = 2**63 - 1  # what a database column holds


class UserSerializer(serializers.ModelSerializer[User]):
    avatar = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["pk", "username", "name", "role", "avatar"]

    def get_avatar(self, person: User) -> str | None:
        """The path of a picture of 96 pixels, for who is signed in."""
        return reverse("picture", args=[person.avatar, 96]) if person.avatar else None


class MentionSerializer(serializers.ModelSerializer[Mention]):
    """Whom or which room: one of them is null."""

    class Meta:
        model = Mention
        fields = ["typed", "person", "room"]


class QuotedSerializer(serializers.ModelSerializer[Message]):
    """What a message answers, as it is when the frame is made."""

    user = UserSerializer()
    text = serializers.CharField(source="excerpt")

    class Meta:
        model = Message
        fields = ["pk", "seq", "user", "text", "deleted_at"]


class MessageSerializer(serializers.ModelSerializer[Message]):
    user = UserSerializer()
    mentions = MentionSerializer(many=True, source="named")
    quotes = QuotedSerializer(allow_null=True)
    created_at_formatted = serializers.SerializerMethodField()
    reactions = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "pk",
            "room",
            "user",
            "text",
            "html",
            "mentions",
            "is_action",
            "created_at",
            "created_at_formatted",
            "edited_at",
            "deleted_at",
            "quotes",
            "pinned_at",
            "seq",
            "version",
            "client_id",
            "reactions",
        ]

    def get_reactions(self, message: Message) -> list[dict[str, Any]]:
        return [
            {"emoji": kind.emoji, "count": len(kind.people), "users": kind.keys}
            for kind in message.kinds
        ]

    def get_created_at_formatted(self, message: Message) -> str:
        return timezone.localtime(message.created_at).strftime("%d-%m-%Y %H:%M:%S")


_MESSAGE = MessageSerializer()


def told(message: Message) -> dict[str, Any]:
    """A message as API clients read it. To make a serializer takes longer than to use it, so all share one."""
    return _MESSAGE.to_representation(message)


class RoomItselfSerializer(serializers.ModelSerializer[Room]):
    """What a room is, for those who do not read it too."""

    archived = serializers.BooleanField(source="is_archived")

    class Meta:
        model = Room
        fields = ["pk", "name", "kind", "topic", "description", "is_announcement", "archived"]


class RoomSummarySerializer(RoomItselfSerializer):
    """A room without its messages. Needs ``with_members`` and ``with_last_message``."""

    current_users = UserSerializer(many=True)
    last_message = MessageSerializer(allow_null=True)

    class Meta(RoomItselfSerializer.Meta):
        fields = [
            *RoomItselfSerializer.Meta.fields,
            "current_users",
            "last_message",
            "version",
        ]


class RoomSerializer(RoomSummarySerializer):
    """A room with its newest page of messages. Needs ``with_recent_messages`` too."""

    messages = MessageSerializer(many=True, source="recent_messages")

    class Meta(RoomSummarySerializer.Meta):
        fields = [*RoomSummarySerializer.Meta.fields, "messages"]


class Key(serializers.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_INTEGER, **kwargs)


class ClientId(serializers.UUIDField):
    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):  # DRF makes a UUID of any number
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Whatever it is: the models say what is acceptable."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)


class Keyed(serializers.Serializer[Any]):
    """A room, a message or a person, by its key."""

    pk = Key()


class RoomValues(serializers.Serializer[Any]):
    """What ``Room.edit`` takes."""

    name = Text(required=False)
    kind = serializers.ChoiceField([Room.Kind.OPEN, Room.Kind.CLOSED], required=False)
    topic = Text(required=False)
    description = Text(required=False)
    is_announcement = serializers.BooleanField(required=False)


class RoomData(RoomValues):
    name = Text()


class RoomEdit(serializers.Serializer[Any]):
    pk = Key()
    data = RoomValues()  # type: ignore[assignment]  # ``data`` is DRF's own name too


class RoomDeletion(serializers.Serializer[Any]):
    pk = Key()
    name = Text()


class NewConversation(serializers.Serializer[Any]):
    people = serializers.ListField(child=Key(), max_length=MOST_PEOPLE)


class People(serializers.Serializer[Any]):
    pk = Key()
    people = serializers.ListField(child=Key(), allow_empty=False, max_length=100)


class Member(serializers.Serializer[Any]):
    pk = Key()
    person = Key()


class NewReport(Keyed):
    """Of a message. What a reason may be is the model's rule."""

    reason = Text(required=False)


class NewRoom(serializers.Serializer[Any]):
    data = RoomData()  # type: ignore[assignment]  # ``data`` is DRF's own name too


class NewMessage(serializers.Serializer[Any]):
    """The text is checked where it is stored (``Room.post``), so that every caller gets the same rule."""

    room = Key()
    message = Text()
    client_id = ClientId(required=False)
    draft = serializers.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
    quotes = Key(required=False, allow_null=True)


class MessageEdit(serializers.Serializer[Any]):
    """With ``edited_at`` it is refused when the message was edited since it had that (null: never edited)."""

    pk = Key()
    message = Text()
    edited_at = serializers.DateTimeField(required=False, allow_null=True)


class EditSerializer(serializers.ModelSerializer[Edit]):
    """An earlier version of a message."""

    class Meta:
        model = Edit
        fields = ["text", "written_at"]


class DraftSerializer(serializers.ModelSerializer[Draft]):
    """What its person has begun to write, for nobody else."""

    class Meta:
        model = Draft
        fields = ["room", "text", "quotes", "version"]


class DraftChange(serializers.Serializer[Any]):
    """``version`` is that of the draft that this goes on from; 0 when there was none."""

    room = Key()
    text = Text()
    quotes = Key(required=False, allow_null=True)
    version = serializers.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)


class OfRoom(serializers.Serializer[Any]):
    room = Key()


class NewReaction(Keyed):
    """To a message. Which emoji there are is the model's rule."""

    emoji = Text()
    on = serializers.BooleanField(required=False)


class PlaceInRoom(OfRoom):
    seq = Key()


class Page(serializers.Serializer[Any]):
    before = Key(required=False, allow_null=True)


class CatchUp(serializers.Serializer[Any]):
    room = Key()
    since = serializers.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
