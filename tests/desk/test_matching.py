"""Which expert suits a ticket: the order, and the reasons that are given for it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.experts import Expert, Organization
from bot.desk.matching import MOST_COUNTED, WEIGHTS, Facts, Match, Reason, What, best
from bot.desk.past import Past
from bot.desk.people import Person

NOW = 1_800_000_000_000
DAY = 24 * 3600 * 1000
HARBOR = Organization("harbor", "Harbor Legal Aid")
PRAIRIE = Organization("prairie", "Prairie Law Center")
NOT_FOR = ("topic:detainers", "kind:school-resolution", "place:US-TX", "place:US-TX/Austin")
COUNTED = ("load", "helped", "answered")
TOPICS = ("detainers", "schools", "287g")
PLACES = ("US", "US-TX", "US-TX/Austin", "US-IA")
LANGUAGES = ("en", "es")
FACTS = Facts("partner", "school-resolution", "detainers", "US-TX/Austin", "es")


def expert(number: int, **known: object) -> Expert:
    return replace(Expert(Person(number, "T1", f"U{number}", f"Expert {number}"), HARBOR), **known)  # type: ignore[arg-type]  # the fields of an Expert


def numbers(matches: list[Match]) -> list[int]:
    return [match.expert.person.id for match in matches]


def reasons(match: Match) -> list[What]:
    return [reason.what for reason in match.reasons]


def spared(about: Facts, expert: Expert) -> bool:
    state = about.place.partition("/")[0]
    named = {f"kind:{about.kind}", f"topic:{about.topic}", f"place:{about.place}", f"place:{state}"}
    return not named.isdisjoint(expert.not_for)


def subsets(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


facts = st.builds(
    Facts,
    st.sampled_from(("coordinator", "expert", "partner")),
    kind=st.sampled_from(("", "school-resolution")),
    topic=st.sampled_from(("", *TOPICS)),
    place=st.sampled_from(("", *PLACES)),
    language=st.sampled_from(LANGUAGES),
    chosen_expert_id=st.none() | st.integers(1, 6),
    left_out=st.frozensets(st.integers(1, 6), max_size=2),
    refused=st.dictionaries(
        st.integers(1, 6), st.sampled_from(("declined", "expired")), max_size=3
    ),
    avoided=st.frozensets(st.sampled_from(("harbor", "prairie")), max_size=1),
    partners=st.frozensets(st.sampled_from(("harbor", "prairie"))),
    past=st.dictionaries(
        st.integers(1, 6),
        st.builds(lambda more, helped: Past(more + helped, helped), *[st.integers(0, 8)] * 2),
        max_size=3,
    ),
)

known_experts = st.lists(
    st.builds(
        expert,
        st.integers(1, 6),
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
        each.person.id
        for each in experts
        if each.person.id not in about.left_out
        and each.organization.id not in about.avoided
        and (about.chosen_expert_id == each.person.id or not spared(about, each))
        and about.visibility != "coordinator"
        and (about.visibility == "partner" or about.chosen_expert_id in (None, each.person.id))
    }
    found = best(about, experts, NOW)
    assert set(numbers(found)) == allowed
    assert len(found) == len(allowed)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@given(facts, known_experts)
def test_the_score_is_the_sum_of_what_is_said(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        plain = sum(WEIGHTS[what] for what in reasons(match) if what not in COUNTED)
        load = WEIGHTS["load"] * match.expert.load / max(1, match.expert.capacity)
        done = about.past.get(match.expert.person.id, Past(0))
        counted = WEIGHTS["helped"] * min(done.helped, MOST_COUNTED) / MOST_COUNTED
        counted += WEIGHTS["answered"] * min(done.answered, MOST_COUNTED) / MOST_COUNTED
        assert match.score == pytest.approx(plain + load + counted)


@given(facts, known_experts)
def test_more_to_do_never_moves_anybody_up(about: Facts, experts: list[Expert]) -> None:
    for match in best(about, experts, NOW):
        busier = replace(match.expert, load=match.expert.load + 1)
        [after] = best(about, [busier], NOW)
        assert after.score < match.score


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
