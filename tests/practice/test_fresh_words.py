"""Words that look alike are alike, as users of other tools found they were not.

Public reports, on GitHub: quill is empirical-org/Empirical-Core, grammar
Empirical-org-Archive/Quill-Grammar, blanks h5p/h5p-blanks, pmatch
moodleou/moodle-qtype_pmatch, anki ankitects/anki, ankidroid ankidroid/Anki-Android, kana
lingdojo/kana-dojo, kanjigrid tsdko/kanjigrid, hunspell kwonoj/hunspell-asm, wdi
GA-WDI/fundamentals, webex PsyTeachR/webex.
"""

import pytest

from salescourse.practice.questions.folding import fold

ALIKE = {
    "quill#4843": ("the customer\u2019s yes", "the customer's yes"),
    "grammar#297 within": ("a \u201cyes\u201d of all", 'a "yes" of all'),
    "quill#4659": ("\u2019won\u2019", "'won'"),
    "grammar#297": ("\u201cclosed won\u201d", '"closed won"'),
    "blanks#83": ("\u2018lost\u2019", "'lost'"),
    "blanks#83 double": ("\u201elost\u201c", '"lost"'),
    "pmatch#21": ("closed\u00a0won", "closed won"),
    "anki#3422": ("Bu\u0308ro", "B\u00fcro"),
    "anki#680": ("caf\u00e9", "cafe"),
    "anki#3627": ("\ufb01t", "fit"),
    "anki#2293": ("close\u200cd", "closed"),
    "ankidroid#368": ("e\u0301lan", "\u00e9lan"),
    "kana#28482": ("churn\u200b", "churn"),
    "kana#28482 mark": ("\ufeffchurn", "churn"),
    "kana#28482 joiner": ("ch\u200durn", "churn"),
    "kanjigrid#12": ("\ufa46", "\u6e1a"),
    "hunspell#198": ("na\u0131ve".replace("\u0131", "i\u0308"), "na\u00efve"),
    "wdi#235": ("closed   won", "closed won"),
    "webex#11": ("\u2019tis", "'tis"),
    "soft hyphen": ("hand\u00adoff", "handoff"),
    "hyphen": ("hand-off", "hand off"),
    "no-break hyphen": ("hand\u2011off", "hand-off"),
    "dash": ("Kaplan\u2013Meier", "Kaplan-Meier"),
    "minus": ("win\u2212rate", "win-rate"),
    "slash": ("won/lost", "won lost"),
    "underscore": ("closed_won", "closed won"),
    "capitals": ("CLOSED WON", "closed won"),
    "beyond ASCII": ("\u00c4RGER", "\u00e4rger"),
    "wide": ("\uff57\uff4f\uff4e", "won"),
    "direction": ("\u202dwon\u202c", "won"),
    "full stop": ("Closed won.", "closed won"),
    "brackets": ("(won)", "won"),
    "guillemets": ("\u00abwon\u00bb", "won"),
    "tab": ("closed\twon", "closed won"),
    "new line": ("closed\nwon\n", "closed won"),
    "thin space": ("closed\u2009won", "closed won"),
    "wide space": ("closed\u3000won", "closed won"),
}
OTHERS = {
    "other words": ("won", "lost"),
    "a letter more": ("churn", "churns"),
    "two words": ("hand off", "handoff"),
    "a sign within": ("50 %", "50"),
}


@pytest.mark.parametrize(("typed", "meant"), ALIKE.values(), ids=ALIKE)
def test_what_looks_alike_is_the_same_answer(typed, meant):
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(("typed", "meant"), OTHERS.values(), ids=OTHERS)
def test_what_is_another_answer_stays_one(typed, meant):
    assert fold(typed) != fold(meant)


def test_the_page_folds_each_of_them_as_python_does(open_module):
    from salescourse.practice.modules import joined

    texts = [text for pair in (*ALIKE.values(), *OTHERS.values()) for text in pair]
    page = open_module(joined("questions/folding.js"))
    theirs = page.evaluate(
        "(texts) => texts.map((text) => widget.foldText(text))", texts
    )
    assert theirs == [fold(text) for text in texts]
