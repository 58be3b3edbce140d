"""Somebody picked from Slack's own menu, of whom a form says no more than a user id."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.people import Member
from bot.i18n import Texts
from handlers.outcomes import FAILURES
from handlers.places import Unclear


@dataclass(frozen=True, slots=True)
class Found:
    """A person as Slack knows them."""

    member: Member
    name: str
    locale: str


async def look_up(client: AsyncWebClient, user_id: str, field: str, _: Texts) -> Found:
    """Who it is, and of which team: partners' people have their own. Raises Unclear."""
    try:
        answer = await client.users_info(user=user_id, include_locale=True)
    except FAILURES:
        raise Unclear(field, _("Slack did not say who that is. Please try again.")) from None
    user = answer.get("user") or {}
    if user.get("is_bot") or user.get("deleted") or not user.get("team_id"):
        raise Unclear(field, _("Choose a person whose account is in use."))
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or user.get("name") or ""
    member = Member(str(user["team_id"]), user_id)
    return Found(member, str(name), str(user.get("locale") or ""))
