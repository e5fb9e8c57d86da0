"""Every fragment in every state, those of a fragment one after another."""

from chat.gallery.sample import Sample
from chat.gallery.samples import (
    administration,
    combined,
    commands,
    components,
    composing,
    editing,
    finding,
    keepsakes,
    messages,
    moderation,
    pages,
    people,
    reactions,
    reports,
    rooms,
    writing,
)

SAMPLES: tuple[Sample, ...] = (
    *messages.SAMPLES,
    *commands.SAMPLES,
    *composing.SAMPLES,
    *reactions.SAMPLES,
    *writing.SAMPLES,
    *combined.SAMPLES,
    *editing.SAMPLES,
    *keepsakes.SAMPLES,
    *rooms.SAMPLES,
    *people.SAMPLES,
    *moderation.SAMPLES,
    *administration.SAMPLES,
    *reports.SAMPLES,
    *finding.SAMPLES,
    *components.SAMPLES,
    *pages.SAMPLES,
)
