from datetime import timedelta

import django.utils.timezone
from django.db import migrations, models
from django.utils import timezone


GOES_ON_WITHIN = timedelta(minutes=5)


def place(apps, schema_editor):
    """What ``Message.place_after`` says of a new message, for those that are here already."""
    Message = apps.get_model("chat", "Message")
    changed, previous = [], None
    for message in Message.objects.order_by("room", "seq").iterator(chunk_size=2000):
        if previous is not None and previous.room_id != message.room_id:
            previous = None
        day = timezone.localdate(message.created_at)
        message.starts_day = previous is None or timezone.localdate(previous.created_at) != day
        message.continues = (
            previous is not None
            and not message.starts_day
            and previous.user_id == message.user_id
            and abs(message.created_at - previous.created_at) < GOES_ON_WITHIN
        )
        if message.starts_day or message.continues:
            changed.append(message)
        previous = message
    Message.objects.bulk_update(changed, ["starts_day", "continues"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelManagers(name="user", managers=[]),
        migrations.AddField(
            model_name="message",
            name="continues",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="message",
            name="starts_day",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="density",
            field=models.CharField(
                choices=[("comfortable", "Comfortable"), ("compact", "Compact")],
                default="comfortable",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(
                choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")],
                default="auto",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
