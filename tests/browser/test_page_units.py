"""Runs the page's own tests, which need nothing of a browser, with node's test runner."""

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("page")
TESTS = sorted(FOLDER.glob("*.test.mjs"))
NODE = shutil.which("node")
PAGE = Path(__file__).parents[2] / "bot" / "sandbox" / "page"


def test_there_are_tests_of_the_page() -> None:
    assert TESTS


def test_every_stylesheet_is_linked_and_every_module_is_imported() -> None:
    index = (PAGE / "index.html").read_text("utf-8")
    scripts = {path: path.read_text("utf-8") for path in PAGE.glob("*.js")}
    whole = index + "".join(scripts.values())
    assert [path.name for path in PAGE.glob("*.css") if f"/page/{path.name}" not in index] == []
    assert [path.name for path in scripts if f"/{path.name}" not in whole] == []


def test_nothing_in_the_page_takes_html() -> None:
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
    for path in PAGE.glob("*.js"):
        assert not [word for word in forbidden if word in path.read_text("utf-8")], path.name


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_the_page_passes_its_own_tests(path: Path) -> None:
    command = [str(NODE), "--test", str(path)]
    ran = subprocess.run(  # noqa: S603  # node itself, and a file of this folder
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
