"""Every fragment in every state, those of a fragment one after another."""

from chat.gallery.sample import Sample
from chat.gallery.samples.components import COMPONENTS, PAGES
from chat.gallery.samples.messages import LISTS, MESSAGES, WRITING
from chat.gallery.samples.people import PEOPLE
from chat.gallery.samples.rooms import ABOUT, ROWS

SAMPLES: tuple[Sample, ...] = (
    *(*MESSAGES, *LISTS, *WRITING),
    *(*ROWS, *ABOUT),
    *PEOPLE,
    *COMPONENTS,
    *PAGES,
)
