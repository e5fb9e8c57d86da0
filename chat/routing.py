from django.urls import path, re_path

from chat.consumers.origin import refuse
from chat.consumers.renderings import FragmentRendering, JSONRendering
from chat.consumers.room import RoomConsumer

websocket_urlpatterns = [
    path("ws/chat/room/", RoomConsumer.as_asgi(rendering=JSONRendering())),
    path("ws/chat/room/fragments/", RoomConsumer.as_asgi(rendering=FragmentRendering())),
    re_path(r"", refuse),  # type: ignore[arg-type]
]
