"""Who is in the demo beside the sandbox's own people: all of it is made up, and says so."""

from __future__ import annotations

from bot.sandbox import Sandbox

COORDINATORS = ("dana", "joan")

ROSTER = """\
slack_user,name,organization,organization_name,channel,topics,places,languages,kinds,capacity
{ruth},harbor,Harbor Legal Aid (fictional),,detainers; 287g; courthouse-arrests,"TX; IL",en,,4
{caleb},harbor,,,schools; data-privacy,,en,school-resolution; directive-policy-design,3
{tomas},plains,Plains Rights Coalition (fictional),,sanctuary-policy; policing,IA; NE; TX,en; es,,3
{ines},plains,,,raids-response; know-your-rights; family-preparedness,,es,,2
{omar},prairie,Prairie Law Center (fictional),{prairie_law},federal-funding; detainers,,en,,3
"""
"""The partners and their experts, as `liaison people import` takes them. Noor is not on it: what
she writes in her organization's channel stays there."""


async def furnish(sandbox: Sandbox) -> str:
    """Bring in whom the desk needs, to be called before anybody else comes; the id of the
    coordinators' own channel.
    """
    add = sandbox.add_person
    add("joan", real_name="Joan Whitfield", title="Coordinator, Local Network")
    add("caleb", real_name="Caleb Marsh", title="Policy counsel, Harbor Legal Aid")
    ines = "Organizadora, Plains Rights Coalition"
    add("ines", real_name="Inés Prado", title=ines, locale="es-LA")
    add("noor", real_name="Noor Haskell", title="Communications", team="partner")
    await sandbox.person("dana").invite("prairie-law", "noor")
    topic = "Requests, and who has them (fictional)"
    return sandbox.add_channel("triage", *COORDINATORS, "bot", topic=topic)


def coordinators(sandbox: Sandbox) -> str:
    """The coordinators, as `LIAISON_COORDINATORS` takes them."""
    return ",".join(sandbox.person(who).id for who in COORDINATORS)


def roster(sandbox: Sandbox) -> str:
    """The roster with the ids that the sandbox gave."""
    people = {
        user.key: f"{user.team_id}:{user.id},{user.real_name}"
        for user in sandbox.workspace.people()
    }
    channel = sandbox.workspace.any_channel("prairie-law")
    return ROSTER.format(**people, prairie_law=channel.id if channel else "")
