from typing import Any

from django.core.management.base import BaseCommand

from chat.models import remove_old_messages


class Command(BaseCommand):
    help = "Remove the messages that are older than the settings keep them. A server does it every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        while batch := remove_old_messages():
            count += batch
        self.stdout.write(f"{count} messages were removed.")
