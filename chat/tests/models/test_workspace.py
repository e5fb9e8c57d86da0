import pytest
from django.db import transaction

from chat.models import Workspace
from chat.models import workspace as module
from chat.tests.queries import recorded_queries


@pytest.fixture(autouse=True)
def _knows_nothing(_known_workspace: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "_kept", (None, 0.0))


@pytest.mark.django_db
def test_it_is_asked_for_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    with recorded_queries() as queries:
        for _ in range(3):
            assert Workspace.current().name == "Roomful"
    assert len(queries) == 1
    Workspace.objects.bulk_create([Workspace(pk=1, name="Acme")])  # as another process does
    assert Workspace.current().name == "Roomful"
    now += 5.1
    assert Workspace.current().name == "Acme"


@pytest.mark.django_db
def test_what_this_process_changes_it_knows_at_once() -> None:
    assert Workspace.current().name == "Roomful"
    Workspace(pk=1, name="Acme").save()
    assert Workspace.current().name == "Acme"


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_the_commit_is_forgotten() -> None:
    with transaction.atomic():
        Workspace(pk=1, name="Acme").save()
        Workspace._kept = Workspace(pk=1, name="Roomful"), float("inf")  # by another thread
    assert Workspace.current().name == "Acme"
