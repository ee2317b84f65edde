"""Reports of a contest for office: the words of violence in them are of words, what happened at a rally did happen."""

from onrecord.model import Claim, Document
from onrecord.reading import Reader

TALK = """Senator Dana Whitlock attacked her rival Tom Beal in a new ad on Thursday, a week before the primary.

The ad hits the congressman on his tax policy and calls on voters to reject him. Mr Beal's strategist shot back that her campaign \
was "bleeding donors" and said that the two would clash again at Sunday's debate in Dayton. In an interview he denounced her \
remarks and denied that his candidate had ever backed the bill.

"We will fight for every vote and we will win this battle," Ms Whitlock told a rally. The crowd booed when she named the \
establishment. She urged party leaders to endorse her and promised to bring back the jobs that the nominee's policies had killed.

Pollsters give her a narrow lead among conservatives. The contenders demanded that the moderator be replaced, and the convention's \
committee rejected the demand."""

BLOWS = (
    TALK
    + """

At the rally two protesters were injured when men with sticks attacked them outside the hall in Dayton, police said, and an \
officer arrested three of the attackers."""
)

ABROAD = """The primary for governor of Benue turned on the candidacy of the former lawmaker, whose endorsement by the \
party's establishment his rivals denounced in a debate. His campaign accused an aide of the senator of a smear in adverts and tweets, \
and pundits said that the leadership would have to step in. Commentators expect the ratings of the frontrunner to recover: \
voters forgave him earlier gaffes."""


def claims(text: str) -> tuple[Claim, ...]:
    return Reader().read(Document(text=text, published="2031-03-06", kind="news")).claims


def test_a_campaign_story_tells_of_no_incident_demand_or_response() -> None:
    assert [(c.type, c.evidence[0].exact) for text in (TALK, ABROAD) for c in claims(text)] == []


def test_what_happened_at_its_rally_is_kept() -> None:
    found = claims(BLOWS)
    assert any(c.type.startswith("attack.") and c.tolls and c.tolls[0].low == 2 for c in found)
    assert all("ad on Thursday" not in c.evidence[0].exact for c in found)
