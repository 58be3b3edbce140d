"""One walk through every surface of the bot, as its people would take it."""

from __future__ import annotations

from tests.conftest import World


async def walk(world: World) -> None:
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
    await world.sandbox.settled()
