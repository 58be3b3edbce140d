"""A chart drawn as a picture."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image

from bot.drawing import ANSWERED, ASKED, MARGIN, ROW, WIDTH, draw
from handlers import drawn
from handlers.drawn import NotDrawn
from handlers.views.chart import Bar, Chart

LEGEND = ("asked", "answered", "asked, answers hidden")
CHART = Chart("By month", LEGEND, (Bar("May", 20, 10), Bar("June", 8), Bar("July", None)))


def told(*bars: tuple[str, int | None, int | None]) -> dict[str, object]:
    return {"title": "By month", "legend": list(LEGEND), "bars": bars, "hidden": "–"}


def picture(*bars: tuple[str, int | None, int | None]) -> Image.Image:
    return Image.open(io.BytesIO(draw(told(*bars)))).convert("RGB")


def colored(image: Image.Image, color: str, row: int) -> int:
    """How many pixels of a line's middle have a color."""
    wanted = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    height = MARGIN + 2 * ROW + row * ROW + ROW // 3
    line = [image.getpixel((x, height)) for x in range(WIDTH)]
    near = (sum(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) for pixel in line)  # type: ignore[arg-type, misc]
    return sum(far < 24 for far in near)


def test_bars_are_as_long_as_their_numbers() -> None:
    image = picture(("May", 20, 10), ("June", 10, 10))
    assert colored(image, ANSWERED, 0) == pytest.approx(colored(image, ANSWERED, 1), abs=2)
    assert colored(image, ASKED, 0) == pytest.approx(colored(image, ANSWERED, 0), abs=4)
    assert colored(image, ASKED, 1) == 0


def test_what_is_hidden_has_no_bar_or_a_hollow_one() -> None:
    image = picture(("May", 20, None), ("June", None, None))
    assert 0 < colored(image, ASKED, 0) <= 6
    assert colored(image, ASKED, 1) == colored(image, ANSWERED, 1) == 0


@pytest.mark.parametrize("letter", "áéíóúüñÑ¿¡—…çğłő")
def test_every_letter_of_both_languages_is_in_the_font(letter: str) -> None:
    unknown = draw(told((chr(0xFFFE), 8, 8)))
    assert draw(told((letter, 8, 8))) != unknown


def test_long_labels_and_odd_letters_are_drawn_all_the_same() -> None:
    image = picture(("Ω漢字\N{ZERO WIDTH JOINER} " * 40, 1_000_000, 7), ("", 5, 5))
    assert image.width == WIDTH


async def test_it_is_drawn_in_a_process_of_its_own() -> None:
    loaded = "PIL" in sys.modules
    data = await drawn.drawn(CHART)
    assert data.startswith(b"\x89PNG")
    assert len(data) < 50_000
    assert ("PIL" in sys.modules) == loaded


async def test_a_process_that_fails_is_told_by_its_last_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawn, "_told", lambda _chart: b"no JSON")
    with pytest.raises(NotDrawn, match="JSONDecodeError"):
        await drawn.drawn(CHART)


async def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "SECONDS", 0.001)
    with pytest.raises(NotDrawn, match="too long"):
        await drawn.drawn(CHART)
