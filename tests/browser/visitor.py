"""Someone at a screen. Whatever goes wrong in the browser while they look around is written down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

from tests.browser.portal import Portal

Scheme = Literal["light", "dark"]
PATIENCE = (
    30_000  # milliseconds: a build server may be busy, and whoever waits for nothing fails all the same
)


def settle(page: Page) -> None:
    """Waits until the page that a click asked for is whole: the click itself waits only for its first byte."""
    page.wait_for_load_state()


@contextmanager
def before_script(page: Page, name: str, address: str) -> Iterator[None]:
    """What happens at ``address`` before the script ``name`` comes, as on a slow line."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/{name}*.js", hold)
    page.goto(address, wait_until="commit")
    yield
    page.wait_for_function("() => document.readyState !== 'loading'")
    assert held, f"{address} did not ask for {name}"
    for route in held:
        route.continue_()
    settle(page)


def fits(page: Page) -> bool:
    """Whether nothing on ``page`` sticks out at the side of the screen."""
    settle(page)
    return bool(page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"))


class Visitor:
    """Opens pages of ``portal``; ``faults`` holds console errors, broken scripts and requests to elsewhere.

    Violations of the content security policy are console errors in Chromium, so they are among them.
    """

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.browser, self.portal = browser, portal
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.elsewhere: list[str] = []  # beginnings of addresses that a test expects to be asked

    def page(
        self,
        width: int = 1280,
        height: int = 800,
        *,
        scheme: Scheme = "light",
        javascript: bool = True,
        status: int = 200,
    ) -> Page:
        """A fresh browser with nothing in it. ``status`` is what its pages answer, when that is not 200."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            base_url=self.portal.url,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._listen(page, status))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._watch)
        return page

    def signed_in(self, role: str, **options: int | Scheme) -> Page:
        """A fresh browser in which the person with this role signed in."""
        account, page = self.portal.account(role), self.page(**options)  # type: ignore[arg-type]
        page.goto("/aanmelden/")
        page.locator("input[name=username]").fill(account.email)
        page.locator("input[name=password]").fill(account.password)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda url: "/aanmelden/" not in url)
        return page

    def still_signed_in(self, role: str, address: str, **options: int | Scheme) -> Page:
        """``address`` in a fresh browser of the person with this role, who signed in once for all tests that only look."""
        sessions = self.portal.sessions
        for _time in range(2):  # another test may have ended the session
            if role not in sessions:
                sessions[role] = self.signed_in(role).context.cookies()
            page = self.page(**options)  # type: ignore[arg-type]
            page.context.add_cookies(sessions[role])
            page.goto(address)
            if "/aanmelden/" not in page.url:
                return page
            del sessions[role]
        raise AssertionError(f"{role} is asked to sign in at {address}")

    def leave(self) -> None:
        """Closes every window."""
        for context in self.contexts:
            context.close()

    def _watch(self, request: Request) -> None:
        own = (f"{self.portal.url}/", "data:", "blob:")
        if not request.url.startswith((*own, *self.elsewhere)):
            self.faults.append(f"{request.frame.page.url}: asks for {request.url}, which is elsewhere")

    def _listen(self, page: Page, status: int) -> Callable[[ConsoleMessage], None]:
        def hear(message: ConsoleMessage) -> None:
            about = message.location.get("url", "")
            expected = status != 200 and f"status of {status}" in message.text
            expected = expected or about.startswith(tuple(self.elsewhere))
            if message.type in {"error", "warning"} and not expected:
                self.faults.append(f"{page.url}: {message.text} {about}")

        return hear


class Windows:
    """Windows that stay open from one test to the next, for those that only look: one for each role, and one for who comes by.

    A window takes longer to open than most pages do, and a page is there sooner when the styles and scripts are.
    """

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.visitor = Visitor(browser, portal)
        self.pages: dict[str, Page] = {}

    def empty(self, width: int = 1280, scheme: Scheme = "light") -> Page:
        """A window with nothing in it, of somebody whom the portal does not know."""
        page = self._turned("", width, scheme)
        page.context.clear_cookies()
        return page

    def signed_in(self, role: str, address: str) -> Page:
        """``address`` on the wide screen of the person with this role."""
        if role in self.pages:
            page = self._turned(role, 1280, "light")
            page.goto(address)
            if "/aanmelden/" not in page.url:
                return page
            self.pages.pop(role).context.close()  # a test ended the session
        self.pages[role] = self.visitor.still_signed_in(role, address)
        return self.pages[role]

    def complaints(self) -> list[str]:
        """What went wrong in them since somebody asked."""
        told, self.visitor.faults[:] = list(self.visitor.faults), []
        return told

    def _turned(self, name: str, width: int, scheme: Scheme) -> Page:
        page = self.pages.setdefault(name, self.pages.get(name) or self.visitor.page())
        if page.url.startswith(self.visitor.portal.url):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        return page
