"""A DCRF model observer for many sockets (docs/adr/0003-fan-out.md)."""

from collections.abc import Awaitable, Callable, Iterable
from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from djangochannelsrestframework.observer.model_observer import Action, ModelObserver

from chat.live import groups, publisher

#: The observer of each model, for who tells again of what was lost.
observers: dict[type[Model], "LiveObserver"] = {}


class LiveObserver(ModelObserver):
    """Differs from DCRF's in seven ways.

    - What it sends is made after the commit, once, and published on the server's loop.
    - Loading an instance costs nothing: the groups of our models never change, so none are remembered.
    - A row that goes with a larger thing (``part_of``: a message with its room) is not told of by itself.
    - A save of nothing but what it is ``ignoring`` is not told of.
    - A received message is not copied for each socket: nobody changes it.
    - A handler is a plain function, since there is nothing to wait for; what it returns is awaited, if anything.
    - Groups have the names that we give them (chat/live/groups.py), and those of one carrier share a message.
    """

    part_of: type[Model] | None = None
    ignoring: frozenset[str] = frozenset()

    def _connect(self) -> None:
        for signal, receiver in (
            (post_save, self.post_save_receiver),
            (post_delete, self.post_delete_receiver),
        ):
            signal.connect(receiver, sender=self.model_cls, dispatch_uid=str(id(self)))

    def post_save_receiver(
        self,
        instance: Model,
        created: bool,  # noqa: FBT001  DCRF's
        update_fields: frozenset[str] | None = None,
        **kwargs: Any,
    ) -> None:
        if update_fields is None or not update_fields <= self.ignoring:
            super().post_save_receiver(instance, created, **kwargs)

    def post_delete_receiver(self, instance: Model, origin: Any = None, **kwargs: Any) -> None:
        deleted = origin.model if isinstance(origin, QuerySet) else type(origin)
        if deleted is not self.part_of:
            super().post_delete_receiver(instance, **kwargs)

    def database_event(self, instance: Model, action: Action) -> None:
        if action is Action.DELETE:
            instance = copy(instance)  # Django takes the key away from the original
        # Robust: a change that is stored is not undone by what its readers are told. Django needs the name
        # of what it calls, which a partial lacks.
        transaction.on_commit(lambda: self._publish(instance, action), robust=True)

    def _publish(self, instance: Model, action: Action) -> None:
        message = self.message(instance, action)
        (carrier,) = {groups.carrier(group) for group in message["groups"]}
        publisher.publish(carrier, message)

    def message(self, instance: Model, action: Action) -> dict[str, Any]:
        """What tells of a change: ``{"type", "body", "action", "groups"}``."""
        names = list(self.group_names_for_signal(instance=instance))
        return {**self.serialize(instance, action), "groups": names}

    def group_names_for_signal(self, *args: Any, **kwargs: Any) -> Iterable[str]:
        names: Iterable[str] = self._group_names_for_signal(self, *args, **kwargs)
        return names

    def group_names_for_consumer(self, consumer: Any, *args: Any, **kwargs: Any) -> Iterable[str]:
        names: Iterable[str] = self._group_names_for_consumer(
            self, *args, consumer=consumer, **kwargs
        )
        return names

    def __call__(self, consumer: Any, message: dict[str, Any]) -> Awaitable[None] | None:
        """Call the handler: ``handler(consumer, body, request_ids, message)``."""
        request_ids = consumer._observer_group_to_request_id[self._stable_observer_id]
        return self.func(  # type: ignore[no-any-return]
            consumer, message["body"], request_ids.get(message["group"], ()), message
        )


def live_observer(
    model: type[Model],
    part_of: type[Model] | None = None,
    ignoring: frozenset[str] = frozenset(),
) -> Callable[[Callable[..., Any]], LiveObserver]:
    """As DCRF's ``model_observer``, with the observer above."""

    def decorate(handler: Callable[..., Any]) -> LiveObserver:
        observer = LiveObserver(handler, model_cls=model)
        observer.part_of = part_of
        observer.ignoring = ignoring
        observers[model] = observer
        return observer

    return decorate
