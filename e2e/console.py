"""What goes wrong in a browser's console."""

from playwright.sync_api import Page


def watch(page: Page) -> list[str]:
    """A list that grows by each uncaught error and each breach of the Content-Security-Policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    return complaints
