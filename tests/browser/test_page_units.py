"""Runs the page's own tests, which need nothing of a browser, with node's test runner."""

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("page")
TESTS = sorted(FOLDER.glob("*.test.mjs"))
NODE = shutil.which("node")


def test_there_are_tests_of_the_page() -> None:
    assert TESTS


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_the_page_passes_its_own_tests(path: Path) -> None:
    command = [str(NODE), "--test", str(path)]
    ran = subprocess.run(  # noqa: S603  # node itself, and a file of this folder
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
