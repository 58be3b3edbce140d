"""Requests as they come to a network, and whom of these experts a coordinator would ask first.

Judged by reading each request beside the list of experts, before the order was looked at. Where
more than one is named, each of them is as good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.desk.experts import Expert, Organization
from bot.desk.matching import Facts, What
from bot.desk.past import Lately, Past
from bot.desk.people import Person
from handlers.proposing import partners_for

NOW = 1_800_000_000_000
DAY = 24 * 3600 * 1000

_PARTNERS = {
    "local-progress": "Local Progress",
    "ilrc": "Immigrant Legal Resource Center",
    "nilc": "National Immigration Law Center",
    "nea": "National Education Association",
    "vera": "Vera Institute of Justice",
    "clinic": "CLINIC",
    "nwirp": "Northwest Immigrant Rights Project",
    "latinojustice": "LatinoJustice PRLDEF",
    "lone-star": "Lone Star Civil Rights",
    "casa-austin": "Casa Austin",
    "cap": "Center for American Progress",
    "lutheran": "Lutheran Refugee Service",
    "cosecha": "Cosecha Legal",
}

HOME, ELSEWHERE = "T1", "T2"
OUTSIDE = {"Birgit": "C0LUTHERAN", "Pablo": ""}
"""Experts who work behind Slack Connect, each with their partner's shared channel."""

_Known = Mapping[str, object]


def _expert(name: str, partner: str, known: _Known) -> Expert:
    team = ELSEWHERE if name in OUTSIDE else HOME
    person = Person(sorted(_ROSTER).index(name) + 1, team, f"U{name.upper()}", name)
    organization = Organization(partner, _PARTNERS[partner], OUTSIDE.get(name, ""))
    return Expert(person, organization, **known)  # type: ignore[arg-type]  # the fields of an Expert


_ROSTER: Mapping[str, tuple[str, _Known]] = {
    "Ruth": (
        "ilrc",
        {
            "topics": ("detainers", "287g"),
            "languages": ("en", "es"),
            "kinds": ("legal-question-detainers-funding",),
        },
    ),
    "Tomas": (
        "ilrc",
        {
            "topics": ("detainers", "courthouse-arrests", "policing"),
            "places": ("US-CA",),
            "languages": ("en", "es"),
        },
    ),
    "Bo": (
        "ilrc",
        {
            "topics": ("know-your-rights", "raids-response", "family-preparedness"),
            "languages": ("en",),
        },
    ),
    "Grace": (
        "nilc",
        {
            "topics": ("federal-funding", "public-benefits", "health-care"),
            "languages": ("en",),
        },
    ),
    "Lupe": ("nilc", {"topics": ("schools", "public-benefits"), "languages": ("en", "es")}),
    "Wen": (
        "nea",
        {
            "topics": ("schools", "language-access"),
            "languages": ("en", "zh"),
            "kinds": ("school-resolution",),
            "not_for": ("place:US-FL",),
        },
    ),
    "Dora": (
        "local-progress",
        {
            "topics": ("sanctuary-policy", "data-privacy", "federal-funding"),
            "languages": ("en",),
            "kinds": ("directive-policy-design",),
            "capacity": 5,
        },
    ),
    "Hal": (
        "local-progress",
        {
            "languages": ("en",),
            "kinds": ("general-assistance", "new-or-updated-document", "take-action-event"),
            "capacity": 5,
        },
    ),
    "Marisol": ("local-progress", {"languages": ("en", "es")}),
    "Omar": (
        "lone-star",
        {
            "topics": ("detainers", "sanctuary-policy", "policing"),
            "places": ("US-TX",),
            "languages": ("en", "es"),
        },
    ),
    "Ana": (
        "casa-austin",
        {
            "topics": ("sanctuary-policy", "id-and-licenses"),
            "places": ("US-TX/Austin",),
            "languages": ("en", "es"),
        },
    ),
    "Keisha": ("vera", {"topics": ("access-to-counsel",), "languages": ("en",)}),
    "Yara": (
        "clinic",
        {
            "topics": ("id-and-licenses", "family-preparedness"),
            "places": ("US-NY", "US-NJ"),
            "languages": ("es",),
        },
    ),
    "Ivan": (
        "nwirp",
        {
            "topics": ("raids-response", "know-your-rights"),
            "places": ("US-WA",),
            "languages": ("en", "es"),
        },
    ),
    "Sofia": (
        "latinojustice",
        {
            "topics": ("language-access", "policing"),
            "places": ("US-NY",),
            "languages": ("en", "es"),
        },
    ),
    "Nils": (
        "cap",
        {
            "topics": ("evidence-research",),
            "languages": ("en",),
            "not_for": ("kind:take-action-event",),
        },
    ),
    "Birgit": (
        "lutheran",
        {"topics": ("refugee-resettlement",), "places": ("US-MN",), "languages": ("en",)},
    ),
    "Pablo": ("cosecha", {"topics": ("workplace-raids",), "languages": ("en", "es")}),
}

EXPERTS = {name: _expert(name, partner, known) for name, (partner, known) in _ROSTER.items()}


@dataclass(frozen=True, slots=True)
class Example:
    """A request in its requester's words, what the desk knows of it, and who is best. `busy`,
    `away`, `past`, `refused`, `lately` and `chosen` are about experts by name.
    """

    words: str
    best: frozenset[str]
    kind: str = "connect-expert"
    topic: str = ""
    place: str = ""
    language: str = "en"
    busy: Mapping[str, int] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    past: Mapping[str, Past] = field(default_factory=dict)
    refused: Mapping[str, What] = field(default_factory=dict)
    avoided: frozenset[str] = frozenset()
    chosen: str = ""
    lately: Mapping[str, Lately] = field(default_factory=dict)
    visibility: str = "partner"

    def facts(self) -> Facts:
        """The ticket as matching sees it."""
        return Facts(
            "expert" if self.chosen else self.visibility,
            self.kind,
            self.topic,
            self.place,
            self.language,
            EXPERTS[self.chosen].person.id if self.chosen else None,
            refused={EXPERTS[name].person.id: how for name, how in self.refused.items()},
            avoided=self.avoided,
            partners=partners_for(self.kind),
            past={EXPERTS[name].person.id: done for name, done in self.past.items()},
            lately={EXPERTS[name].person.id: how for name, how in self.lately.items()},
            home=HOME,
        )


def _one(*names: str) -> frozenset[str]:
    return frozenset(names)


LEGAL = "legal-question-detainers-funding"
DIRECTIVE = "directive-policy-design"

EXAMPLES = (
    Example("Can our county refuse ICE detainers?", _one("Ruth"), LEGAL, "detainers", "US-IA"),
    Example("SB 4 and detainers: what may we do?", _one("Omar"), LEGAL, "detainers", "US-TX"),
    Example("Jail transfers under the Values Act", _one("Tomas"), LEGAL, "detainers", "US-CA"),
    Example("¿Podemos negarnos a una retención?", _one("Ruth"), LEGAL, "detainers", "US-NC", "es"),
    Example("The sheriff wants to sign a 287(g)", _one("Ruth"), topic="287g", place="US-GA"),
    Example("Will we lose Byrne JAG money?", _one("Grace"), LEGAL, "federal-funding", "US-IL"),
    Example("Grant conditions", _one("Dora"), DIRECTIVE, "federal-funding", "US-IL"),
    Example("A welcoming ordinance", _one("Dora"), DIRECTIVE, "sanctuary-policy", "US-OH"),
    Example("Policy for Austin", _one("Ana"), "connect-expert", "sanctuary-policy", "US-TX/Austin"),
    Example("Policy for Dallas", _one("Omar"), topic="sanctuary-policy", place="US-TX/Dallas"),
    Example("Resolution for our schools", _one("Wen"), "school-resolution", "schools", "US-CO"),
    Example("Resolución escolar", _one("Lupe"), "school-resolution", "schools", "US-CO", "es"),
    Example("School resolution", _one("Lupe"), "school-resolution", "schools", "US-FL"),
    Example("Interpreters at the council", _one("Wen"), topic="language-access", place="US-MN"),
    Example("Interpreters in NYC", _one("Sofia"), topic="language-access", place="US-NY"),
    Example("Universal representation fund", _one("Keisha"), topic="access-to-counsel"),
    Example("Municipal ID", _one("Yara"), topic="id-and-licenses", place="US-NJ", language="es"),
    Example("Municipal ID in Austin", _one("Ana"), topic="id-and-licenses", place="US-TX/Austin"),
    Example("ICE is at our courthouse", _one("Tomas"), topic="courthouse-arrests", place="US-CA"),
    Example("A raid this morning", _one("Ivan"), topic="raids-response", place="US-WA"),
    Example("A raid this morning", _one("Bo"), topic="raids-response", place="US-NE"),
    Example("Redada", _one("Ivan"), topic="raids-response", place="US-WA", language="es"),
    Example("Family plans for parents", _one("Bo"), topic="family-preparedness", place="US-UT"),
    Example("Public charge and clinics", _one("Grace"), topic="health-care", place="US-AZ"),
    Example("Beneficios públicos", _one("Lupe"), topic="public-benefits", language="es"),
    Example("Is the 2019 brief current?", _one("Hal"), "new-or-updated-document"),
    Example("Ayuda general", _one("Marisol"), "general-assistance", language="es"),
    Example("Who joins the sign-on letter?", _one("Hal"), "take-action-event", "network-news"),
    Example("Do policies cut crime? Studies", _one("Nils"), topic="evidence-research"),
    Example(
        "Detainers, and Ruth has all she can take",
        _one("Tomas", "Omar", "Marisol", "Dora", "Hal"),
        LEGAL,
        "detainers",
        "US-IA",
        busy={"Ruth": 3},
    ),
    Example(
        "Detainers in California while Tomas is away",
        _one("Ruth"),
        LEGAL,
        "detainers",
        "US-CA",
        away=_one("Tomas"),
    ),
    Example(
        "Schools, after Wen declined",
        _one("Lupe"),
        "school-resolution",
        "schools",
        "US-CO",
        refused={"Wen": "declined"},
    ),
    Example(
        "Public benefits: Lupe helped four times, Grace is new to it",
        _one("Lupe"),
        topic="public-benefits",
        place="US-NM",
        past={"Lupe": Past(5, 4)},
    ),
    Example(
        "Detainers in Texas, but not with Lone Star",
        _one("Ruth"),
        LEGAL,
        "detainers",
        "US-TX",
        avoided=_one("lone-star"),
    ),
    Example(
        "Only Keisha may see this, whatever it is about",
        _one("Keisha"),
        topic="detainers",
        chosen="Keisha",
        busy={"Keisha": 3},
    ),
    Example(
        "A policy, with Dora nearly full: Omar knows Texas and has time",
        _one("Omar"),
        DIRECTIVE,
        "sanctuary-policy",
        "US-TX/El Paso",
        busy={"Dora": 4},
    ),
    Example(
        "Refugees are resettled here: Birgit, in her partner's channel",
        _one("Birgit"),
        topic="refugee-resettlement",
        place="US-MN",
    ),
    Example(
        "The same, and no channel may read it: whoever takes any topic",
        _one("Marisol", "Hal"),
        "general-assistance",
        "refugee-resettlement",
        "US-MN",
        visibility="expert",
    ),
    Example(
        "A raid at a plant: Pablo has no channel to be asked in, so whoever takes any topic",
        _one("Marisol", "Hal"),
        topic="workplace-raids",
        place="US-NE",
    ),
    Example(
        "Help in Spanish or English, Marisol was asked an hour ago",
        _one("Hal"),
        lately={"Marisol": Lately(newest=90), "Hal": Lately(newest=12)},
    ),
    Example(
        "Detainers: three others wait for Ruth's answer, and she takes three",
        _one("Tomas"),
        LEGAL,
        "detainers",
        "US-CA",
        lately={"Ruth": Lately(unanswered=3, newest=7)},
    ),
    Example(
        "Public benefits: Grace let five offers run out this month",
        _one("Lupe"),
        topic="public-benefits",
        place="US-NM",
        lately={"Grace": Lately(expired=5, newest=7)},
    ),
    Example(
        "Health care: one offer that ran out is no reason to pass over who knows it",
        _one("Grace"),
        topic="health-care",
        place="US-NM",
        lately={"Grace": Lately(expired=1, newest=7)},
    ),
)
