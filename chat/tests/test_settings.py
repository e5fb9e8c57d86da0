import ast
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings

from config import secret_key

ROOT: Path = settings.BASE_DIR

# Every variable is documented, and every documented variable is read


def read_by_settings() -> set[str]:
    source = (ROOT / "config" / "settings.py").read_text()
    return set(env_calls(source))


def env_calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in {"env", "env_flag", "env_list"}:
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant):  # a variable where they call one another
                yield name.value
            elif isinstance(name, ast.JoinedStr):  # one of several: OIDC_NAME_URL
                yield "".join(
                    part.value if isinstance(part, ast.Constant) else "NAME" for part in name.values
                )


def read_by_scripts() -> set[str]:
    """``${NAME:-default}`` takes a variable from outside; the scripts' own are in lower case."""
    scripts = [ROOT / "bin" / "run", ROOT / "bin" / "_setup.sh"]
    return {name for path in scripts for name in re.findall(r"\$\{([A-Z_]+):-", path.read_text())}


def in_the_readme() -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` +\|", (ROOT / "README.md").read_text(), re.MULTILINE)


def test_settings_are_found() -> None:
    assert read_by_settings() >= {"DATA_DIR", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DEBUG"}
    assert read_by_scripts() >= {"HOST", "PORT", "DATA_DIR"}


def test_every_setting_is_in_the_readme() -> None:
    assert (read_by_settings() | read_by_scripts()) - set(in_the_readme()) == set()


def test_every_setting_in_the_readme_is_read() -> None:
    assert set(in_the_readme()) - read_by_settings() - read_by_scripts() == set()


def test_each_setting_is_in_the_readme_once() -> None:
    assert sorted(in_the_readme()) == sorted(set(in_the_readme()))


def test_only_the_settings_read_the_environment() -> None:
    paths = [path for folder in ("chat", "config") for path in (ROOT / folder).rglob("*.py")]
    reading = {
        str(path.relative_to(ROOT))
        for path in paths
        if "tests" not in path.parts
        and re.search(r"os\.environ\b(?!\.setdefault\()|getenv", path.read_text())
    }
    assert reading == {"config/settings.py"}


# Behind a proxy that ends TLS


def test_cookies_travel_over_tls_only(tmp_path: Path) -> None:
    ask = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    )
    environment = {**os.environ, "TLS_PROXY": "1", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", ask]
    printed = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    said = printed.stdout.decode().split()
    assert said == ["__Host-sessionid", "True", "__Host-csrftoken", "True", "True", "True"]


# The secret key


def test_secret_key_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret_key"
    key = secret_key.read_or_create(path)
    assert len(key) >= 50
    assert path.read_text() == key
    assert secret_key.read_or_create(path) == key


def test_each_server_has_a_key_of_its_own(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert secret_key.read_or_create(one) != secret_key.read_or_create(other)


def test_secret_key_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    secret_key.read_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_secret_key_in_the_file_is_used_without_its_newline(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.write_text("written by hand\n")
    assert secret_key.read_or_create(path) == "written by hand"


def test_servers_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    count = 8
    start = Barrier(count, timeout=10)
    path = tmp_path / "data" / "secret_key"

    def serve(_: int) -> str:
        start.wait()
        return secret_key.read_or_create(path)

    with ThreadPoolExecutor(count) as pool:
        keys = set(pool.map(serve, range(count)))
    assert keys == {path.read_text()}


def test_empty_file_gets_an_explanation(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.touch()
    with pytest.raises(RuntimeError, match=r"is empty\. Remove it"):
        secret_key.read_or_create(path)


# What some of them come to


def settings_with(tmp_path: Path, expression: str, **environment: str) -> Any:
    """What an expression of the settings is, in a process with that environment."""
    program = f"import json; from config import settings as s; print(json.dumps({expression}))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_providers_come_from_the_environment(tmp_path: Path) -> None:
    apps = settings_with(
        tmp_path,
        "s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS']",
        OIDC_PROVIDERS="company, partner",
        OIDC_COMPANY_URL="https://login.example.org",
        OIDC_COMPANY_CLIENT_ID="roomful",
        OIDC_COMPANY_SECRET="secret",
        OIDC_PARTNER_NAME="Partner Ltd",
    )
    assert apps[0] == {
        "provider_id": "company",
        "name": "Company",
        "client_id": "roomful",
        "secret": "secret",
        "settings": {"server_url": "https://login.example.org"},
    }
    assert [(app["provider_id"], app["name"]) for app in apps[1:]] == [("partner", "Partner Ltd")]


def test_mail_server_comes_from_the_environment(tmp_path: Path) -> None:
    url = "smtp://user:word@mail.example.org:587/?tls=True&_default_from_email=chat@example.org"
    names = "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL, s.ACCOUNT_EMAIL_VERIFICATION"
    mailing = settings_with(tmp_path, f"[{names}]", EMAIL_URL=url)
    assert mailing == ["mail.example.org", 587, True, "chat@example.org", "mandatory"]
    assert settings_with(tmp_path, "s.ACCOUNT_EMAIL_VERIFICATION", EMAIL_URL="") == "none"
