"""Who is shown to whom, what of them is kept back, and in which language it is told."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import Joined, Json, join, join_begun


@pytest.fixture
async def joined(world: World) -> Joined:
    return await join(world, "ana", "ruth")


@pytest.fixture
async def with_luis(world: World) -> Joined:
    return await join(world, "luis", "ruth")


async def shares(joined: Joined, who: str, name: str, text: str = "") -> Json:
    """Somebody shares a file in their thread."""
    person = joined.person(who)
    message = await person.upload("dm", name, text, thread_ts=joined.heads[who])
    await joined.world.settled()
    return message


async def test_a_name_that_was_chosen_is_shown(world: World) -> None:
    joined = await join(world, "ana", "ruth", shown_as={"ana": "A council member in Iowa"})
    await joined.says("ana", "Can we refuse?")
    assert joined.reads("ruth") == ["(*A council member in Iowa*)\nCan we refuse?"]
    banner = next(each for each in joined.person("ruth").sees("dm") if each["ts"] == joined.ruth)
    assert "Ana" not in readable(banner)
    assert "goes to A council member in Iowa." in readable(banner)


async def test_without_a_name_a_colleague_speaks(world: World) -> None:
    joined = await join(world, "ana", "ruth", shown_as={"ana": ""})
    await joined.says("ana", "Can we refuse?")
    assert joined.reads("ruth") == ["(*A colleague*)\nCan we refuse?"]


async def test_a_hidden_name_is_in_no_call_about_the_others_thread(world: World) -> None:
    joined = await join(world, "ana", "ruth", shown_as={"ana": "A council member"})
    message = await joined.says("ana", "Can we refuse?")
    await joined.edits("ana", message, "May we refuse?")
    told = [
        call.args for call in joined.calls() if call.args["channel"] == joined.person("ruth").dm
    ]
    assert told
    assert not [
        args for args in told if "Rivera" in str(args) or joined.person("ana").id in str(args)
    ]


async def test_a_name_is_shown_as_it_is_written(world: World) -> None:
    world.sandbox.add_person("odd", real_name="<!channel> & *Co* <@U0TOMASVEG>")
    joined = await join(world, "odd", "ruth")
    await joined.says("odd", "Hello")
    said = joined.reads("ruth")
    assert said == ["(*&lt;!channel&gt; &amp; *Co* &lt;@U0TOMASVEG&gt;*)\nHello"]
    assert world.sandbox.mentions == []


async def test_a_file_stays_and_both_are_told(joined: Joined) -> None:
    await shares(joined, "ana", "Maria-Lopez-asylum.pdf", "Here is the draft")
    assert joined.reads("ruth") == [
        "(*Ana Rivera*)\nHere is the draft\n(1 file was shared there; it can't be passed on.)"
    ]
    assert joined.reads("ana") == [
        "(Files are not passed on: they stay here. Paste what matters, or a link.)"
    ]


async def test_a_file_without_a_word_is_told_of_too(joined: Joined) -> None:
    await shares(joined, "ana", "draft.pdf")
    assert joined.reads("ruth") == [
        "(*Ana Rivera*)\n(1 file was shared there; it can't be passed on.)"
    ]


async def test_a_file_s_name_goes_nowhere(joined: Joined, caplog: pytest.LogCaptureFixture) -> None:
    await shares(joined, "ana", "Maria-Lopez-asylum.pdf", "Here is the draft")
    assert not [call for call in joined.world.sandbox.calls if "Lopez" in str(call.args)]
    assert "Lopez" not in caplog.text


async def test_the_writer_is_told_of_a_file_once(joined: Joined) -> None:
    message = await shares(joined, "ana", "draft.pdf", "Here is the draft")
    await joined.edits("ana", message, "Here is the last draft")
    assert len(joined.reads("ana")) == 1


async def test_personal_data_is_hidden_and_the_writer_told_what(joined: Joined) -> None:
    await joined.says("ana", "Her number is A 012 345 678, call 515-555-0123")
    assert joined.words("ruth") == ["Her number is [A-###], call [tel. ###]"]
    [told] = joined.reads("ana")
    assert told == (
        "(Before passing this on we hid: an A-number and a phone number. "
        "Please leave such things out.)"
    )


async def test_personal_data_that_an_edit_brings_is_hidden(joined: Joined) -> None:
    message = await joined.says("ana", "Call her")
    await joined.edits("ana", message, "Call her at 515-555-0123")
    assert joined.words("ruth") == ["Call her at [tel. ###]"]
    assert len(joined.reads("ana")) == 1


async def test_taking_personal_data_out_is_no_cause_for_a_reminder(joined: Joined) -> None:
    message = await joined.says("ana", "Call her at 515-555-0123")
    await joined.edits("ana", message, "Call her")
    assert len(joined.reads("ana")) == 1


async def test_personal_data_reaches_no_call_and_no_log(
    joined: Joined, caplog: pytest.LogCaptureFixture
) -> None:
    message = await joined.says("ana", "Her SSN is 078-05-1120")
    await joined.edits("ana", message, "Her SSN is 078 05 1120")
    await joined.deletes("ana", message)
    assert not [call for call in joined.world.sandbox.calls if "1120" in str(call.args)]
    assert "1120" not in caplog.text


async def test_a_spanish_reader_is_greeted_in_spanish(with_luis: Joined) -> None:
    head = with_luis.heads["luis"]
    banner = next(each for each in with_luis.person("luis").sees("dm") if each["ts"] == head)
    assert readable(banner) == (
        "Ya están en contacto. Lo que escriba en este hilo le llega a Ruth Adeyemi.\n"
        "(Las respuestas llegan aquí. Lo que edite o borre también cambia allí.)"
    )


async def test_the_words_stay_as_written_and_those_around_them_are_in_spanish(
    with_luis: Joined,
) -> None:
    await shares(with_luis, "ruth", "model.pdf", "Use our model ordinance")
    [copy] = with_luis.reads("luis")
    assert copy == (
        "(*Ruth Adeyemi*)\nUse our model ordinance\n"
        "(Allí se compartió 1 archivo; no se puede transmitir.)"
    )


async def test_luis_is_told_in_spanish_what_was_hidden(with_luis: Joined) -> None:
    await with_luis.says("luis", "Llámela al 515-555-0123")
    assert with_luis.words("ruth") == ["Llámela al [tel. ###]"]
    [told] = with_luis.reads("luis")
    assert told == (
        "(Antes de transmitirlo ocultamos: un número de teléfono. "
        "Por favor, no incluya esos datos.)"
    )


async def test_an_outsider_in_a_shared_channel_can_be_joined(world: World) -> None:
    head = await world.sandbox.person("omar").say("prairie-law", "We can help")
    joined = await join_begun(world, "omar", "prairie-law", head["ts"])
    await world.sandbox.person("omar").say("prairie-law", "Ask us anything", head["ts"])
    await world.settled()
    assert joined.reads("ruth") == ["(*Omar Haddad*)\nAsk us anything"]
