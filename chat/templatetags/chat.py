"""What templates of ours need and Django does not bring."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

from chat.live import fragments
from chat.live.written import body
from chat.models import Message

register = template.Library()


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
def message_fragment(message: Message) -> SafeString:
    """``chat/messages/_message.html``, from memory when it was rendered before."""
    return fragments.message(message)
