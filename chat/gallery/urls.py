from django.urls import path

from chat.gallery import views
from chat.gallery.pictures import KEY

urlpatterns = [
    path("gallery/", views.index, name="gallery-index"),
    path("gallery/<slug:slug>/", views.show, name="gallery-show"),
    # Where templates look for the picture of somebody in a sample.
    path(f"avatars/{KEY}/<int:size>.webp", views.picture),
    path(f"workspace/logo/{KEY}/<int:size>.webp", views.picture),
]
