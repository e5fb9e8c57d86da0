from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    pass


class Room(models.Model):
    name = models.CharField(max_length=255, null=False, blank=False, unique=True)
    current_users = models.ManyToManyField(User, related_name="current_rooms", blank=True)

    def __str__(self) -> str:
        return f"Room({self.name})"


class Message(models.Model):
    room = models.ForeignKey("chat.Room", on_delete=models.CASCADE, related_name="messages")
    text = models.TextField(max_length=500)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Message({self.user} {self.room})"
