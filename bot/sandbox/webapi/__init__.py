"""The Web API: one module for each family of methods."""

from bot.sandbox.webapi import auth, chat, conversations, reactions, users, views

__all__ = ["auth", "chat", "conversations", "reactions", "users", "views"]
