"""Every fragment in every state, those of a fragment one after another."""

from chat.gallery.sample import Sample
from chat.gallery.samples.components import FORMS, NOTICES
from chat.gallery.samples.messages import MESSAGES

SAMPLES: tuple[Sample, ...] = (*MESSAGES, *NOTICES, *FORMS)
