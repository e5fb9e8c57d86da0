from django.contrib import admin
from django.urls import include, path

handler400 = "chat.views.errors.bad_request"
handler403 = "chat.views.errors.forbidden"
handler404 = "chat.views.errors.not_found"
handler500 = "chat.views.errors.server_error"

urlpatterns = [
    path("", include("chat.urls")),
    path("admin/", admin.site.urls),
]
