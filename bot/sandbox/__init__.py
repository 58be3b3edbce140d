"""A small strict Slack on this machine: its public API, its rules, and a web page."""

from bot.sandbox.clock import Clock
from bot.sandbox.manifest import Manifest
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox, serve

__all__ = ["Clock", "Manifest", "Person", "Sandbox", "serve"]
