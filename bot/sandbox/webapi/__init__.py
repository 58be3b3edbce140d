"""The Web API: one module for each family of methods."""

from bot.sandbox.webapi import (
    apps,
    auth,
    chat,
    conversations,
    files,
    history,
    listing,
    reactions,
    team,
    users,
    views,
)

__all__ = [
    "apps",
    "auth",
    "chat",
    "conversations",
    "files",
    "history",
    "listing",
    "reactions",
    "team",
    "users",
    "views",
]
