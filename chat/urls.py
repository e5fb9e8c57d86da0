from django.urls import path

from chat.views import device, memberships, messages, people, rooms

urlpatterns = [
    path("", rooms.index, name="room-index"),
    path("rooms/", rooms.create, name="room-create"),
    path("rooms/<int:pk>/", rooms.show, name="room-show"),
    path("rooms/<int:pk>/edit/", rooms.edit, name="room-edit"),
    path("rooms/<int:pk>/messages/", messages.create, name="message-create"),
    path("rooms/<int:pk>/join/", memberships.create, name="membership-create"),
    path("rooms/<int:pk>/leave/", memberships.delete, name="membership-delete"),
    path("jump/", rooms.jump, name="room-jump"),
    path("people/<int:pk>/", people.show, name="person-show"),
    path("preferences/", people.preferences, name="preferences"),
    path("offline/", device.offline, name="offline"),
    path("service-worker.js", device.service_worker, name="service-worker"),
    path("first-run/", people.first_run, name="first-run"),
    path("sign-up/", people.sign_up, name="sign-up"),
    path("sign-in/", people.sign_in, name="sign-in"),
    path("sign-out/", people.sign_out, name="sign-out"),
]
