"""The desk's tables, the same on SQLite and PostgreSQL.

Times named `…_at` are integers, milliseconds since 1970: aware datetimes come back naive from
SQLite. Slack's own times are named `ts` and stay text, as Slack gives them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


people = Table(
    "people",
    metadata,
    _number(),
    # Both are null once a person is forgotten: what they did stays, who they were doesn't.
    Column("team_id", Text),
    Column("user_id", Text),
    Column("name", Text, nullable=False, default=""),
    Column("locale", Text, nullable=False, default=""),
    Column("language", Text, nullable=False, default=""),
    Column("office", Text, nullable=False, default=""),
    Column("home_place", Text, nullable=False, default=""),
    # The bot's DM with them; empty until Slack opened it.
    Column("dm_id", Text, nullable=False, default="", server_default=""),
    Column("met_at", BigInteger, nullable=False),
    Column("asked_at", BigInteger, nullable=False, default=0),
    UniqueConstraint("team_id", "user_id"),
)

roles = Table(
    "roles",
    metadata,
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("from_settings", Boolean, nullable=False),
    Column("since_at", BigInteger, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

log = Table(
    "log",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # Whose doing it was; null for the desk's own.
    Column("actor_id", ForeignKey(people.c.id)),
)

inbox = Table(
    "inbox",
    metadata,
    _number(),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("ready_at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    # Null once it is handled.
    Column("body", Text),
    Column("problem", Text, nullable=False, default=""),
    Index(None, "state", "ready_at"),
    Index(None, "lane", "state", "ts"),
)

links = Table(
    "links",
    metadata,
    _number(),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
)

threads = Table(
    "threads",
    metadata,
    _number(),
    Column("link_id", ForeignKey(links.c.id), index=True),
    # Empty until the bot has opened the conversation and posted the thread's head.
    Column("channel_id", Text, nullable=False, default=""),
    Column("root_ts", Text, nullable=False, default=""),
    Column("person_id", ForeignKey(people.c.id)),
    Column("speaks", Boolean, nullable=False),
    Column("hears", Boolean, nullable=False),
    # What was written before it is nobody else's; empty where the bot began the thread.
    Column("since_ts", Text, nullable=False, default=""),
    # The newest message that was passed on, and up to where nothing can be missing.
    Column("seen_ts", Text, nullable=False, default=""),
    Column("known_ts", Text, nullable=False, default=""),
    Column("opened_at", BigInteger, nullable=False),
    Index(None, "channel_id", "root_ts"),
)

speakers = Table(
    "speakers",
    metadata,
    Column("link_id", ForeignKey(links.c.id), primary_key=True),
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("shown_as", Text, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    _number(),
    Column("thread_id", ForeignKey(threads.c.id), nullable=False),
    Column("ts", Text, nullable=False),
    Column("person_id", ForeignKey(people.c.id), nullable=False),
    Column("text", Text, nullable=False),
    Column("files", Integer, nullable=False, default=0),
    Column("late", Boolean, nullable=False, default=False),
    Column("edited_ts", Text, nullable=False, default=""),
    Column("said_at", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
    UniqueConstraint("thread_id", "ts"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    # Opaque, for Slack's eyes: it says nothing of how much else was sent.
    Column("id", Text, nullable=False, unique=True),
    Column("cause", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    # The row whose message this one rewrites; null for a post of its own.
    Column("target", Text, index=True),
    Column("lane", Text, nullable=False),
    Column("thread_id", ForeignKey(threads.c.id)),
    Column("channel_id", Text, nullable=False, default=""),
    Column("thread_ts", Text, nullable=False, default=""),
    Column("reader_id", ForeignKey(people.c.id)),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("ready_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("tried_at", BigInteger),
    Column("sent_at", BigInteger),
    Column("ts", Text, nullable=False, default=""),
    Column("problem", Text, nullable=False, default=""),
    UniqueConstraint("cause", "destination", "purpose"),
    Index(None, "state", "ready_at"),
    Index(None, "lane", "state", "seq"),
)

organizations = Table(
    "organizations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    # The partner's shared channel; empty where it is reached by its people only.
    Column("channel_id", Text, nullable=False, default=""),
    # Empty while Slack has not said that it is shared with this partner and in order.
    Column("channel_team_id", Text, nullable=False, default=""),
)

experts = Table(
    "experts",
    metadata,
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("organization_id", ForeignKey(organizations.c.id), nullable=False),
    # Lists of ids with commas between them; empty for any.
    Column("topics", Text, nullable=False, default=""),
    Column("places", Text, nullable=False, default=""),
    Column("languages", Text, nullable=False, default=""),
    Column("kinds", Text, nullable=False, default=""),
    Column("capacity", Integer, nullable=False, default=3),
    Column("away_until", BigInteger),
    # What they don't want to be asked: such as "topic:detainers", "place:US-TX", "kind:…".
    Column("not_for", Text, nullable=False, default="", server_default=""),
    Column("is_listed", Boolean, nullable=False, default=True),
    Column("since_at", BigInteger, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    _number(),
    # What buttons and forms carry: nobody can guess it, and it says nothing.
    Column("handle", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Who must do something next: coordinator, expert, requester, or nobody.
    Column("waits_on", Text, nullable=False),
    Column("requester_id", ForeignKey(people.c.id), nullable=False),
    # Null once the requester had it deleted.
    Column("question", Text),
    Column("kind", Text, nullable=False),
    Column("topic", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("language", Text, nullable=False, default="en"),
    Column("needed_by", Text, nullable=False),
    Column("vote_on", Text, nullable=False, default=""),
    Column("visibility", Text, nullable=False),
    Column("chosen_expert_id", ForeignKey(people.c.id)),
    Column("shown_as", Text, nullable=False),
    Column("role", Text, nullable=False, default=""),
    Column("is_urgent", Boolean, nullable=False, default=False),
    Column("priority", Text, nullable=False, default="normal"),
    Column("resource_id", Text, nullable=False, default=""),
    Column("assignee_id", ForeignKey(people.c.id)),
    Column("expert_id", ForeignKey(people.c.id)),
    Column("promised_on", Text, nullable=False, default=""),
    Column("outcome", Text, nullable=False, default=""),
    # What whoever closed it said of it, masked; what its requester said of how it went.
    Column("closing_words", Text, nullable=False, default="", server_default=""),
    Column("helped", Text, nullable=False, default="", server_default=""),
    Column("comment", Text, nullable=False, default="", server_default=""),
    Column("merged_into", Integer),
    Column("link_id", ForeignKey(links.c.id), index=True),
    Column("opened_at", BigInteger, nullable=False),
    Column("moved_at", BigInteger, nullable=False),
    # Since when it waits on whom it waits on, and when anybody last spoke on it.
    Column("ball_at", BigInteger, nullable=False, default=0, server_default="0"),
    Column("spoken_at", BigInteger, nullable=False, default=0, server_default="0"),
    # By when who holds it is to speak; when the clock next looks at it; how often it has nudged.
    Column("due_at", BigInteger),
    Column("look_at", BigInteger, index=True),
    Column("nudges", Integer, nullable=False, default=0, server_default="0"),
    Column("answered_at", BigInteger),
    Column("closed_at", BigInteger),
    # How long its first answer and its end took, in milliseconds that were worked.
    Column("first_took", BigInteger),
    Column("whole_took", BigInteger),
    Index(None, "requester_id", "state"),
    Index(None, "expert_id", "state"),
    # All that the coordinators' agenda asks: it never looks into the rows, which hold questions.
    Index(
        "ix_tickets_agenda",
        *("state", "waits_on", "due_at", "assignee_id", "vote_on", "kind", "topic", "place"),
        *("opened_at", "expert_id", "ball_at"),
    ),
    Index(None, "assignee_id", "state"),
    Index(None, "opened_at"),
    # All that is asked of what experts did before.
    Index(None, "topic", "outcome", "expert_id", "helped"),
)

# Few are merged: with all the others in it, engines would not use it.
Index(
    None,
    tickets.c.merged_into,
    sqlite_where=tickets.c.merged_into.is_not(None),
    postgresql_where=tickets.c.merged_into.is_not(None),
)

viewers = Table(
    "viewers",
    metadata,
    _number(),
    Column("ticket_id", ForeignKey(tickets.c.id), nullable=False, index=True),
    # A person, or everyone in a partner's channel.
    Column("person_id", ForeignKey(people.c.id)),
    Column("organization_id", ForeignKey(organizations.c.id)),
    Column("role", Text, nullable=False),
    Column("added_by_id", ForeignKey(people.c.id)),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
)

offers = Table(
    "offers",
    metadata,
    _number(),
    Column("handle", Text, nullable=False, unique=True),
    Column("ticket_id", ForeignKey(tickets.c.id), nullable=False, index=True),
    # The expert it is made to; null where it is made to a partner's whole channel.
    Column("expert_id", ForeignKey(people.c.id), index=True),
    Column("organization_id", ForeignKey(organizations.c.id)),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("offered_by_id", ForeignKey(people.c.id), nullable=False),
    # Why it was declined: a word of ours, and masked words of theirs.
    Column("reason", Text, nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("thread_id", ForeignKey(threads.c.id)),
    Column("made_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Index(None, "state", "due_at"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    # As JSON.
    Column("value", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    # Null where it was changed on the command line.
    Column("changed_by_id", ForeignKey(people.c.id)),
)

absences = Table(
    "absences",
    metadata,
    # A coordinator who is away, until then or until they say they are back.
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("until_at", BigInteger),
    Column("stand_in_id", ForeignKey(people.c.id)),
    Column("since_at", BigInteger, nullable=False),
)

handovers = Table(
    "handovers",
    metadata,
    _number(),
    Column("ticket_id", ForeignKey(tickets.c.id), nullable=False, index=True),
    Column("from_id", ForeignKey(people.c.id), nullable=False),
    Column("to_id", ForeignKey(people.c.id), nullable=False),
    # Whether it goes back when the one it was taken from is there again.
    Column("is_for_a_while", Boolean, nullable=False),
    # What who handed it over wrote to who has it now; masked.
    Column("words", Text, nullable=False, default="", server_default=""),
    Column("at", BigInteger, nullable=False),
    Column("back_at", BigInteger),
    Index(None, "from_id", "back_at"),
)

avoided = Table(
    "avoided",
    metadata,
    # A partner that somebody does not want to be put in touch with.
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("organization_id", ForeignKey(organizations.c.id), primary_key=True),
    Column("since_at", BigInteger, nullable=False),
)

nudges = Table(
    "nudges",
    metadata,
    _number(),
    Column("person_id", ForeignKey(people.c.id), nullable=False),
    Column("ticket_id", ForeignKey(tickets.c.id), index=True),
    Column("at", BigInteger, nullable=False),
    Index(None, "person_id", "at"),
)

digests = Table(
    "digests",
    metadata,
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    # The network's day of the last one, as ISO date.
    Column("day", Text, nullable=False),
)

replies = Table(
    "replies",
    metadata,
    _number(),
    Column("name", Text, nullable=False),
    Column("text_en", Text, nullable=False, default=""),
    Column("text_es", Text, nullable=False, default=""),
    Column("used", Integer, nullable=False, default=0),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by_id", ForeignKey(people.c.id), nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _number(),
    Column("handle", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ticket_id", ForeignKey(tickets.c.id), nullable=False, index=True),
    # The resource as it is proposed, as JSON in the library's own words; masked.
    Column("resource", Text, nullable=False),
    Column("resource_id", Text, nullable=False, default=""),
    Column("made_by_id", ForeignKey(people.c.id), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("moved_at", BigInteger, nullable=False),
    Index(None, "state"),
)

desks = Table(
    "desks",
    metadata,
    # What somebody's Home shows: as whom, and which of it.
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("role", Text, nullable=False, default=""),
    # As JSON.
    Column("filters", Text, nullable=False, default=""),
    Column("page", Integer, nullable=False, default=0),
)

tallies = Table(
    "tallies",
    metadata,
    # How often something happened in a month of the network's, whoever did it.
    Column("month", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

pending = Table(
    "pending",
    metadata,
    Column("handle", Text, primary_key=True),
    Column("person_id", ForeignKey(people.c.id), nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("thread_ts", Text, nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    UniqueConstraint("channel_id", "ts"),
)

secrets = Table(
    "secrets",
    metadata,
    Column("resource_id", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("resource_id", Text, primary_key=True),
    Column("granted_by_id", ForeignKey(people.c.id), nullable=False),
    Column("granted_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

saved = Table(
    "saved",
    metadata,
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("resource_id", Text, primary_key=True),
    Column("saved_at", BigInteger, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("person_id", ForeignKey(people.c.id), primary_key=True),
    Column("query", Text, primary_key=True),
    Column("searched_at", BigInteger, nullable=False),
)
