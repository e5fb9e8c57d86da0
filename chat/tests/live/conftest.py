"""The channel layer in use, watched; and sockets, as the tests of the consumers have them."""

import pytest
from channels.layers import channel_layers, get_channel_layer

from chat.tests.consumers.conftest import (
    alice_bot,
    bob_bot,
    bob_page,
    carol_bot,
    closed_thread,
    connect,
)
from chat.tests.layers import WatchedLayer

__all__ = ["alice_bot", "bob_bot", "bob_page", "carol_bot", "closed_thread", "connect"]


@pytest.fixture
def layer(_fresh_layer: None) -> WatchedLayer:
    watched = WatchedLayer(get_channel_layer())
    channel_layers.set("default", watched)
    return watched
