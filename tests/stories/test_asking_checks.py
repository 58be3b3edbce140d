"""What a person is shown before their question is sent: personal data, whom to call, answers."""

from __future__ import annotations

from functools import partial

import pytest

import bot.app
from bot.metrics import Metrics
from bot.settings import Settings
from handlers.asking import Asking
from tests.conftest import World
from tests.stories.test_asking import QUESTION, UNKNOWN, asked, begins, checks, shown, typed
from tests.stories.tickets import TicketDesk

ALIEN, PHONE, MAIL = "A 012 345 678", "312-555-0147", "maria@example.org"
PERSONAL = f"{UNKNOWN}. Her number is {ALIEN}, call {PHONE} or {MAIL}"
HIDDEN = f"{UNKNOWN}. Her number is [A-###], call [tel. ###] or [e-mail ###]"
URGENT = "ICE is here at the plant, what may our police do?"
CALL = "Call *Harbor Legal Aid* at its night line first."


def kept(world: World) -> bytes:
    """Everything that the desk's database holds on disk."""
    path = world.bot.settings.desk_path
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


# Personal data


async def test_what_is_personal_is_shown_as_it_would_be_sent(world: World) -> None:
    await world.ana.shortcut("ask_for_help")
    await world.ana.submit({"words": PERSONAL})
    assert shown(world.ana).startswith(
        "# Ask for help\n"
        "We found an A-number, a phone number, and an e-mail address. "
        "This is what will be kept and sent:\n"
        f">{HIDDEN}\n"
        "(It is hidden before anything is kept. You can change your question below.)\n"
        "If they are your own, or public: <>\n"
    )


async def test_nothing_of_it_is_kept_or_told(
    desk: TicketDesk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.ana.shortcut("ask_for_help")
    await desk.ana.fill({"words": PERSONAL})
    await desk.ana.click_in_view("ask_more")
    await desk.ana.submit()
    await desk.ana.click_in_view("ask_seen_by", "partner")
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert ticket.question == HIDDEN
    assert "*Hidden:* an A-number, a phone number, and an e-mail address." in shown(desk.ana)
    for secret in (ALIEN, "012345678", PHONE, "5550147", MAIL):
        assert secret.encode() not in kept(desk.world)
        assert not [call for call in desk.world.sandbox.calls if secret in str(call.args)]
        assert secret not in caplog.text


async def test_what_is_carried_over_is_masked_before_the_form_opens(world: World) -> None:
    message = await world.luis.say("general", f"Her number is {ALIEN}")
    await world.ana.message_shortcut("get_help", message)
    assert typed(world.ana) == "Her number is [A-###]"
    assert "(In what you brought along we hid: an A-number.)" in shown(world.ana)


async def test_a_phone_and_an_e_mail_may_stay_and_an_a_number_may_not(desk: TicketDesk) -> None:
    await desk.ana.shortcut("ask_for_help")
    await desk.ana.submit({"words": PERSONAL})
    assert desk.ana.view
    [choice] = [each for each in desk.ana.view["blocks"] if each["block_id"] == "ask_leave"]
    assert [each["value"] for each in choice["element"]["options"]] == ["phone", "email"]
    await desk.submits("ana", {"ask_leave": ["phone", "email"]})
    [ticket] = await asked(desk.world)
    assert ticket.question == f"{UNKNOWN}. Her number is [A-###], call {PHONE} or {MAIL}"
    assert "*Hidden:* an A-number." in shown(desk.ana)


async def test_without_a_phone_or_an_e_mail_there_is_no_choice(world: World) -> None:
    await world.ana.shortcut("ask_for_help")
    await world.ana.submit({"words": f"Her number is {ALIEN}"})
    assert "If they are your own" not in shown(world.ana)


async def test_what_is_new_in_a_corrected_text_is_shown_too(desk: TicketDesk) -> None:
    await checks(desk.ana, UNKNOWN)
    await desk.submits("ana", {"words": f"Call {PHONE}"})
    assert "We found a phone number." in shown(desk.ana)
    assert await asked(desk.world) == []
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert ticket.question == "Call [tel. ###]"


async def test_what_was_taken_out_is_not_asked_about_again(desk: TicketDesk) -> None:
    await desk.ana.shortcut("ask_for_help")
    await desk.ana.submit({"words": PERSONAL})
    await desk.submits("ana", {"words": UNKNOWN})
    [ticket] = await asked(desk.world)
    assert ticket.question == UNKNOWN
    assert "*Hidden:*" not in shown(desk.ana)


async def test_a_long_question_is_shown_whole(world: World) -> None:
    words = ("Zoning & variances. " * 144) + PHONE
    await world.ana.shortcut("ask_for_help")
    assert (await world.ana.submit({"words": words})).ok
    assert shown(world.ana).count("variances.") == 144


# Emergencies


async def test_words_of_an_emergency_bring_whom_to_call_first(desk: TicketDesk) -> None:
    said = await checks(desk.ana, URGENT)
    assert said.startswith(
        "# Ask for help\n"
        ":rotating_light: If somebody is being detained, or agents are there now, "
        "first call legal aid where you are.\n"
        "This desk works on policy, not on a person's case. "
        "If you send this, the coordinators get it marked as urgent.\n"
    )
    assert await asked(desk.world) == []
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert ticket.is_urgent


async def test_they_do_in_spanish(desk: TicketDesk) -> None:
    await begins(desk.luis, "Hubo una redada y hay un vecino detenido", "/ayuda")
    await desk.luis.submit()
    assert ":rotating_light: Si están deteniendo a alguien" in shown(desk.luis)
    await desk.submits("luis")
    [ticket] = await asked(desk.world)
    assert (ticket.is_urgent, ticket.language) == (True, "es")


async def test_words_that_come_later_bring_it_too(desk: TicketDesk) -> None:
    await checks(desk.ana)
    await desk.submits("ana", {"words": URGENT})
    assert ":rotating_light:" in shown(desk.ana)
    assert await asked(desk.world) == []
    await desk.submits("ana")
    assert len(await asked(desk.world)) == 1


@pytest.fixture
def whom_to_call(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network says whom to call; set before the bot starts."""
    settings.emergency = CALL
    monkeypatch.setattr(bot.app, "Asking", lambda desk, *_: Asking(desk, settings.emergency))


@pytest.mark.usefixtures("whom_to_call")
async def test_the_network_says_whom_to_call(world: World) -> None:
    said = await checks(world.ana, URGENT)
    assert said.startswith(f"# Ask for help\n:rotating_light: {CALL}\n")


# What the library has


async def test_up_to_three_answers_come_first(world: World) -> None:
    said = await checks(world.ana, "detainer policy for our jail")
    above, below = said.split("Your question: ")
    assert above.startswith("# Ask for help\n## Does one of these answer it?\n")
    assert above.count("[Details]") == 3
    assert above.endswith("[Yes, this answers it]\n---\n")
    assert below.endswith("[Send] [Cancel]")


async def test_nothing_good_is_no_answer(world: World) -> None:
    said = await checks(world.ana, UNKNOWN)
    assert "Does one of these" not in said
    assert said.startswith("# Ask for help\nLook it over once more.")


async def test_details_lie_on_top_of_the_form(world: World) -> None:
    await checks(world.ana)
    await world.ana.click_in_view("resource_details")
    assert shown(world.ana).startswith("# Details\n")
    await world.ana.close_view()
    assert typed(world.ana) == QUESTION


@pytest.fixture
def metrics(monkeypatch: pytest.MonkeyPatch) -> Metrics:
    """Counts what the library answered; set before the bot starts."""
    metrics = Metrics()
    counted = partial(Asking, spared=metrics.spared.inc)
    monkeypatch.setattr(bot.app, "Asking", lambda desk, *_: counted(desk))
    return metrics


async def test_an_answer_closes_it_and_nothing_is_kept(metrics: Metrics, world: World) -> None:
    await checks(world.ana, "detainer policy for our jail")
    await world.ana.click_in_view("ask_answered")
    assert shown(world.ana) == (
        "# Ask for help\nGood to hear. Nothing was sent, and nothing of your question was kept.\n"
        "[Close]"
    )
    await world.settled()
    assert await asked(world) == []
    assert b"for our jail" not in kept(world)
    assert metrics.registry.get_sample_value("liaison_questions_answered_by_library_total") == 1


async def test_an_answer_pressed_twice_counts_once(metrics: Metrics, world: World) -> None:
    await checks(world.ana, "detainer policy for our jail")
    await world.ana.click_in_view("ask_answered")
    clicks = [each for each in world.sandbox.deliveries if each.kind == "block_actions"]
    await world.sandbox.deliver_payload("interaction", clicks[-1].payload)
    assert metrics.registry.get_sample_value("liaison_questions_answered_by_library_total") == 1
