"""Nothing private reaches a log."""

from __future__ import annotations

import logging
import sys

import pytest

from bot.logs import DiscreetFormatter, configure, describe, redact


def failing(words: str) -> BaseException:
    empty: dict[str, str] = {}
    try:
        empty[words]
    except KeyError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-abc",
        "xapp-1-A1-2-ff",
        "v0=0123456789abcdef0123",
        "https://hooks.slack.com/commands/T1/2/zzz",
        "http://127.0.0.1:8065/response/abc",
    ],
)
def test_secrets_are_blotted_out(secret: str) -> None:
    assert secret not in redact(f"before {secret} after")


def test_an_exception_is_told_by_type_and_place_without_its_words() -> None:
    told = describe(failing("is Maria detained"))
    assert told.startswith("KeyError at test_logs.py:")
    assert "Maria" not in told


def test_a_logged_exception_says_nothing_of_its_message() -> None:
    error = failing("is Maria detained")
    record = logging.LogRecord(
        "liaison", logging.ERROR, __file__, 1, "it broke", (), (type(error), error, None)
    )
    line = DiscreetFormatter().format(record)
    assert "KeyError" in line
    assert "Maria" not in line


def test_chatty_libraries_are_quiet() -> None:
    before = logging.root.handlers, logging.root.level
    try:
        configure()
        assert logging.getLogger("slack_bolt").getEffectiveLevel() == logging.WARNING
        assert isinstance(logging.root.handlers[0], logging.StreamHandler)
        assert logging.root.handlers[0].stream is sys.stderr
    finally:
        logging.root.handlers, logging.root.level = before
