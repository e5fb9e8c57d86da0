"""What templates of ours need and Django does not bring."""

from typing import Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

from chat.live import fragments
from chat.live.written import body
from chat.models import Message, MessageKey, Room, RowKey, User

register = template.Library()


class Section(Protocol):
    """Of a person's list of rooms (chat/views/shell.py)."""

    pk: str
    title: str
    rooms: list[RowKey]


class _LinkTemplate:
    """Stands in for the format string of Django's ``Urlizer``, so that a link is a template like all else."""

    def format(self, *, href: str, attrs: str, url: str) -> str:
        """All three are escaped. ``attrs`` is empty for an e-mail address, which opens no tab."""
        context = {"href": mark_safe(href), "text": mark_safe(url), "leads_away": bool(attrs)}  # noqa: S308
        return render_to_string("components/_link.html", context).strip()


class _Linker(Urlizer):
    url_template = _LinkTemplate()  # type: ignore[assignment]  # it needs ``format`` only

    trailing_punctuation_chars = Urlizer.trailing_punctuation_chars + "?"

    def trim_punctuation(self, word: str) -> tuple[str, str, str]:
        """Django's forgets the full stop of “(https://example.org).”."""
        lead, middle, _ = super().trim_punctuation(word)
        return lead, middle, word[len(lead) + len(middle) :]


_linker = _Linker()


@register.filter
def linked(text: str) -> SafeString:
    """The text escaped, its addresses as links."""
    return mark_safe(_linker(text, nofollow=True, autoescape=True))  # noqa: S308


@register.simple_tag
def written(message: Message) -> SafeString:
    """What a message says, as HTML."""
    return body(message.html, message.named) if message.html else linked(message.text)


@register.simple_tag
def message_fragments(messages: list[Message] | list[MessageKey]) -> SafeString:
    """``chat/messages/_message.html`` of each, from memory when it was rendered before."""
    keys = [each for each in messages if isinstance(each, MessageKey)]
    if len(keys) == len(messages):
        return fragments.messages(keys)
    samples = (fragments.message(each) for each in messages if isinstance(each, Message))
    return mark_safe("".join(samples))  # noqa: S308  each is a template's


@register.simple_tag
def pending_message(author: User) -> SafeString:
    """What a browser shows of a message that it has not sent yet: the same template, without what is not known."""
    return fragments.pending(author)


@register.simple_tag
def room_section(section: Section, current: Room | None, reader: User) -> SafeString:
    """``chat/rooms/_section.html`` with its rows, from memory when they were rendered before."""
    rows = fragments.page_rows(section.rooms, reader, current or None)
    return fragments.section(section.pk, section.title, rows)


@register.simple_tag
def room_members(room: Room) -> SafeString:
    """``chat/rooms/_members.html`` of a room (``page_of``), from memory when it was rendered before."""
    return fragments.kept_members(room)
