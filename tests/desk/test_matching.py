"""Which expert suits a ticket: the order, and the reasons that are given for it."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.experts import Expert, Organization
from bot.desk.matching import MOST_COUNTED, WEIGHTS, Facts, Match, Reason, What, best
from bot.desk.past import Lately, Past, Target
from bot.desk.people import Person

NOW = 1_800_000_000_000
DAY = 24 * 3600 * 1000
HOME = "T1"
HARBOR = Organization("harbor", "Harbor Legal Aid")
PRAIRIE = Organization("prairie", "Prairie Law Center", "C0PRAIRIE")
NOT_FOR = ("topic:detainers", "kind:school-resolution", "place:US-TX", "place:US-TX/Austin")
COUNTED = ("load", "helped", "answered", "unanswered", "silent")
TOPICS = ("detainers", "schools", "287g")
PLACES = ("US", "US-TX", "US-TX/Austin", "US-IA")
LANGUAGES = ("en", "es")
FACTS = Facts("partner", "school-resolution", "detainers", "US-TX/Austin", "es")


def expert(number: int, team: str = HOME, **known: object) -> Expert:
    return replace(Expert(Person(number, team, f"U{number}", f"Expert {number}"), HARBOR), **known)  # type: ignore[arg-type]  # the fields of an Expert


def numbers(matches: list[Match]) -> list[int]:
    return [match.expert.person.id for match in matches]


def reasons(match: Match) -> list[What]:
    return [reason.what for reason in match.reasons]


def spared(about: Facts, expert: Expert) -> bool:
    state = about.place.partition("/")[0]
    named = {f"kind:{about.kind}", f"topic:{about.topic}", f"place:{about.place}", f"place:{state}"}
    return not named.isdisjoint(expert.not_for)


def reached(about: Facts, expert: Expert) -> Target | None:
    """Who is asked: an expert of another workspace can't be, only their partner's channel."""
    if not about.home or expert.person.team_id == about.home:
        return expert.person.id
    has_channel = expert.organization.channel_id and about.visibility == "partner"
    return expert.organization.id if has_channel else None


def subsets(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


TARGETS: st.SearchStrategy[Target] = st.integers(1, 6) | st.sampled_from(("harbor", "prairie"))

facts = st.builds(
    Facts,
    st.sampled_from(("coordinator", "expert", "partner")),
    kind=st.sampled_from(("", "school-resolution")),
    topic=st.sampled_from(("", *TOPICS)),
    place=st.sampled_from(("", *PLACES)),
    language=st.sampled_from(LANGUAGES),
    chosen_expert_id=st.none() | st.integers(1, 6),
    left_out=st.frozensets(TARGETS, max_size=2),
    refused=st.dictionaries(TARGETS, st.sampled_from(("declined", "expired")), max_size=3),
    avoided=st.frozensets(st.sampled_from(("harbor", "prairie")), max_size=1),
    partners=st.frozensets(st.sampled_from(("harbor", "prairie"))),
    past=st.dictionaries(
        st.integers(1, 6),
        st.builds(lambda more, helped: Past(more + helped, helped), *[st.integers(0, 8)] * 2),
        max_size=3,
    ),
    lately=st.dictionaries(TARGETS, st.builds(Lately, *[st.integers(0, 7)] * 3), max_size=4),
    home=st.sampled_from(("", HOME)),
)

known_experts = st.lists(
    st.builds(
        expert,
        st.integers(1, 6),
        st.sampled_from((HOME, HOME, "T2")),
        topics=subsets(TOPICS),
        places=subsets(PLACES),
        languages=subsets(LANGUAGES),
        kinds=subsets(("school-resolution",)),
        capacity=st.integers(0, 3),
        load=st.integers(0, 4),
        away_until=st.none() | st.sampled_from((NOW - DAY, NOW + DAY)),
        organization=st.sampled_from((HARBOR, PRAIRIE)),
        not_for=subsets(NOT_FOR),
    ),
    unique_by=lambda each: each.person.id,
)


@given(facts, known_experts, st.randoms())
def test_the_order_depends_on_nothing_but_who_they_are(
    about: Facts, experts: list[Expert], chance: random.Random
) -> None:
    shuffled = list(experts)
    chance.shuffle(shuffled)
    assert best(about, shuffled, NOW) == best(about, experts, NOW)


@given(facts, known_experts)
def test_exactly_those_stand_there_whom_the_requester_lets_see_it(
    about: Facts, experts: list[Expert]
) -> None:
    allowed = {
        reached(about, each)
        for each in experts
        if reached(about, each) is not None
        and about.left_out.isdisjoint({each.person.id, reached(about, each)})
        and each.organization.id not in about.avoided
        and (about.chosen_expert_id == each.person.id or not spared(about, each))
        and about.visibility != "coordinator"
        and (about.visibility == "partner" or about.chosen_expert_id in (None, each.person.id))
    }
    found = best(about, experts, NOW)
    assert {match.target for match in found} == allowed
    assert len(found) == len(allowed)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@given(facts, known_experts)
def test_the_score_is_the_sum_of_what_is_said(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        plain = sum(WEIGHTS[what] for what in reasons(match) if what not in COUNTED)
        room = max(1, match.expert.capacity)
        lately = about.lately.get(match.target, Lately())
        load = WEIGHTS["load"] * match.expert.load / room
        load += WEIGHTS["unanswered"] * lately.unanswered / room
        load += WEIGHTS["silent"] * min(lately.expired, MOST_COUNTED) / MOST_COUNTED
        done = about.past.get(match.expert.person.id, Past(0))
        counted = WEIGHTS["helped"] * min(done.helped, MOST_COUNTED) / MOST_COUNTED
        counted += WEIGHTS["answered"] * min(done.answered, MOST_COUNTED) / MOST_COUNTED
        assert match.score == pytest.approx(plain + load + counted, abs=1e-5)


@given(facts, known_experts)
def test_more_to_do_never_moves_anybody_up(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        busier = replace(match.expert, load=match.expert.load + 1)
        [after] = best(about, [busier], NOW)
        assert after.score < match.score


@given(facts, known_experts)
def test_more_that_waits_for_an_answer_never_moves_anybody_up(
    about: Facts, experts: list[Expert]
) -> None:
    for match in best(about, experts, NOW):
        lately = about.lately.get(match.target, Lately())
        more = lately._replace(unanswered=lately.unanswered + 1)
        [after] = best(with_lately(about, {match.target: more}), [match.expert], NOW)
        assert after.score < match.score
        on_it = replace(match.expert, load=match.expert.load + 1)
        [taken] = best(about, [on_it], NOW)
        assert taken.score <= after.score


@given(facts, known_experts)
def test_letting_more_run_out_never_moves_anybody_up(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        lately = about.lately.get(match.target, Lately())
        more = lately._replace(expired=lately.expired + 1)
        [after] = best(with_lately(about, {match.target: more}), [match.expert], NOW)
        assert after.score <= match.score


@given(facts, known_experts)
def test_of_equals_the_one_comes_first_whom_something_was_offered_longest_ago(
    about: Facts, experts: list[Expert]
) -> None:
    found = best(about, experts, NOW)
    newest = [about.lately.get(match.target, Lately()).newest for match in found]
    places = list(zip(found, newest, strict=True))
    for (one, before), (other, after) in pairwise(places):
        assert one.score > other.score or before <= after


@given(facts, known_experts)
def test_being_away_never_moves_anybody_up(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        here = replace(match.expert, away_until=None)
        [there] = best(about, [here], NOW)
        assert match.score <= there.score


@given(facts, known_experts)
def test_who_is_full_or_away_never_stands_above_their_equal(
    about: Facts, experts: list[Expert]
) -> None:
    for match in best(about, experts, NOW):
        busy = replace(match.expert, load=max(match.expert.capacity, match.expert.load))
        gone = replace(match.expert, away_until=NOW + DAY)
        [full], [away] = (best(about, [each], NOW) for each in (busy, gone))
        assert max(full.score, away.score) <= match.score


@given(facts, known_experts)
def test_having_helped_more_never_moves_anybody_down(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        number = match.expert.person.id
        done = about.past.get(number, Past(0))
        more = replace(about, past={**about.past, number: Past(done.answered + 1, done.helped + 1)})
        [after] = best(more, [match.expert], NOW)
        assert after.score >= match.score


@given(facts, known_experts)
def test_who_is_left_out_never_appears(about: Facts, experts: list[Expert]) -> None:
    nobody = frozenset(each.person.id for each in experts)
    assert best(replace(about, left_out=nobody), experts, NOW) == []
    everywhere = frozenset(each.organization.id for each in experts)
    assert best(replace(about, avoided=everywhere), experts, NOW) == []


@given(facts, known_experts)
def test_who_is_not_to_be_sent_it_appears_only_where_chosen_and_is_not_free(
    about: Facts, experts: list[Expert]
) -> None:
    for match in best(about, experts, NOW):
        if spared(about, match.expert):
            assert about.chosen_expert_id == match.expert.person.id
            assert "not_for" in reasons(match)
            assert not match.is_free


def with_lately(about: Facts, lately: dict[Target, Lately]) -> Facts:
    return replace(about, lately={**about.lately, **lately})


def test_among_equals_turns_are_taken() -> None:
    """Whoever is asked goes to the end, so that in six rounds everyone was asked twice."""
    about, everyone, asked = FACTS, [expert(1), expert(2), expert(3)], []
    for offer in range(1, 7):
        first = numbers(best(about, everyone, NOW))[0]
        about = with_lately(about, {first: Lately(newest=offer)})
        asked.append(first)
    assert asked == [1, 2, 3, 1, 2, 3]


def test_of_those_asked_last_at_one_time_the_one_with_less_to_do_comes_first() -> None:
    busy = expert(1, load=2, capacity=6)
    free = expert(2, load=1, capacity=3)
    found = best(FACTS, [busy, free], NOW)
    assert found[0].score == found[1].score
    assert numbers(found) == [2, 1]


def test_what_waits_for_an_answer_counts_half_of_what_one_is_on() -> None:
    waits, on_it = expert(1, capacity=9), expert(2, load=1, capacity=9)
    about = with_lately(FACTS, {1: Lately(unanswered=1)})
    found = best(about, [expert(3, capacity=9), waits, on_it], NOW)
    assert numbers(found) == [3, 1, 2]
    assert Reason("unanswered", "1") in found[1].reasons
    free, one, two = (each.score for each in found)
    assert one - two == pytest.approx(free - one, abs=1e-5)


def test_who_would_be_full_with_all_that_is_offered_is_not_free() -> None:
    about = with_lately(FACTS, {1: Lately(unanswered=2)})
    [match] = best(about, [expert(1, load=1)], NOW)
    assert "booked" in reasons(match)
    assert not match.is_free
    [full] = best(about, [expert(1, load=3)], NOW)
    assert reasons(full) == ["load", "unanswered", "full"]


def test_who_let_offers_run_out_comes_after_who_answered_but_before_who_is_elsewhere() -> None:
    about = with_lately(FACTS, {1: Lately(expired=9), 2: Lately(expired=1)})
    elsewhere = expert(4, places=("US-IA",))
    found = best(about, [elsewhere, expert(1), expert(2), expert(3)], NOW)
    assert numbers(found) == [3, 2, 1, 4]
    assert all(match.is_free for match in found)


def test_of_a_partner_behind_slack_connect_the_best_stands_for_its_channel() -> None:
    about = replace(FACTS, home=HOME)
    good = expert(1, "T2", organization=PRAIRIE, topics=("detainers",))
    other = expert(2, "T2", organization=PRAIRIE)
    [match] = best(about, [other, good], NOW)
    assert (match.target, match.expert) == ("prairie", good)
    assert "outside" in reasons(match)
    assert match.is_free


@pytest.mark.parametrize(
    ("organization", "changed"),
    [
        (HARBOR, {}),
        (PRAIRIE, {"visibility": "expert"}),
        (PRAIRIE, {"visibility": "expert", "chosen_expert_id": 1}),
        (PRAIRIE, {"left_out": frozenset({"prairie"})}),
    ],
)
def test_who_is_outside_and_has_no_channel_that_may_be_asked_is_not_there(
    organization: Organization, changed: dict[str, object]
) -> None:
    about = replace(FACTS, home=HOME, **changed)  # type: ignore[arg-type]  # the fields of Facts
    assert best(about, [expert(1, "T2", organization=organization)], NOW) == []


def test_a_channel_that_declined_says_so_of_whoever_stands_for_it() -> None:
    about = replace(FACTS, home=HOME, refused={"prairie": "declined"})
    [match] = best(about, [expert(1, "T2", organization=PRAIRIE)], NOW)
    assert "declined" in reasons(match)


def test_an_equal_who_is_asked_alone_goes_before_a_channel() -> None:
    about = replace(FACTS, home=HOME)
    outside = expert(1, "T2", organization=PRAIRIE)
    inside = expert(2, organization=PRAIRIE)
    assert [match.target for match in best(about, [outside, inside], NOW)] == [2, "prairie"]


def test_a_partner_that_is_usually_asked_goes_before_one_that_is_not() -> None:
    about = replace(FACTS, partners=frozenset({"prairie"}))
    prairie = expert(2, organization=PRAIRIE)
    assert numbers(best(about, [expert(1), prairie], NOW)) == [2, 1]


def test_who_helped_goes_before_who_answered_and_both_before_who_did_neither() -> None:
    about = replace(FACTS, past={2: Past(3), 3: Past(3, 3)})
    found = best(about, [expert(1), expert(2), expert(3)], NOW)
    assert numbers(found) == [3, 2, 1]
    assert Reason("helped", "3") in found[0].reasons


def test_the_reasons_come_in_the_order_in_which_people_weigh_them() -> None:
    known = expert(
        1, topics=("detainers",), places=("US-TX",), languages=("es", "en"), load=2, capacity=3
    )
    [match] = best(FACTS, [known], NOW)
    assert match.reasons == (
        Reason("topic", "detainers"),
        Reason("state", "US-TX"),
        Reason("language", "es"),
        Reason("load", "2"),
    )


def test_topic_goes_before_place_and_place_before_language() -> None:
    by_topic = expert(1, topics=("detainers",))
    by_place = expert(2, places=("US-TX/Austin",))
    by_language = expert(3, languages=("es",))
    assert numbers(best(FACTS, [by_language, by_place, by_topic], NOW)) == [1, 2, 3]


def test_a_city_s_own_goes_before_its_state_s_and_that_before_another_s() -> None:
    city, state = expert(1, places=("US-TX/Austin",)), expert(2, places=("US-TX",))
    country, other = expert(3, places=("US",)), expert(4, places=("US-IA",))
    assert numbers(best(FACTS, [other, country, state, city], NOW)) == [1, 2, 3, 4]


def test_who_does_not_speak_the_language_comes_after_who_said_nothing_of_it() -> None:
    assert numbers(best(FACTS, [expert(1, languages=("en",)), expert(2)], NOW)) == [2, 1]


def test_the_one_whom_the_requester_chose_comes_first_even_when_full() -> None:
    about = replace(FACTS, chosen_expert_id=2)
    chosen = expert(2, load=3, capacity=3)
    assert numbers(best(about, [expert(1, topics=("detainers",)), chosen], NOW)) == [2, 1]


def test_who_declined_comes_after_who_only_did_not_answer() -> None:
    about = replace(FACTS, refused={1: "declined", 2: "expired"})
    found = best(about, [expert(1), expert(2), expert(3)], NOW)
    assert numbers(found) == [3, 2, 1]
    assert [match.is_free for match in found] == [True, False, False]


def test_who_is_away_or_full_is_not_free() -> None:
    away, full = expert(1, away_until=NOW + DAY), expert(2, load=3)
    found = best(FACTS, [away, full], NOW)
    assert numbers(found) == [2, 1]
    assert not any(match.is_free for match in found)
    assert reasons(found[1]) == ["load", "away"]


def test_who_is_listed_no_more_is_not_there() -> None:
    assert best(FACTS, [expert(1, is_listed=False)], NOW) == []
