from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from chat.forms import FavouriteForm
from chat.live import fragments
from chat.models import Room
from chat.requests import Request, wants_fragment


@require_POST
def update(request: Request, pk: int) -> HttpResponse:
    """Put a room among one's favourites, or take it out: with htmx, its row in the list of rooms."""
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    form = FavouriteForm(request.POST)
    room.favour(request.user, form.is_valid() and form.cleaned_data["on"])
    if wants_fragment(request):
        keys = [key for key in Room.objects.row_keys(request.user) if key.pk == pk]
        return HttpResponse(fragments.rows(keys, request.user))
    return redirect("room-show", room.pk)
