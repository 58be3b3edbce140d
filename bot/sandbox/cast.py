"""Who and what every sandbox starts with, and who comes later. All of it is made up."""

from typing import Literal

from bot.sandbox.channels import Channel
from bot.sandbox.people import Team, User

HOME = Team("T0LOCALNET", "Local Network (fictional)", "local-network")
PARTNER = Team("T0PARTNER1", "Prairie Law Center (fictional)", "prairie-law")
TeamKey = Literal["home", "partner"]
TEAMS: dict[TeamKey, Team] = {"home": HOME, "partner": PARTNER}

BOT_ID = "B0LIAISON1"
APP_ID = "A0LIAISON1"

ANA = User("U0ANARIVER", "ana", "Ana Rivera", "Council member, Cedar Falls (fictional)", HOME.id)
LUIS = User(
    "U0LUISORTE", "luis", "Luis Ortega", "Regidor, Río Claro (ficticio)", HOME.id, locale="es-LA"
)
DANA = User("U0DANAKIMM", "dana", "Dana Kim", "Coordinator, Local Network (fictional)", HOME.id)
GUEST = User(
    "U0MEISANTO",
    "mei",
    "Mei Santos",
    "School board member, Elm County (fictional)",
    HOME.id,
    is_restricted=True,
)
RUTH = User(
    "U0RUTHADEY", "ruth", "Ruth Adeyemi", "Staff attorney, Harbor Legal Aid (fictional)", HOME.id
)
TOMAS = User(
    "U0TOMASVEG",
    "tomas",
    "Tomás Vega",
    "Policy lead, Plains Rights Coalition (fictional)",
    HOME.id,
)
OUTSIDER = User("U0OMARHADD", "omar", "Omar Haddad", "Attorney (fictional)", PARTNER.id)

# Officials first, then the coordinator, the experts at partners, and one in a partner's own team.
PEOPLE = (ANA, LUIS, DANA, GUEST, RUTH, TOMAS, OUTSIDER)
COORDINATORS = {DANA.id}


def bot_user(name: str) -> User:
    """The app's own user."""
    return User("U0LIAISON1", "bot", name, "", HOME.id, is_bot=True)


def channels(bot_id: str) -> tuple[Channel, ...]:
    """New channels; the app is in some of them."""
    inside = {user.id for user in PEOPLE if user.team_id == HOME.id}
    few = {ANA.id, DANA.id}
    return (
        _channel("C0GENERAL1", "general", {*inside, bot_id}, "Everyone in the network"),
        _channel("C0IMMIGPOL", "immigration-policy", {*inside, bot_id}, "Ordinances and questions"),
        _channel("C0CITYNEWS", "city-news", few, "A channel the app was never invited to"),
        _channel("C0STAFFROM", "staff-room", few, "Private, without the app", private=True),
        _channel(
            "C0PRAIRIE1",
            "prairie-law",
            {DANA.id, OUTSIDER.id, bot_id},
            "Shared with a partner through Slack Connect",
            private=True,
            connected=(PARTNER.id,),
        ),
    )


def _channel(
    channel_id: str,
    name: str,
    members: set[str],
    topic: str,
    *,
    private: bool = False,
    connected: tuple[str, ...] = (),
) -> Channel:
    return Channel(
        channel_id,
        name,
        "private" if private else "public",
        set(members),
        topic=f"{topic} (fictional)",
        creator=DANA.id,
        is_general=name == "general",
        connected=connected,
    )
