"""Partners' shared channels: what may be posted there, and what happens to them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.desk import partners
from bot.store import Store
from handlers.catching_up import CatchingUp
from handlers.partner_channels import PartnerChannels
from handlers.payloads import is_dm

log = logging.getLogger(__name__)

CLOSED_SECONDS = 1.0
UNKNOWN_SECONDS = 5.0
"""How long what is to be posted waits for another look. Where it surely may not be posted it is
given up meanwhile."""


@dataclass(frozen=True, slots=True)
class Partners:
    """Lets messages into a partner's channel only while that is theirs; once it isn't, what is
    offered there comes back, and what is joined is parted.
    """

    store: Store
    channels: PartnerChannels
    catching_up: CatchingUp

    async def closed_for(self, channel_id: str) -> float:
        """For how many seconds nothing may be posted in a channel; 0 where it may, and where it is
        no partner's. Raises Unavailable.
        """
        if is_dm(channel_id):
            return 0.0
        partner = await self.store.run(partners.at_channel, channel_id)
        if partner is None:
            return 0.0
        found, team_id = await self.channels.look(partner, channel_id)
        if found == "theirs":
            if team_id != partner.team_id:
                await self.store.run(partners.is_shared_with, partner, team_id)
            return 0.0
        if found == "unknown":
            return UNKNOWN_SECONDS
        log.warning("a partner's channel may not be posted in: %s", found)
        await self.store.run(partners.cut_off, partner, channel_id, found)
        # Tickets' own cards must go on into the triage channel, whatever was set for a partner.
        return 0.0 if found == "triage" else CLOSED_SECONDS

    async def changed(self, channel_id: str) -> None:
        """Something happened to a channel: look again, and do what follows. Raises Unavailable."""
        self.channels.doubt(channel_id)
        await self.closed_for(channel_id)

    async def moved(self, old_id: str, new_id: str) -> None:
        """A channel has another id now. Raises Unavailable."""
        if await self.store.run(partners.moved, old_id, new_id):
            # What was said there under the new id until now was nobody's.
            self.catching_up.was_away()
