"""Another site's form changes nothing, at whatever address, whoever is signed in."""

from django.test import Client
from pytest_django.asserts import assertTemplateUsed

from chat.tests.addresses import every_address
from chat.tests.permissions.scene import Scene, state


def test_form_of_another_site_does_nothing_anywhere(db: None) -> None:
    """It comes without a token of ours. No view is exempt; a new one is tried here by itself."""
    scene = Scene()
    keys = {"rooms": scene.rooms["open room"].pk, "people": scene.other.pk}
    before = state()
    for address in every_address():
        for person in (None, scene.people["dana"]):
            browser = Client(enforce_csrf_checks=True)
            if person is not None:
                browser.force_login(person)
            url = address.of(**keys)
            response = browser.post(url, {"name": "Taken", "message": "hello"})
            assert response.status_code == 403, url
            assertTemplateUsed(response, "403_csrf.html", url)
    assert state() == before


def test_token_of_another_browser_is_no_token(db: None) -> None:
    scene = Scene()
    mallory = Client()
    mallory.get("/sign-in/")
    stolen = mallory.cookies["csrftoken"].value
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(scene.people["bob"])
    browser.get("/")
    url = f"/rooms/{scene.rooms['open room'].pk}/messages/"
    response = browser.post(url, {"message": "hello", "csrfmiddlewaretoken": stolen})
    assert response.status_code == 403
