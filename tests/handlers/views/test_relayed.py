"""What stands in joined threads, as people read it."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.desk.passing import parts
from bot.desk.patterns import Kind
from bot.i18n import Texts, texts
from bot.sandbox.blockkit.check import check_blocks
from handlers.views.relayed import banner, not_arrived, note, relayed
from tests.readable import readable

EN, ES = texts("en"), texts("es")
KINDS: tuple[Kind, ...] = get_args(Kind)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Ruth Adeyemi"], "goes to Ruth Adeyemi."),
        (["Ruth", "Tomás"], "goes to Ruth and Tomás."),
        (["", "Tomás"], "goes to Tomás."),
        ([], "goes to your colleagues here."),
        (["<!channel> & co"], "goes to &lt;!channel&gt; &amp; co."),
    ],
)
def test_the_banner_says_to_whom_words_go(names: list[str], said: str) -> None:
    shown = readable(banner(names, EN))
    assert shown == (
        f"You are connected. What you write in this thread {said}\n"
        "(Their answers come here. Your edits and deletions follow.)"
    )


def test_the_banner_in_spanish() -> None:
    assert readable(banner(["Ruth", "Inés"], ES)) == (
        "Ya están en contacto. Lo que escriba en este hilo le llega a Ruth e Inés.\n"
        "(Las respuestas llegan aquí. Lo que edite o borre también cambia allí.)"
    )


def test_words_stand_under_their_writer_s_name() -> None:
    shown = relayed("Ana Rivera", ["Can we refuse?", "And schools?"], EN, files=0, written="")
    assert readable(shown) == "(*Ana Rivera*)\nCan we refuse?\nAnd schools?"


@pytest.mark.parametrize("_", [EN, ES])
def test_the_longest_message_fits(_: Texts) -> None:
    [first, *rest] = parts("&amp; " * 8_000)
    assert not rest or all(len(part) <= len(first) for part in rest)
    shown = relayed("N" * 80, first, _, files=99, written="1800000000.000200")
    assert check_blocks(shown["blocks"], "message") == []


def test_what_comes_late_says_when_it_was_written_in_the_reader_s_time() -> None:
    shown = relayed("Ana", ["First"], EN, files=0, written="1800000000.000200")
    moment = "<!date^1800000000^\N{WORD JOINER}{date_short_pretty} {time}|1800000000>"
    assert readable(shown) == f"(*Ana* · written earlier, {moment})\nFirst"


@pytest.mark.parametrize(
    ("files", "english", "spanish"),
    [
        (
            1,
            "1 file was shared there; it can't be passed on.",
            "Allí se compartió 1 archivo; no se puede transmitir.",
        ),
        (
            3,
            "3 files were shared there; they can't be passed on.",
            "Allí se compartieron 3 archivos; no se pueden transmitir.",
        ),
    ],
)
def test_files_are_counted_and_nothing_more(files: int, english: str, spanish: str) -> None:
    for _, said in ((EN, english), (ES, spanish)):
        shown = relayed("Ana", [], _, files=files, written="")
        assert readable(shown) == f"(*Ana*)\n({said})"


def test_the_writer_is_told_what_was_hidden_and_that_files_stay() -> None:
    assert readable(note(["a_number", "phone"], 2, EN)) == (
        "(Before passing this on we hid: an A-number and a phone number. "
        "Please leave such things out.)\n"
        "(Files are not passed on: they stay here. Paste what matters, or a link.)"
    )
    assert readable(note(["a_number", "phone"], 2, ES)) == (
        "(Antes de transmitirlo ocultamos: un número A y un número de teléfono. "
        "Por favor, no incluya esos datos.)\n"
        "(Los archivos no se transmiten: se quedan aquí. Pegue lo importante o un enlace.)"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_personal_data_has_its_name_in_both_languages(kind: Kind) -> None:
    english, spanish = (readable(note([kind], 0, _)) for _ in (EN, ES))
    assert english.startswith("(Before passing this on we hid: a")
    assert english.split(": ")[1] != spanish.split(": ")[1]


def test_a_message_that_did_not_arrive_has_its_beginning_and_a_button() -> None:
    assert readable(not_arrived("Can we", "held", "o-1", EN)) == (
        "This message did not arrive.\n>Can we\n[Try again]"
    )
    assert readable(not_arrived("Can we", "held", "o-1", ES)) == (
        "Este mensaje no llegó.\n>Can we\n[Intentar de nuevo]"
    )


@pytest.mark.parametrize(
    ("state", "english", "spanish"),
    [
        ("sent", "This message has arrived now.", "Este mensaje ya llegó."),
        ("dead", "This message was given up.", "Este mensaje se descartó."),
        (
            "maybe",
            "We are trying this message again.",
            "Estamos intentando enviar este mensaje de nuevo.",
        ),
    ],
)
def test_what_became_of_it_is_said_in_its_place(state: str, english: str, spanish: str) -> None:
    for _, said in ((EN, english), (ES, spanish)):
        assert readable(not_arrived("Can we", state, "o-1", _)) == f"{said}\n>Can we"
        assert readable(not_arrived("", state, "o-1", _)) == said
