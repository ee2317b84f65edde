"""The bytes in which linking passes nodes and documents on."""

import msgspec
import pytest

from onrecord.linking.copies import shortened, signature, similarity
from onrecord.linking.nodes import brief_of, decode_brief, decode_node, prepare
from onrecord.linking.packing import pack_body, pack_brief, unpack_body
from onrecord.linking.store import StoredDocument

from .makers import claim, document, told

_TITLE = "Gunmen open fire on a polling station in Bara Town"
_OPENING = "Gunmen on two motorcycles opened fire on voters queuing at a polling station in Bara Town on Monday and "


def _one():
    doc = document("d-1", _OPENING + "five people died, the district police chief said.", "2024-02-12", title=_TITLE)
    return told([(doc, [claim(doc, "opened fire on voters", "attack.shooting", day="2024-02-12")])])[0]


def _account():
    _, nodes, _ = prepare(_one())
    return decode_node(nodes[0])


def test_a_packed_account_is_the_account_with_its_terms_in_their_order() -> None:
    body = _account()
    assert len(body.account.story) > 10
    assert body.account.story.keys() & body.account.words.keys()
    again = unpack_body(pack_body(body.account, body.others))
    assert again == body
    for name in ("story", "words", "heading"):
        assert list(getattr(again.account, name).items()) == list(getattr(body.account, name).items())


@pytest.mark.parametrize(
    ("story", "words", "heading"),
    [
        ({}, {}, {}),
        ({}, {7: 1.0}, {}),
        ({1: 0.5, 2: 0.5}, {2: 0.9, 1: 0.4358}, {3: 0.0001}),
        ({}, {}, {2**32 - 1: 0.7, 0: 0.71}),
        ({n: round(1 / (n + 1), 4) for n in range(120)}, {n: round((200 - n) / 100, 4) for n in range(101, 161)}, {}),
    ],
)
def test_vectors_come_back_to_the_last_bit(story, words, heading) -> None:
    account = msgspec.structs.replace(_account().account, story=story, words=words, heading=heading)
    again = unpack_body(pack_body(account, ("c-1",)))
    assert again.account == account
    assert list(again.account.words) == list(words)
    assert again.others == ("c-1",)


def test_too_many_terms_are_refused() -> None:
    account = msgspec.structs.replace(_account().account, story=dict.fromkeys(range(257), 0.01))
    with pytest.raises(ValueError, match="has room for 256"):
        pack_body(account, ())


def test_a_brief_comes_back() -> None:
    document = _one().document
    brief = brief_of(document, 4)
    assert decode_brief(StoredDocument(id=document.id, sequence=4, body=pack_brief(brief))) == brief


def test_a_shortened_signature_counts_as_the_whole_one_does() -> None:
    words = [f"word{n}" for n in range(300)]
    texts = [" ".join(words[:200] + [f"other{n}x{k}" for n in range(k * 10)]) for k in range(12)]
    whole = [signature(t) for t in texts]
    for a in whole:
        for b in whole:
            assert abs(similarity(shortened(a), shortened(b)) - similarity(a, b)) <= 3 / 128
