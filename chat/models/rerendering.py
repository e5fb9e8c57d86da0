"""Messages that were written before a change of what a text becomes (``markup.RULES_VERSION``) are rendered anew."""

from __future__ import annotations

from django.db import transaction

from chat.markup import RULES_VERSION
from chat.models.message import Message

BATCH = 200  # messages


def rerender_messages(after: int = 0) -> tuple[int, int] | None:
    """Of the messages after that key the next batch: its last key, and how many were rendered. None at the end.

    Nothing has changed for readers but looks, so no version is taken and nobody is told. Whoever edits one
    meanwhile has rendered it by the rules of today. Several may run at once, and one that was stopped goes on.
    """
    old = Message.objects.filter(pk__gt=after, rules__lt=RULES_VERSION, deleted_at=None)
    batch = list(old.select_related("user").prefetch_related("mentions").order_by("pk")[:BATCH])
    if not batch:
        return None
    # Names in what was rendered before mean whom they meant then; who came later is not meant.
    written = [(each, each.written(each.text, only_known=each.rules > 0)) for each in batch]
    with transaction.atomic():
        count = sum(message.adopt(each) for message, each in written)
    return batch[-1].pk, count
