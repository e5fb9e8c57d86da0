"""How the audit log reads: a sentence for each verb that is recorded."""

from typing import Any, NamedTuple

from chat.models import AuditEntry


class Sentence(NamedTuple):
    """What the actor did, around the name of what it was done to."""

    before: str
    target: str
    after: str


#: By verb, or by verb and ``act`` where a verb covers several; "{}" is the target, other names are details.
SENTENCES = {
    "bot.manage made": "made the bot {}",
    "bot.manage token issued": "made the token “{token}” for the bot {}",
    "bot.manage token revoked": "revoked the token “{token}” of the bot {}",
    "invitation.manage issue": "made {}, for the role {role}",
    "invitation.manage revoke": "revoked {}",
    "member.add": "added {people} to the room {}",
    "member.promote": "gave {person} the role {role} in the room {}",
    "member.remove": "removed {person} from the room {}",
    "message.erase": "deleted a message: {}",
    "person.ban": "banned {}, and removed {removed_messages} of their messages",
    "person.change_role": "gave {} the role {after} (before: {before})",
    "person.deactivate": "deactivated {}",
    "person.delete": "deleted their own account: {}",
    "person.reactivate": "reactivated {}",
    "person.reset_password": "made a link that sets a new password for {}",
    "person.unban": "lifted the ban of {}",
    "report.remove_message": "deleted the message of {}, written by {author}",
    "report.resolve": "resolved {}, of a message by {author}",
    "room.archive archive": "archived the room {}",
    "room.archive restore": "restored the room {}",
    "room.delete": "deleted the room {}",
    "room.edit": "changed the room {}",
    "workspace.edit": "changed the settings of {}",
}
OTHERWISE = "did “{verb}” to {}"


class _Details(dict[str, Any]):
    """Entries are never changed, so an old one may lack what a sentence says today."""

    def __missing__(self, name: str) -> str:
        return "?"


def sentence(entry: AuditEntry) -> Sentence:
    details = _Details({"verb": entry.verb, **entry.details})
    pattern = SENTENCES.get(f"{entry.verb} {entry.details.get('act')}") or SENTENCES.get(
        entry.verb, OTHERWISE
    )
    before, _, after = pattern.partition("{}")
    kind, _, name = entry.target.partition(": ")
    return Sentence(_filled(before, details), name or kind, _filled(after, details))


def _filled(part: str, details: _Details) -> str:
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in details.items()
    }
    return part.format_map(_Details(told))
