"""A browser as wide as a small phone, whose complaints fail the test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def small_phone(address: str, pages: int = 1) -> Iterator[Any]:
    """As many pages, each a visitor of her own, 360 pixels wide; one page stands for itself."""
    if not CHROMIUM.exists() and not os.environ.get("KAWAN_REQUIRE_BROWSER"):
        pytest.skip("no browser at /usr/bin/chromium (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        opened = [browser.new_page(viewport={"width": 360, "height": 740}, base_url=address) for _ in range(pages)]
        for page in opened:
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened[0] if pages == 1 else opened
        browser.close()
    assert not complaints, complaints


def sign_in(page: Any, login: str, password: str) -> None:
    """By the form."""
    page.goto("/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def picture(page: Any, name: str, whole: bool = True) -> None:
    """Kept where KAWAN_PICTURES says, for people to look at."""
    if folder := os.environ.get("KAWAN_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=whole)
