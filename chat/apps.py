from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "Chat"

    def ready(self) -> None:
        """Load the observers, so that a command or a shell tells of its changes too."""
        import_module("chat.consumers.room")
