"""Who may press and send what around a ticket: everybody else changes nothing and learns nothing.

Before each press and each form of the story, everybody who may not do it sends the same.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.desk import people
from catalog import Catalog
from handlers.views.network import FORMS as FORMS_OF_SETTINGS
from tests.stories.by_request import ADDRESS, PASSWORD
from tests.stories.closing_ways import CLOSING_WAYS
from tests.stories.duty_ways import DUTY_WAYS
from tests.stories.forging import Act, Forger, Proof, a_third_team, offered
from tests.stories.home_ways import HOME_WAYS
from tests.stories.joined import member
from tests.stories.lives import at_work, begin, name_channel
from tests.stories.more_ways import MORE_WAYS
from tests.stories.partnered import Shared, local_slack
from tests.stories.people_ways import PEOPLE_WAYS
from tests.stories.reply_ways import REPLY_WAYS
from tests.stories.report_ways import REPORT_WAYS
from tests.stories.tickets import TicketDesk
from tests.stories.whole_way import WAY, walk

SETTINGS = tuple(f"settings_form:{name}" for name in FORMS_OF_SETTINGS)
ANYBODY = None
OWN: frozenset[str] = frozenset()
"""Only whose it is: the person of the story who does it."""
COORDINATORS = frozenset({"dana", "cora"})
EXPERTS = frozenset({"ruth", "tomas", "vera", "ines", "cora"})
"""Those who are listed, Cora by the end of the story."""

EVERYBODY = (
    *("luis", "mei", "noor", "stranger", "gone", "ines"),
    *("vera", "tomas", "ana", "ruth", "dana", "cora"),
)
"""A member with a request of his own, a guest, an outsider who is not listed, somebody of a third
team, somebody whose account is gone, the expert of Luis's request; then the people of the story."""
STRANGERS = frozenset(EVERYBODY[:6])

BUTTONS: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(
        (
            *("card_take", "card_ask_expert", "card_reply", "card_send_resource", "card_view"),
            *("card_more", "card_reopen", "offer_tell"),
            *(f"more_form:{name}" for name in ("details", "seen", "promise", "merge")),
            *("more_form:assign", "more_form:close"),
            *(
                f"more_act:{name}"
                for name in ("not_ours", "remove_expert", "take_back", "stand_in")
            ),
            *("access_let_in", "access_set_key", "access_list", "access_next", "access_previous"),
            *("access_revoke", "staff", "staff_next", "staff_previous", "expert_add"),
            *("expert_edit", "partner_add", "partner_edit"),
            *("outbox_send_again", "outbox_give_up", "inbox_retry", "inbox_drop"),
            *("home_as_coordinator", "agenda_list:", "agenda_filter:", "agenda_clear"),
            *("agenda_next", "agenda_previous"),
            *("draft_make", "draft_publish", "draft_edit", "draft_drop", "open_drafts"),
            *("open_replies", "replies_next", "replies_previous", "saved_reply_add"),
            *("saved_reply_edit", "saved_reply_delete", "reply_choice", "open_stale", "stale_days"),
            *("open_settings", "setting:", *SETTINGS, "open_away", "away_back"),
            *("open_report", "report_by", "report_span"),
        ),
        COORDINATORS,
    ),
    **dict.fromkeys(
        (
            *("own_detail", "own_aside", "own_viewers", "own_remove", "own_close", "own_reopen"),
            *("own_delete", "reopen_with", "add_words:", "new_with_words", "look_up_words"),
            *("offer_accept", "offer_decline", "offer_suggest", "offer_more"),
            *("expert_aside", "expert_close", "expert_step_back", "try_again"),
            *("helped:", "helped_comment", "draft_yes", "draft_no"),
        ),
        OWN,
    ),
    **dict.fromkeys(("answering_change", "scopes_change", "not_for_change"), EXPERTS),
    "home_as_expert": EXPERTS,
    **dict.fromkeys(
        (
            *("ask_expert", "ask_more", "ask_answered", "ask_needed_by", "ask_seen_by"),
            *("access_request", "access_open"),
            *("resource_details", "resource_share", "resource_save", "resource_unsave"),
            *("results_next", "results_previous", "results_refine", "recent_search"),
            *("forget_searches", "open_search", "open_shelf:", "change_place", "remove_place"),
            *("choose_language:", "saved_all", "saved_next", "saved_previous", "saved_clear"),
            *("saved_gone", "home_as_own", "requests_all", "requests_next"),
            *("requests_previous", "avoided_change"),
        ),
        ANYBODY,
    ),
}

FORMS: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(
        (
            *("reply_form", "offer_form", "resource_form", "offer_tell", "access_key_form"),
            *(f"more_form:{name}" for name in ("details", "seen", "promise", "merge")),
            *("more_form:assign", "more_form:close", "expert_form", "partner_form", "draft_form"),
            *("saved_reply_form", "stale_form", *SETTINGS, "away_form"),
        ),
        COORDINATORS,
    ),
    **dict.fromkeys(
        (
            *("own_detail", "own_aside", "own_close", "own_let_see", "own_delete"),
            *("offer_decline", "offer_suggest", "offer_more"),
            *("expert_aside", "expert_close", "expert_step_back", "helped_comment"),
        ),
        OWN,
    ),
    **dict.fromkeys(("answering_form", "scopes_form", "not_for_form"), EXPERTS),
    **dict.fromkeys(
        ("ask_form", "access_form", "search_form", "home_place", "avoided_form"), ANYBODY
    ),
}

SHORTCUTS: dict[str, frozenset[str] | None] = {
    "send_to_requester": COORDINATORS,
    "find_resources": ANYBODY,
    "get_help": ANYBODY,
}

ROWS = {
    **{Act("button", name): who for name, who in BUTTONS.items()},
    **{Act("form", name): who for name, who in FORMS.items()},
    **{Act("shortcut", name): who for name, who in SHORTCUTS.items()},
}

SECRETS = ('"za', " za", "Ana Rivera", "Ruth Adeyemi", ADDRESS, PASSWORD, "t-", "detainers")


async def everybody_comes(shared: Shared) -> None:
    """The others of the table, each in their place."""
    desk, sandbox = shared.desk, shared.sandbox
    await begin(shared)
    for key in ("cora", "gone", "ines"):
        sandbox.add_person(key)
        await desk.person(key).open_home()
    await desk.person("mei").open_home()
    await desk.settled()
    shared.outsider("noor")
    a_third_team(sandbox)
    cora = await desk.run(people.meet, member(desk.person("cora")))
    await desk.run(people.give_role, cora.id, "coordinator")
    await another_request(desk)
    sandbox.deactivate("gone")
    await desk.settled()


async def another_request(desk: TicketDesk) -> None:
    """Luis has a request too, and Inés is on it."""
    ines = await desk.list_expert("ines")
    handle = await desk.ask("luis", "¿Y nosotros?", visibility="expert")
    await desk.offer(handle, ines)
    await desk.accept(handle, "ines")


async def forged_throughout(shared: Shared) -> Proof:
    """The story, and what became of all that was forged in it."""
    await everybody_comes(shared)
    forger = Forger(shared.desk, ROWS, EVERYBODY, STRANGERS, SECRETS)
    async with forger.at_work():
        await walk(
            shared.desk,
            *WAY,
            *MORE_WAYS,
            *CLOSING_WAYS,
            *REPLY_WAYS,
            *HOME_WAYS,
            *PEOPLE_WAYS,
            *DUTY_WAYS,
            *REPORT_WAYS,
        )
    return forger.proof


@pytest.fixture
def library(library: Path, tmp_path: Path) -> Path:
    """A library of the test's own: something is published in it."""
    return Path(shutil.copy(library, tmp_path / "library.db"))


async def test_nobody_else_may_and_nobody_else_learns_of_it(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_channel(monkeypatch)
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox, at_work(sandbox, tmp_path, catalog) as shared:
            proof = await forged_throughout(shared)
            shown = offered(sandbox)
    assert not proof.wrong, "\n".join(proof.wrong)
    in_no_row = sorted(f"{act.kind} {act.name}" for act in shown - set(ROWS))
    assert in_no_row == []
    untried = {act for act, who in ROWS.items() if who is not ANYBODY} - set(proof.served)
    assert untried == set()
    assert proof.forged > 500
