from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401


def bare(request: HttpRequest) -> HttpResponse:
    return render(request, "bare.html")


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]
