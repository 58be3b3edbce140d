"""One walk through every surface of the bot, as its people would take it."""

from __future__ import annotations

from bot.desk import people
from tests.conftest import World
from tests.stories.joined import join, member


async def walk(world: World) -> None:
    """Everything that a person can do with the bot, once."""
    await _look_up(world)
    await _keep(world)
    await _talk(world)


async def _look_up(world: World) -> None:
    """Look up, turn, refine, share, browse, ask in threads and in the DM, open Home."""
    ana, luis = world.ana, world.luis
    answer = await ana.command("/resources", "sanctuary policy tx type:tolkit", channel="general")
    assert answer.message
    await ana.click(answer.message, "results_next")
    await ana.click(world.ana.sees("general")[-1], "resource_details")
    await ana.close_view()
    await ana.click(world.ana.sees("general")[-1], "resource_share")
    await ana.click(world.ana.sees("general")[0], "results_refine")
    await ana.submit({"words": "school", "language": "es"})
    await ana.click_in_view("resource_details")
    for _ in ana.views:
        await ana.close_view()
    await luis.command("/recursos", "", channel="general")
    await luis.click_in_view("open_shelf:know-your-rights")
    await luis.click_in_view("results_next")
    await luis.command("/recursos", "ayuda", channel="general")
    await luis.command("/recursos", "zonificación de centros de datos", channel="general")
    message = await luis.say("general", "¿Qué hacemos si viene ICE a la escuela?")
    await ana.message_shortcut("find_resources", message)
    await ana.say("general", "@Liaison 287(g)")
    await luis.say("dm", "ciudad santuario")
    await luis.open_home()
    await luis.click_in_home("open_search")
    await world.settled()


async def _keep(world: World) -> None:
    """Save, set one's place and language, and forget."""
    ana = world.ana
    answer = await ana.command("/resources", "detainer", channel="general")
    assert answer.message
    await ana.click(answer.message, "resource_save")
    await world.settled()
    await ana.open_home()
    await ana.click_in_home("saved_all")
    await ana.close_view()
    await ana.click_in_home("change_place")
    await ana.submit({"home_state": "US-TX"})
    await world.settled()
    await ana.click_in_home("choose_language:es")
    await world.settled()
    await ana.click_in_home("open_search")
    await ana.click_in_view("forget_searches")
    await ana.close_view()
    await ana.click_in_home("saved_clear")
    await world.settled()


async def _talk(world: World) -> None:
    """Talk in joined threads, with what can go wrong there."""
    dana = world.sandbox.person("dana")
    await world.bot.store.run(people.name_coordinators, [member(dana)])
    joined = await join(world, "luis", "ruth")
    first = await joined.says("luis", "Su número es A012345678, <https://example.org|aquí>")
    await joined.edits("luis", first, "Llame al 312-555-0147")
    await joined.says("ruth", "a long answer, " * 2_000)
    await world.luis.upload("dm", "carta.pdf", "La carta", thread_ts=joined.heads["luis"])
    await joined.deletes("luis", first)
    ruths = world.sandbox.workspace.channels[joined.person("ruth").dm]
    ruths.is_archived = True
    await joined.says("luis", "¿Sigue ahí?")
    await dana.open_home()
    await world.settled()
    ruths.is_archived = False
    await world.luis.click(joined.copies("luis")[-1], "try_again")
    await world.settled()
