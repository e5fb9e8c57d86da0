from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chat.models import AuditEntry, User, Workspace
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


# Changing it


def test_administrator_changes_it(dana: User) -> None:
    Workspace.edit(
        dana, name="  Acme \u202e Ltd", sign_up="domain", sign_up_domains="@A.example,b.example"
    )
    stored = Workspace.stored()
    assert (stored.name, stored.sign_up_domains) == ("Acme Ltd", "a.example b.example")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == (dana, "workspace.edit")
    assert entry.details == {
        "name": "Acme Ltd",
        "sign_up": "domain",
        "sign_up_domains": "a.example b.example",
    }


def test_what_stays_as_it_is_is_no_act(dana: User) -> None:
    Workspace.edit(dana, name="Roomful", accent="")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", ["member", "guest"])
def test_others_change_nothing(make_user: Callable[..., User], role: str) -> None:
    with pytest.raises(PermissionDenied):
        Workspace.edit(make_user("somebody", role=role), name="Mine")
    assert Workspace.stored().name == "Roomful"


@pytest.mark.parametrize(
    "values",
    [
        {"name": " \u200d "},
        {"name": "x" * 41},
        {"name": "a\ud800"},
        {"accent": "red"},
        {"accent": "#c2410"},
        {"accent": "#c2410c;}"},
        {"accent": "#c2410c\n"},
        {"sign_up": "anybody"},
        {"sign_up": "domain"},
        {"sign_up_domains": "example"},
        {"sign_up_domains": "exa mple.org"},
        {"retention_days": 0},
        {"retention_days": 1_000_000},
    ],
)
def test_bad_values_are_refused(dana: User, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Workspace.edit(dana, **values)
    stored = Workspace.stored()
    assert (stored.name, stored.accent) == ("Roomful", "")
    assert not AuditEntry.objects.exists()
