"""The pages that show nothing of anybody: what went wrong."""

from chat.gallery.sample import Sample

NAMES = ("400", "403", "403_csrf", "404", "429", "500", "offline")
SAMPLES = tuple(
    Sample(template=f"{name}.html", state="whole page", css="static/css/layout.css")
    for name in NAMES
)
