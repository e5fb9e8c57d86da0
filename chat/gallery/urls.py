from django.urls import path

from chat.gallery import views

urlpatterns = [
    path("", views.index, name="gallery-index"),
    path("<slug:slug>/", views.show, name="gallery-show"),
]
