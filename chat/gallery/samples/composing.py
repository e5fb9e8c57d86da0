"""What helps somebody who writes: suggestions, formatting, the preview."""


from chat.gallery.sample import Sample

MIXED = "It is in https://example.org/plans, see you at ten."


BAR = Sample(
    template="chat/messages/_format_bar.html",
    state="below a text",
    css="static/css/components/format-bar.css",
    wrapper="format-bar",
)

SAMPLES = BAR
