from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

handler400 = "chat.views.errors.bad_request"
handler403 = "chat.views.errors.forbidden"
handler404 = "chat.views.errors.not_found"
handler429 = "chat.views.errors.too_many"
handler500 = "chat.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("chat.urls")),
    path("admin/", admin.site.urls),
]
if settings.SHOW_GALLERY:
    urlpatterns.insert(
        0, path("", include("chat.gallery.urls"))
    )  # its picture is among those of people
if settings.DEBUG:
    urlpatterns.append(path("__reload__/", include("django_browser_reload.urls")))
