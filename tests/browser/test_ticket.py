"""A ticket from /assist to closed, as three people see it in a real browser."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, WIDE, Sitting
from tests.browser.test_look_up import accessible, ask
from tests.stories.tickets import TRIAGE, TicketDesk

QUESTION = "May our county refuse immigration detainers?"
ANSWER = "Yes: a detainer is a request. Which county is it?"
REPLY = "Travis County, before the vote in June."


@dataclass(frozen=True, slots=True)
class Screen:
    """One person's window, and what they do in it."""

    page: Page
    name: str

    async def messages(self) -> None:
        """Go to the messages with the bot."""
        await self.page.get_by_role("link", name="Liaison").click()
        await self.page.get_by_role("link", name="Messages").click()

    def window(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title)

    @property
    def latest(self) -> Locator:
        """The newest message of the channel or talk that is open."""
        return self.page.locator(".main article").last

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("region", name=f"Thread of {self.name}")

    async def open_thread(self) -> None:
        """Open the thread of the newest message, which has replies."""
        await self.latest.locator(".replies").click()
        await expect(self.thread).to_be_visible()

    async def write(self, words: str) -> None:
        """Write in the thread that is open."""
        box = self.thread.get_by_role("textbox", name="Reply in thread")
        await box.fill(words)
        await box.press("Enter")
        await expect(box).to_have_value("")


async def send_question(ana: Screen) -> None:
    """Fill the form in, look it over, send it, and read what becomes of it."""
    await ask(ana.page, "/assist")
    form = ana.window("Ask for help")
    await form.get_by_role("textbox", name="Your question").fill(QUESTION)
    await form.get_by_role("radio", name="Also one expert").check()
    await expect(form.get_by_role("combobox", name="Which expert")).to_be_visible()
    await accessible(ana.page)
    await form.get_by_role("button", name="Continue").click()
    await expect(form.get_by_text("Does one of these answer it?")).to_be_visible()
    await accessible(ana.page)
    await form.get_by_role("button", name="Send", exact=True).click()
    sent = ana.window("Sent")
    await expect(sent.get_by_text("Your request has number 1.")).to_be_visible()
    await expect(sent).to_contain_text("Who can see it: Coordinators and one expert.")
    await accessible(ana.page)
    await ana.page.keyboard.press("Escape")
    await expect(sent).to_be_hidden()


async def take_and_offer(dana: Screen) -> None:
    """From the card: take it, and ask the expert who is proposed."""
    await dana.page.get_by_role("link", name=TRIAGE).click()
    await expect(dana.latest).to_contain_text(QUESTION)
    await expect(dana.latest).to_contain_text("Ana Rivera")
    await accessible(dana.page)
    await dana.latest.get_by_role("button", name="Take it").click()
    await expect(dana.latest.get_by_text("Dana Kim")).to_be_visible()
    await dana.latest.get_by_role("button", name="Ask an expert").click()
    form = dana.window("Ask an expert")
    await expect(form.get_by_text("Ruth Adeyemi")).to_be_visible()
    await accessible(dana.page)
    await form.get_by_role("button", name="Ask", exact=True).click()
    await expect(form).to_be_hidden()


async def accept(ruth: Screen) -> None:
    """In her messages on a phone: read the offer, and accept it."""
    await expect(ruth.latest).to_contain_text("Dana Kim asks: can you help with this?")
    await expect(ruth.latest).to_contain_text(QUESTION)
    await accessible(ruth.page)
    await ruth.latest.get_by_role("button", name="Accept").click()
    await expect(ruth.latest).to_contain_text("You are on this.")
    await ruth.open_thread()
    await expect(ruth.thread).to_contain_text("What you write in this thread goes to Ana Rivera.")
    await accessible(ruth.page)


async def close(ana: Screen) -> None:
    """From the status line: say what happened, and close."""
    await ana.thread.get_by_role("button", name="Close request").click()
    form = ana.window("Close request")
    await expect(form.get_by_role("radio", name="The expert answered it")).to_be_checked()
    await accessible(ana.page)
    await form.get_by_role("button", name="Close request").click()
    await expect(form).to_be_hidden()


async def test_a_ticket_from_the_question_to_its_close(
    desk: TicketDesk, sits_down: Sitting
) -> None:
    await desk.list_expert("ruth")
    ana = Screen(await sits_down("ana", WIDE), "Ana Rivera")
    dana = Screen(await sits_down("dana", WIDE), "Dana Kim")
    ruth = Screen(await sits_down("ruth", PHONE), "Ruth Adeyemi")

    await send_question(ana)
    await ana.messages()
    await expect(ana.latest).to_contain_text("#1 · Received")
    await accessible(ana.page)
    await take_and_offer(dana)
    await expect(ana.latest).to_contain_text("#1 · Asked an expert · With Dana Kim")

    await ruth.page.goto(f"{desk.world.sandbox.url}/?user=ruth&at=dm")
    await accept(ruth)
    await ana.open_thread()
    await expect(ana.thread).to_contain_text("#1 · With Ruth Adeyemi, Harbor Legal Aid")
    await ruth.write(ANSWER)
    await expect(ana.thread).to_contain_text(ANSWER)
    await expect(ana.thread).to_contain_text("#1 · Answered")
    await ana.write(REPLY)
    await expect(ruth.thread).to_contain_text(REPLY)
    await accessible(ana.page)
    await dana.open_thread()
    await expect(dana.thread).to_contain_text(ANSWER)
    await expect(dana.thread).to_contain_text(REPLY)
    await accessible(dana.page)

    await close(ana)
    await expect(ana.thread).to_contain_text("#1 · Closed")
    await expect(ana.thread.get_by_role("button", name="Reopen")).to_be_visible()
    await expect(ruth.thread).to_contain_text("This request is closed")
    await expect(dana.thread).to_contain_text("#1 · Closed")
    await accessible(ana.page)
    await accessible(ruth.page)
