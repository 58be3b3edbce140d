"""Everything a running sandbox is made of, put together in one place."""

from bot.sandbox.arrivals import Arrivals
from bot.sandbox.channels import Channel
from bot.sandbox.clock import Clock
from bot.sandbox.commands import Commands
from bot.sandbox.dispatch import Dispatcher
from bot.sandbox.errors import RefusedError
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.filled import Filled
from bot.sandbox.ids import Ids
from bot.sandbox.interactions import Interactions
from bot.sandbox.live import Live
from bot.sandbox.manifest import Manifest
from bot.sandbox.memberships import Memberships
from bot.sandbox.news import News
from bot.sandbox.notices import Notices
from bot.sandbox.outage import Outage
from bot.sandbox.people import User
from bot.sandbox.places import InMessage
from bot.sandbox.posting import Posting
from bot.sandbox.ratelimits import RateLimits
from bot.sandbox.reacting import Reacting
from bot.sandbox.record import Record
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.sharing import Sharing
from bot.sandbox.shortcuts import Shortcuts
from bot.sandbox.submissions import Submissions
from bot.sandbox.tokens import Tokens
from bot.sandbox.transport.sockets import Sockets
from bot.sandbox.transport.webhook import Webhook
from bot.sandbox.triggers import Triggers
from bot.sandbox.uploads import Uploads
from bot.sandbox.views import Views
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace
from bot.sandbox.writing import Writing


class Core:
    """The workspace and all that moves in it. A reset makes a new one."""

    def __init__(
        self,
        manifest: Manifest,
        clock: Clock,
        live: Live,
        *,
        tokens: Tokens,
        hint: str | None,
        webhook: Webhook,
        sockets: Sockets,
        rate_limits: bool,
    ) -> None:
        self.manifest = manifest
        self.clock = clock
        self.live = live
        self.tokens = tokens
        self.hint = hint
        self.token_revoked = False
        self.record = Record()
        self.outage = Outage()
        self.faults = Faults(self.outage)
        self.limits = RateLimits(clock, enabled=rate_limits)
        self.ids = Ids(clock)
        self.workspace = Workspace(manifest, self.ids)
        self.sockets = sockets
        self.dispatcher = Dispatcher(self.record, clock, self.faults, self.outage, webhook, sockets)
        self.events = Events(self.workspace, self.dispatcher)
        self.news = News(self.workspace, live)
        self.uploads = Uploads(self.workspace)
        self.posting = Posting(self.workspace, self.events, self.news, self.record, self.uploads)
        self.triggers = Triggers(clock, self.workspace.team.id)
        self.response_urls = ResponseUrls(self.posting, clock, self.ids, self.workspace.bot.id)
        self.notices = Notices(self.record, live)
        self.views = Views(self.workspace, live, self.uploads)
        self._wire_people()
        self._filled: dict[tuple[str, str, str], Filled] = {}

    @property
    def is_down(self) -> bool:
        """Whether Slack is down."""
        return self.outage.lasts

    @is_down.setter
    def is_down(self, down: bool) -> None:
        if down:
            self.outage.begin()
            self.sockets.cut()
        else:
            self.outage.end()

    def acting(self, user_id: str) -> User:
        """Somebody who is about to do something. Raises `RefusedError` where they can't."""
        user = self.workspace.users[user_id]
        if user.deleted:
            raise RefusedError("account_inactive")
        if self.is_down:
            raise RefusedError("slack_is_down")
        return user

    def in_message(self, user: User, channel: Channel, message: JSON) -> InMessage:
        """A message as the place where a person acts; what they picked there is kept."""
        key = (user.id, channel.id, message["ts"])
        filled = self._filled.setdefault(key, Filled())
        return InMessage(user, channel, message, self.response_urls, filled)

    def message_seen(self, user: User, channel: Channel, ts: str) -> JSON:
        """A message that stands before a person now. Raises `RefusedError`."""
        message = channel.ephemerals.get(user.id, {}).get(ts) or channel.messages.get(ts)
        if message is None or user.id not in channel.members:
            raise RefusedError("message_not_found")
        return message

    def open_home(self, user: User, tab: str = "home") -> None:
        """A person opens the app; it hears of it as `app_home_opened`."""
        ts = self.ids.ts()
        home = self.views.home(user)
        event = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.workspace.dm(user).id,
            "tab": tab,
            "event_ts": ts,
            **({"view": home.shown()} if home and tab == "home" else {}),
        }
        self.events.emit("app_home_opened", event)

    def revoke(self) -> None:
        """Takes the bot's token away; the app is told."""
        self.token_revoked = True
        self.events.tokens_revoked()

    def _wire_people(self) -> None:
        """What people can do: each verb gets the parts it needs."""
        self.arrivals = Arrivals(self.workspace, self.events)
        self.writing = Writing(self.workspace, self.posting)
        self.reacting = Reacting(self.workspace, self.events, self.news)
        self.memberships = Memberships(self.workspace, self.posting, self.events, self.news)
        self.sharing = Sharing(self.workspace, self.events, self.news)
        self.commands = Commands(
            self.workspace,
            self.dispatcher,
            self.posting,
            self.triggers,
            self.response_urls,
            self.notices,
        )
        self.interactions = Interactions(
            self.workspace, self.dispatcher, self.triggers, self.notices
        )
        self.submissions = Submissions(
            self.workspace,
            self.interactions,
            self.views,
            self.triggers,
            self.response_urls,
            self.notices,
        )
        self.shortcuts = Shortcuts(
            self.workspace, self.dispatcher, self.triggers, self.response_urls, self.notices
        )
