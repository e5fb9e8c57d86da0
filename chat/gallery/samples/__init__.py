"""Every fragment in every state, those of a fragment one after another."""

from chat.gallery.sample import Sample
from chat.gallery.samples import (
    administration,
    components,
    finding,
    messages,
    pages,
    people,
    rooms,
)

SAMPLES: tuple[Sample, ...] = (
    *messages.SAMPLES,
    *rooms.SAMPLES,
    *people.SAMPLES,
    *administration.SAMPLES,
    *finding.SAMPLES,
    *components.SAMPLES,
    *pages.SAMPLES,
)
