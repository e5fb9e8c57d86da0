from typing import Any

from django.core.management.base import BaseCommand

from chat.models import rerender_messages


class Command(BaseCommand):
    help = "Render the messages anew that were written before a change of how text is shown, while people go on."

    def handle(self, *args: Any, **options: Any) -> None:
        count = key = 0
        while batch := rerender_messages(key):
            key, rendered = batch
            count += rendered
            if options["verbosity"] > 1:
                self.stdout.write(f"{count} messages so far, up to the key {key}.")
        self.stdout.write(f"{count} messages were rendered.")
