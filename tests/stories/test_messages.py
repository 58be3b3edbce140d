"""Looking up where slash commands don't reach."""

from __future__ import annotations

from tests.conftest import World
from tests.readable import readable


async def test_the_message_shortcut_opens_answers_even_in_a_thread(world: World) -> None:
    first = await world.luis.say("general", "Our sheriff wants a 287(g) agreement")
    reply = await world.luis.say("general", "what can we do about 287(g)?", thread_ts=first["ts"])
    await world.ana.message_shortcut("find_resources", reply)
    assert world.ana.view
    assert "287(g)" in readable(world.ana.view)
    await world.ana.click_in_view("resource_share")
    shared = [message for message in world.luis.sees("general") if message.get("bot_id")]
    assert [message["thread_ts"] for message in shared] == [first["ts"]]


async def test_a_mention_is_answered_only_to_who_asked(world: World) -> None:
    await world.ana.say("general", "@Liaison school resolution")
    await world.settled()
    answers = [message for message in world.ana.sees("general") if message.get("bot_id")]
    assert ["Details" in readable(message) for message in answers] == [True]
    assert not [message for message in world.luis.sees("general") if message.get("bot_id")]


async def test_a_bare_mention_is_answered_with_help(world: World) -> None:
    await world.ana.say("general", "@Liaison")
    await world.settled()
    answer = world.ana.sees("general")[-1]
    assert "`/resources sanctuary tx`" in readable(answer)


async def test_words_in_the_bot_s_dm_are_answered_there(world: World) -> None:
    await world.luis.say("dm", "ciudad santuario")
    await world.settled()
    answer = world.luis.sees("dm")[-1]
    assert "[Detalles]" in readable(answer)
    assert "Compartir aquí" not in readable(answer)


async def test_a_message_that_comes_as_two_events_is_answered_once(world: World) -> None:
    await world.ana.say("dm", "@Liaison detainers")
    await world.settled()
    posted = [call for call in world.sandbox.calls if call.method.startswith("chat.post")]
    assert len(posted) == 1


async def test_home_shows_the_library_in_the_person_s_language(world: World) -> None:
    await world.luis.open_home()
    await world.settled()
    assert world.luis.home
    said = readable(world.luis.home)
    assert said.startswith("## La biblioteca\n")
    assert "[Escuelas y estudiantes (" in said
    await world.luis.click_in_home("open_shelf:schools")
    assert world.luis.view
    assert readable(world.luis.view).startswith("# Resultados\n")
