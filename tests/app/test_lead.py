"""Leads: what a paragraph gives to a question for a figure, a date, or yes or no."""

from __future__ import annotations

import pytest

from hld.app.lead import lead
from hld.index.lexical import Analyser

STEM = Analyser().terms

GIVEN = [
    ("number", "How many lamps burn?", "Decides that three bright lamps shall burn;", "Three bright lamps"),
    ("number", "How many lamps burn?", "Decides that three lamps burn by day and five lamps by night;", ""),
    ("number", "How many lamps burn?", "Decides that lamps shall burn;", ""),
    ("number", "How many lamp tables are there?", "Chairs of the four lamp-table sessions speak;", "Four lamp-table sessions"),
    ("number", "How many people took part in it?", "412 keepers were there. Nine ministers took part.", ""),
    ("number", "How much oil is lost?", "Notes that less than 4 per cent of the oil is lost;", "Less than 4 per cent"),
    ("number", "How much oil is lost?", "Notes that 4 per cent is lost, and 5 per cent spilt;", ""),
    ("date", "When did they meet?", "the keepers met on 3 and 4 May 2011 at the pier", "On 3 and 4 May 2011"),
    ("date", "When will they meet?", "Decides to meet at its thirty-first session;", "At the thirty-first session"),
    ("date", "When will they report?", "a report by 2031", "By 2031"),
    ("date", "When will they report?", "no report before May 2031", "Before May 2031"),
    ("date", "When did they meet?", "Recalling its resolution 71/301 of 9 December 2016, met in May 2017", "In May 2017"),
    ("date", "When did they meet?", "met on 3 May 2011 and on 4 June 2012", ""),
    ("date", "What day is it?", "recalls resolution 71/301 (9 December 2016), which made 18 May the day of keepers", "On 18 May"),
    ("date", "When in 2017 did they meet?", "they met in 2017", ""),
    ("date", "On which days in 2030 do they meet?", "they met on 3 and 4 May 2011", ""),
    ("date", "On which days in 2011 did they meet?", "they met on 3 and 4 May 2011", "On 3 and 4 May 2011"),
    ("number", "How many lamps and bells are there?", "Decides that three bright lamps shall burn;", ""),
    ("date", "When?", "Recalling its resolution 71/301 of 9 December 2016,", ""),
    (
        "date",
        "When did the keepers proclaim the day of lamps?",
        "recalls its resolution 71/301 of 9 December 2016, by which it proclaimed 18 May the day of lamps",
        "On 9 December 2016",
    ),
    ("date", "When did they designate it?", "notes 18 May, the day of lamps", ""),
    ("date", "When is the day, and which text proclaimed it?", "resolution 71/301 of 9 December 2016, 18 May", "On 18 May"),
    ("yesno", "Must they light them?", "Recognizes that the lamps are lit;", "This is only an acknowledgement"),
    ("yesno", "Are the lamps often out?", "Recognizes that the lamps are often out;", ""),
    ("yesno", "Must they?", "Also invites the keepers to consider it;", "This is only an invitation"),
    ("yesno", "Must they?", "The Assembly underlines lamps; it encourages them to do so.", "This is only an encouragement"),
    ("yesno", "Must they?", "The General Assembly urges the keepers to light them.", "This is only an urgent appeal"),
    ("yesno", "Are they asked to?", "Also invites the keepers to consider it;", "This is an invitation"),
    ("yesno", "Must they?", "Decides that the keepers light them;", "This is a decision"),
    (
        "yesno",
        "Are keepers obliged to buy oil?",
        "Recalls the law on oil and keepers, reiterates its call to keepers to buy oil, and notes the lamps;",
        "This is only a call",
    ),
    (
        "yesno",
        "Does it urge or request keepers to sleep by day?",
        "Also encourages keepers to sleep by day, and requests the pilots to sail;",
        "This is an encouragement",
    ),
    ("yesno", "Must keepers sleep?", "Emphasizes sleep, and recalls that keepers must rest;", ""),
    ("yesno", "Do they like oil?", "Welcomes lamps, and invites the keepers to buy oil;", ""),
    ("yesno", "Must they?", "Recognizing that lamps are bright,", ""),
    ("yesno", "Must they?", "Round tables are useful;", ""),
    ("other", "What of lamps?", "Decides that three lamps burn;", ""),
]


@pytest.mark.parametrize(("kind", "question", "text", "expected"), GIVEN)
def test_lead(kind: str, question: str, text: str, expected: str) -> None:
    assert lead(kind, question, text, STEM) == expected
