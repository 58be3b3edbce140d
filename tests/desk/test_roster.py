"""The list of experts and partners as a file: read, taken in, and written out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.desk import cells, experts, people, roster, staff
from bot.desk.experts import SCOPES
from bot.desk.people import Member
from bot.desk.staff import Outcome, Refused
from bot.store import Transaction
from tests.desk.queues import NOW

HOME = "T1"
RUTH, OMAR = Member("T1", "U1RUTH"), Member("T2", "U2OMAR")
HEAD = "slack_user,organization,organization_name"


def several(text: str) -> tuple[str, ...]:
    """Any words are ids."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def topic(text: str) -> tuple[str, ...]:
    if "skools" in text:
        raise ValueError("“skools” is no topic; nearest: schools")
    return several(text)


READERS = {**dict.fromkeys(SCOPES, several), "topics": topic}


def sheet(text: str) -> roster.Sheet:
    return roster.read(text.encode(), READERS)


def refusals(text: str) -> list[str]:
    return [f"{each.line} {each.column}: {each.reason}" for each in sheet(text).refusals]


def take(tx: Transaction, text: str, home: str = HOME) -> list[str]:
    """What comes of each row; the refusals where there are some."""
    read = sheet(text)
    assert not read.refusals, read.refusals
    return list(map(_said, staff.take(tx, read.entries, home, "C0TRIAGE")))


def _said(outcome: Outcome) -> str:
    return " ".join((str(outcome.line), outcome.what, *outcome.columns))


def refused(tx: Transaction, text: str, home: str = HOME) -> list[str]:
    with pytest.raises(Refused) as caught:
        take(tx, text, home)
    return [f"{each.line} {each.column}: {each.reason}" for each in caught.value.refusals]


def expert(tx: Transaction, who: Member) -> experts.Expert:
    return experts.find(tx, people.meet(tx, who).id)


def test_a_row_becomes_an_expert(tx: Transaction) -> None:
    text = (
        "slack_user,name,organization,organization_name,channel,topics,places,languages,kinds,"
        "capacity,away_until,listed\n"
        "T2:U2OMAR,Omar,prairie,Prairie Law,C0P,schools; health,US-TX,es,,5,2027-01-02,yes\n"
    )
    assert take(tx, text) == ["2 added"]
    omar = expert(tx, OMAR)
    assert omar.shown == "Omar, Prairie Law"
    assert (omar.organization.channel_id, omar.topics, omar.places) == (
        "C0P",
        ("schools", "health"),
        ("US-TX",),
    )
    assert (omar.languages, omar.kinds, omar.capacity) == (("es",), (), 5)
    assert experts.day_of(omar.away_until or 0) == "2027-01-02"
    assert "expert" in omar.person.roles


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_spreadsheet_s_csv_is_read(tx: Transaction, mark: str, separator: str) -> None:
    head = separator.join(["Slack User", "ORGANIZATION", "organization-name"])
    row = separator.join(["U1RUTH", "harbor", "Harbor Legal Aid"])
    assert take(tx, f"{mark}{head}\r\n\r\n{row}\r\n") == ["3 added"]
    assert expert(tx, RUTH).organization.name == "Harbor Legal Aid"


def test_a_partner_may_be_written_by_its_name(tx: Transaction) -> None:
    take(tx, "slack_user,organization\nU1RUTH,Harbor Legal Aid\nU2X,harbor-legal-aid\n")
    assert [each.name for each in experts.organizations_all(tx)] == ["Harbor Legal Aid"]


def test_twice_is_as_once(tx: Transaction) -> None:
    text = f"{HEAD},capacity\nU1RUTH,harbor,Harbor,2\nT2:U2OMAR,prairie,Prairie,\n"
    take(tx, text)
    assert take(tx, text) == ["2 unchanged", "3 unchanged"]


def test_columns_that_aren_t_there_leave_what_is_known(tx: Transaction) -> None:
    take(tx, f"{HEAD},topics,capacity\nU1RUTH,harbor,Harbor,schools,2\n")
    assert take(tx, "slack_user,organization,capacity\nU1RUTH,harbor,4\n") == ["2 changed capacity"]
    assert expert(tx, RUTH).topics == ("schools",)


def test_an_empty_cell_empties_what_it_stands_for(tx: Transaction) -> None:
    take(tx, f"{HEAD},topics,channel\nU1RUTH,harbor,Harbor,schools,C0H\n")
    assert take(tx, f"{HEAD},topics,channel\nU1RUTH,harbor,,,\n") == ["2 changed topics"]
    assert expert(tx, RUTH).organization.channel_id == "C0H"


def test_who_isn_t_in_the_file_is_left_alone(tx: Transaction) -> None:
    take(tx, f"{HEAD},capacity\nU1RUTH,harbor,Harbor,2\n")
    take(tx, f"{HEAD}\nT2:U2OMAR,prairie,Prairie\n")
    assert expert(tx, RUTH).capacity == 2


def test_a_partner_s_change_is_told_at_the_row_that_makes_it(tx: Transaction) -> None:
    take(tx, f"{HEAD}\nU1RUTH,harbor,Harbor\nU2X,harbor,\n")
    text = f"{HEAD},channel\nU1RUTH,harbor,Harbor Aid,C0H\nU2X,harbor,,\n"
    assert take(tx, text) == ["2 changed organization_name channel", "3 unchanged"]


def test_somebody_is_listed_no_more_and_again(tx: Transaction) -> None:
    take(tx, f"{HEAD}\nU1RUTH,harbor,Harbor\n")
    assert take(tx, "slack_user,organization,listed\nU1RUTH,harbor,no\n") == ["2 changed listed"]
    assert not expert(tx, RUTH).is_listed
    assert not expert(tx, RUTH).person.roles
    take(tx, "slack_user,organization,listed\nU1RUTH,harbor,sí\n")
    assert expert(tx, RUTH).is_listed


def test_slack_s_name_goes_before_a_file_s(tx: Transaction) -> None:
    text = "slack_user,name,organization\nU1RUTH,Ruthie,Harbor Aid\n"
    take(tx, text)
    assert expert(tx, RUTH).person.name == "Ruthie"
    people.learned(tx, RUTH, name="Ruth Adeyemi", locale="en-US")
    assert take(tx, text) == ["2 unchanged"]
    assert expert(tx, RUTH).person.name == "Ruth Adeyemi"


def test_an_id_without_its_team_is_who_is_known_by_it(tx: Transaction) -> None:
    people.meet(tx, OMAR)
    take(tx, "slack_user,organization\nU2OMAR,Prairie Law\nU1RUTH,Harbor Aid\n")
    assert [each.person.team_id for each in experts.known(tx)] == ["T1", "T2"]


def test_an_id_of_an_unknown_team_is_refused(tx: Transaction) -> None:
    (said,) = refused(tx, "slack_user,organization\nU1RUTH,Harbor Aid\n", home="")
    assert said.startswith("2 slack_user: the workspace of U1RUTH is not known; write T0123ABCD:U1")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ruth,harbor,H,,,,", "2 slack_user: “ruth” is no Slack id; copy it from “Copy member ID”"),
        (",harbor,H,,,,", "2 slack_user: is missing; copy it from “Copy member ID”"),
        ("U1A,,H,,,,", "2 organization: is missing"),
        ("U1A,¿?,H,,,,", "2 organization: “¿?” holds no letter"),
        ("U1A,harbor,H,#harbor,,,", "2 channel: “#harbor” is no channel id;"),
        ("U1A,harbor,H,,skools,,", "2 topics: “skools” is no topic; nearest: schools"),
        ("U1A,harbor,H,,,many,", "2 capacity: “many” is no number from 0 to 99"),
        ("U1A,harbor,H,,,100,", "2 capacity: “100” is no number from 0 to 99"),
        ("U1A,harbor,H,,,,1/2/2027", "2 away_until: “1/2/2027” is no date; write it as 2026-11-22"),
        ("U1A,harbor,H,,,,2027-02-30", "2 away_until: “2027-02-30” is no date;"),
        ("U1A,harbor,H,,,,,over", "2 : has more cells than the 7 columns; is a quote missing?"),
        ("U1A,harbor,\x07,,,,", "2 organization_name: holds a control character; remove it"),
        (f"U1A,harbor,{'H' * 121},,,,", "2 organization_name: has 121 characters;"),
    ],
)
def test_a_cell_that_can_t_be_taken_is_told(row: str, said: str) -> None:
    head = f"{HEAD},channel,topics,capacity,away_until"
    assert [each[: len(said)] for each in refusals(f"{head}\n{row}\n")] == [said]


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = f"{HEAD},capacity,listed\nruth,harbor,H,x,perhaps\nU1A,,H,,\n"
    assert [each.split(":")[0] for each in refusals(text)] == [
        "2 slack_user",
        "2 capacity",
        "2 listed",
        "3 organization",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\n ,\n", "the file is empty"),
        (b"slack_user,organization\n\xff", "the file is not UTF-8; save it as CSV UTF-8"),
        (b'slack_user,organization\nU1A,"Harbor', "the file can't be read: unexpected end of data"),
        (b"who,organization\nU1A,h\n", "no column is called slack_user; they are: who, organiz"),
        (b"slack_user,organization,Organization\nU1A,h,h\n", "two columns are called organization"),
    ],
)
def test_a_file_that_is_no_roster_is_told(data: bytes, said: str) -> None:
    (only,) = roster.read(data, READERS).refusals
    assert only.reason.startswith(said)


def test_columns_that_mean_nothing_are_named() -> None:
    assert sheet(f"{HEAD},notes\nU1A,h,H,x\n").ignored == ("notes",)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "U1A,harbor,Harbor,\nT1:U1A,harbor,,\n",
            "3 slack_user: U1A stands on line 2 already",
        ),
        (
            "U1A,harbor,Harbor,\nU1B,harbor,Haven,\n",
            "3 organization_name: “Haven” is “Harbor” on line 2, for the same partner",
        ),
        (
            "U1A,harbor,Harbor,C0A\nU1B,harbor,,C0B\n",
            "3 channel: “C0B” is “C0A” on line 2, for the same partner",
        ),
        (
            "U1A,harbor,Harbor,C0A\nU1B,prairie,Prairie,C0A\n",
            "3 channel: C0A is the channel of harbor and of prairie",
        ),
        ("U1A,harbor,Harbor,C0TRIAGE\n", "2 channel: C0TRIAGE is the coordinators' own channel"),
        (
            "U1A,habror,,\n",
            "2 organization_name: is missing; “habror” is a new partner, or is written otherwise",
        ),
    ],
)
def test_rows_that_can_t_all_be_true_are_refused(tx: Transaction, rows: str, said: str) -> None:
    assert refused(tx, f"{HEAD},channel\n{rows}") == [said]


def test_a_channel_that_is_another_partner_s_already_is_refused(tx: Transaction) -> None:
    experts.keep_organization(tx, "harbor", "Harbor", "C0A")
    said = refused(tx, f"{HEAD},channel\nU1B,prairie,Prairie,C0A\n")
    assert said == ["2 channel: C0A is the channel of harbor and of prairie"]


def test_two_partners_may_change_channels(tx: Transaction) -> None:
    head = f"{HEAD},channel\n"
    take(tx, f"{head}U1A,harbor,Harbor,C0A\nU1B,prairie,Prairie,C0B\n")
    text = f"{head}U1A,harbor,Harbor,C0B\nU1B,prairie,Prairie,C0A\n"
    assert take(tx, text) == ["2 changed channel", "3 changed channel"]


def test_what_a_spreadsheet_would_reckon_is_written_as_text(tx: Transaction) -> None:
    take(tx, f"{HEAD},name\nU1A,harbor,=1+1,'@ana\n")
    written = roster.written(staff.rows(tx))
    (row,) = csv.DictReader(io.StringIO(written))
    assert (row["organization_name"], row["name"]) == ("'=1+1", "'@ana")
    assert take(tx, written) == ["2 unchanged"]


WORD = st.text("abcdefghij-", min_size=1, max_size=6).map(str.strip)
SCOPE = st.lists(WORD, max_size=3, unique=True).map(tuple)
LINE = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Cf", "Zs"]), max_size=40
)
NAME = LINE.map(lambda text: " ".join(text.split())).filter(cells.slug)
ID = st.text("ABCDEFGH0123", min_size=4, max_size=8)
MEMBER = st.builds(Member, ID.map("T{}".format), ID.map("U{}".format))
DAY = st.dates().map(lambda day: experts.morning_of(day.isoformat()))
PARTNER = st.tuples(NAME, st.booleans())
LISTED = st.tuples(
    MEMBER,
    st.integers(0, 3),
    st.fixed_dictionaries(dict.fromkeys(SCOPES, SCOPE)),
    st.integers(0, experts.MOST),
    st.none() | DAY,
    st.booleans(),
    LINE.map(lambda text: " ".join(text.split())),
)


@contextmanager
def emptied(engine: Engine) -> Iterator[Transaction]:
    """A transaction on an empty desk, undone afterwards."""
    with engine.connect() as connection, connection.begin() as begun:
        yield Transaction(connection, NOW)
        begun.rollback()


@given(
    partners=st.lists(PARTNER, min_size=4, max_size=4, unique_by=lambda it: cells.slug(it[0])),
    listed=st.lists(LISTED, max_size=5, unique_by=lambda it: it[0]),
)
def test_what_is_written_out_and_taken_in_again_changes_nothing(
    engine: Engine,
    partners: list[tuple[str, bool]],
    listed: list[tuple[Member, int, dict[str, tuple[str, ...]], int, int | None, bool, str]],
) -> None:
    with emptied(engine) as tx:
        for number, (name, shared) in enumerate(partners):
            channel = f"C0CHANNEL{number}" if shared else ""
            experts.keep_organization(tx, cells.slug(name), name, channel)
        for who, partner, scopes, capacity, away, is_listed, name in listed:
            kept = experts.keep(
                tx,
                who,
                cells.slug(partners[partner][0]),
                scopes=scopes,
                capacity=capacity,
                away_until=away,
            )
            people.introduce(tx, kept.person.id, name)
            if not is_listed:
                experts.unlist(tx, kept.person.id)
        before = experts.known(tx)
        said = take(tx, roster.written(staff.rows(tx)), home="")
        assert [each.split()[1:] for each in said] == [["unchanged"]] * len(listed)
        assert experts.known(tx) == before
