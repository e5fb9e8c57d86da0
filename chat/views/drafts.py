from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from chat.forms import DraftForm
from chat.limits import limited
from chat.models import Draft, Message, NewerDraft, Room
from chat.permissions import require
from chat.requests import Request
from chat.serializers import DraftSerializer


@require_http_methods(["GET", "POST"])
@limited("draft")
def update(request: Request, pk: int) -> HttpResponse:
    """What one has begun to write in a room: kept by POST, from the version that one went on from. 409 with what is
    there when that is newer.

    The composer asks for JSON; anybody else is led to the room's page, which shows it.
    """
    room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
    require(request.user, "room.draft", room)
    status = 200
    if request.method == "POST":
        form = DraftForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": ["The page is broken. Reload it."]}, status=422)
        given = form.cleaned_data
        quotes = Message.objects.filter(room=room, pk=given["quotes"] or 0).first()
        try:
            draft = Draft.objects.keep(
                request.user, room, given["text"], quotes, given["version"] or 0
            )
        except NewerDraft as newer:
            draft, status = newer.draft, 409
        except ValidationError as error:
            return JsonResponse({"errors": error.messages}, status=422)
    else:
        draft = Draft.objects.current(request.user, room)
    if request.accepts("text/html"):
        return redirect("room-show", room.pk)
    return JsonResponse(DraftSerializer(draft).data, status=status)
