"""How each verb of the table is done, over HTTP and over the socket. A line for each.

``@name`` stands for the key of what ``Scene.names`` calls so; ``@said`` for what was said in the room.
"""

from typing import Any, NamedTuple

HTMX = {"HX-Request": "true"}


class Page(NamedTuple):
    method: str
    url: str
    arguments: tuple[str, ...]
    fields: dict[str, Any]
    headers: dict[str, str]


class Action(NamedTuple):
    name: str
    fields: dict[str, Any]


class Ways(NamedTuple):
    page: Page | None = None
    action: Action | None = None
    #: What one gets to see in a page and in a reply; a verb without that changes something.
    shows: str = ""
    replies: str = ""


def get(url: str, /, *arguments: str, headers: dict[str, str] | None = None, **fields: Any) -> Page:
    return Page("get", url, arguments, fields, headers or {})


def post(url: str, /, *arguments: str, **fields: Any) -> Page:
    return Page("post", url, arguments, fields, {})


def call(name: str, /, **fields: Any) -> Action:
    return Action(name, fields)


WAYS: dict[str, Ways] = {
    # What one sees.
    "see a room’s page": Ways(get("room-show", "@room"), shows="@said"),
    "see a room in lists": Ways(get("room-index"), call("list"), "@link", "@entry"),
    "see a room by searching": Ways(get("room-jump", q="The"), shows="@link"),
    "see what was missed": Ways(action=call("catch_up", room="@room", since=0), replies="@said"),
    "see suggestions": Ways(
        get("suggestion-index", "@room", headers=HTMX, q="@mention"), shows="@option"
    ),
    "see a preview": Ways(
        post("preview-create", "@room", message="as it will look"), shows="as it will look"
    ),
    "see a person": Ways(get("person-show", "@person"), shows="@username"),
    "see another’s draft": Ways(
        get("draft-update", "@room", headers={"Accept": "application/json"}),
        call("retrieve_draft", room="@room"),
        "@begun",
        "@begun",
    ),
    # To nothing.
    "room.create": Ways(post("room-create", name="Hall"), call("create", data={"name": "Hall"})),
    "room.converse": Ways(
        post("conversation-create", people="@person"),
        call("start_conversation", people=["@person"]),
    ),
    # To a room.
    "room.read": Ways(
        get("room-show", "@room", headers=HTMX, before=99),
        call("retrieve", pk="@room"),
        "@said",
        "@said",
    ),
    "room.join": Ways(post("membership-create", "@room"), call("join_room", pk="@room")),
    "room.leave": Ways(post("membership-delete", "@room"), call("leave_room", pk="@room")),
    "room.favour": Ways(post("favourite-update", "@room", on="on")),
    "room.draft": Ways(
        post("draft-update", "@room", text="hel"), call("keep_draft", room="@room", text="hel")
    ),
    "room.post": Ways(
        post("message-create", "@room", message="hello"),
        call("create_message", room="@room", message="hello"),
    ),
    "room.edit": Ways(
        post("room-edit", "@room", name="Another name", kind="open"),
        call("edit_room", pk="@room", data={"name": "Another name"}),
    ),
    "room.archive": Ways(post("room-archive", "@room"), call("archive_room", pk="@room")),
    "room.delete": Ways(
        post("room-delete", "@room", name="@name"),
        call("delete_room", pk="@room", name="@name"),
    ),
    "member.add": Ways(
        post("member-create", "@room", people="@newcomer"),
        call("add_members", pk="@room", people=["@newcomer"]),
    ),
    "member.remove": Ways(
        post("member-delete", "@room", "@person"),
        call("remove_member", pk="@room", person="@person"),
    ),
    "member.promote": Ways(
        post("member-promote", "@room", "@person"),
        call("promote_member", pk="@room", person="@person"),
    ),
    # To a message.
    "message.edit": Ways(
        post("message-edit", "@message", message="other words"),
        call("edit_message", pk="@message", message="other words"),
    ),
    "message.erase": Ways(
        post("message-delete", "@message"), call("delete_message", pk="@message")
    ),
    "message.restore": Ways(
        post("message-restore", "@message"), call("restore_message", pk="@message")
    ),
    "message.read_edits": Ways(
        get("message-edits", "@message"),
        call("list_edits", pk="@message"),
        "It has always said this.",
        "'edits': []",
    ),
    "message.report": Ways(
        post("report-create", "@message", reason="spam"),
        call("report_message", pk="@message", reason="spam"),
    ),
    "message.react": Ways(
        post("reaction-create", "@message", emoji="👍"),
        call("react", pk="@message", emoji="👍"),
    ),
    "message.quote": Ways(
        get("message-quote", "@message", headers=HTMX),
        call("create_message", room="@room", message="hello", quotes="@message"),
        "@said",
    ),
    "message.pin": Ways(post("message-pin", "@message"), call("pin", pk="@message")),
    "message.bookmark": Ways(post("message-save", "@message"), call("save", pk="@message")),
    "message.mark_unread": Ways(
        post("message-unread", "@message"), call("mark_unread", room="@room", seq="@seq")
    ),
    # To a person.
    "person.block": Ways(post("block-create", "@person"), call("block_person", pk="@person")),
    "person.change_role": Ways(post("person-role", "@person", role="guest")),
    "person.deactivate": Ways(post("person-deactivate", "@person")),
    "person.reactivate": Ways(post("person-reactivate", "@person")),
    "person.ban": Ways(post("person-ban", "@person")),
    "person.unban": Ways(post("person-unban", "@person")),
    "person.reset_password": Ways(post("person-reset-link", "@person")),
    # To what administrators see.
    "person.administer": Ways(get("administration-people"), shows="newcomer"),
    "room.administer": Ways(get("administration-rooms"), shows="The closed room"),
    "bot.manage": Ways(post("bot-create", name="Helper", username="helper")),
    "report.resolve": Ways(post("report-resolve", "@report")),
    "audit.read": Ways(get("administration-audit"), shows="robo"),
    "invitation.manage": Ways(get("administration-invitations"), shows="Invitations"),
    "workspace.edit": Ways(
        post("administration-settings", name="Another name", sign_up="invitation")
    ),
}
