"""An official looks something up."""

from __future__ import annotations

import json

from tests.conftest import World
from tests.readable import buttons, readable


async def ask(world: World, words: str, command: str = "/resources") -> str:
    delivery = await world.ana.command(command, words, channel="general")
    assert delivery.ok, delivery
    assert delivery.message
    return readable(delivery.message)


async def test_the_answer_comes_in_the_command_s_own_reply_and_only_to_who_asked(
    world: World,
) -> None:
    delivery = await world.ana.command("/resources", "immigration hold tx", channel="general")
    assert delivery.message
    assert delivery.message["is_ephemeral"]
    assert json.loads(delivery.body)["response_type"] == "ephemeral"
    assert buttons(delivery.message)[:2] == ["Details", "Share here"]
    assert not [call for call in world.sandbox.calls if call.method == "chat.postMessage"]
    assert not world.luis.sees("general")


async def test_five_resources_at_most_and_more_behind_next(world: World) -> None:
    first = await world.ana.command("/resources", "sanctuary", channel="general")
    assert first.message
    assert buttons(first.message).count("Details") == 5
    await world.ana.click(first.message, "results_next")
    (second,) = world.ana.sees("general")
    assert readable(second).startswith("(6–10 of ")
    assert "[Back] [Next] [Refine]" in readable(second)
    await world.ana.click(second, "results_previous")
    (back,) = world.ana.sees("general")
    assert readable(back) == readable(first.message)


async def test_a_page_past_the_end_is_the_last_one(world: World) -> None:
    answer = await world.ana.command("/resources", "topic:language-access", channel="general")
    assert answer.message
    total = readable(answer.message).split(" resource")[0].rsplit(" ", 1)[-1].strip("(")
    page = world.catalog.search("topic:language-access", limit=5, offset=500)
    assert not page.hits
    assert page.total == int(total)


async def test_recursos_answers_in_spanish(world: World) -> None:
    said = await ask(world, "retención migratoria", "/recursos")
    assert "[Detalles] [Compartir aquí]" in said
    assert "recursos para “retención migratoria”" in said


async def test_help_takes_five_lines_in_either_language(world: World) -> None:
    assert (await ask(world, "help")).count("•") == 5
    assert "Palabras sencillas" in await ask(world, "ayuda", "/recursos")


async def test_a_spanish_reader_is_answered_in_spanish_once_known(world: World) -> None:
    await world.luis.open_home()
    delivery = await world.luis.command("/resources", "detainer", channel="general")
    assert delivery.message
    assert "[Detalles]" in readable(delivery.message)


async def test_details_open_over_the_answer(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    await world.ana.click(answer.message, "resource_details")
    assert world.ana.view
    said = readable(world.ana.view)
    assert said.startswith("# Details\n")
    assert "*Publisher*: " in said


async def test_sharing_posts_one_public_card_under_the_sharer_s_name(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    await world.ana.click(answer.message, "resource_share")
    await world.ana.click(answer.message, "resource_share")
    (card,) = world.luis.sees("general")
    assert f"<@{world.ana.id}> shared this from the library:" in readable(card)
    assert not [call for call in world.sandbox.calls if call.method.startswith("chat.")]


async def test_refine_opens_the_form_filled_in_and_stacks_its_results(world: World) -> None:
    answer = await world.ana.command("/resources", "policy topic:schools", channel="general")
    assert answer.message
    await world.ana.click(answer.message, "results_refine")
    assert world.ana.view
    form = readable(world.ana.view)
    assert "What are you looking for?: _policy_" in form
    assert "Topic: <Schools and students>" in form
    await world.ana.submit({"words": "resolution", "kind": "model-language"})
    said = readable(world.ana.view)
    assert said.startswith("# Results\n")
    assert "Schools and students" in said
    await world.ana.click_in_view("resource_share")
    assert len(world.luis.sees("general")) == 1


async def test_the_window_opens_without_words_and_wants_something(world: World) -> None:
    delivery = await world.ana.command("/resources", "", channel="general")
    assert delivery.ok
    assert world.ana.view
    assert "Or browse:" in readable(world.ana.view)
    sent = await world.ana.submit({})
    assert sent.errors == {"words": "Write a word or choose from a menu."}


async def test_a_shelf_opens_on_the_window_and_turns_its_pages(world: World) -> None:
    await world.ana.command("/resources", "", channel="general")
    await world.ana.click_in_view("open_shelf:city-examples")
    assert world.ana.view
    assert readable(world.ana.view).startswith("# Results\n(1–5 of ")
    await world.ana.click_in_view("results_next")
    assert "(6–10 of " in readable(world.ana.view)
    await world.ana.click_in_view("resource_details")
    assert readable(world.ana.view).startswith("# Details\n")


async def test_nothing_good_found_is_said(world: World) -> None:
    said = await ask(world, "rent control for tenants")
    assert said.startswith("(Nothing good found for “rent control for tenants”.)")
    assert "Details" not in said


async def test_an_unknown_filter_value_is_named_with_the_nearest(world: World) -> None:
    said = await ask(world, "jail type:tolkit")
    assert "We don't know “type:tolkit”, so we left it out. Try type:toolkit" in said


async def test_what_is_by_request_shows_only_that_it_exists(world: World) -> None:
    said = await ask(world, "Local Progress Webinar Archives")
    assert "*Local Progress Webinar Archives*" in said
    assert "By request only" in said
