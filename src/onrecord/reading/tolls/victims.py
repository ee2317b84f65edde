"""Where those who were harmed stand: the phrases that a word of harm governs."""

from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.tolls.lexicon import Harm, lexicon

__all__ = ["is_unreal", "trigger_sense", "victim_heads"]

_OBJECTS = ("obj", "iobj")


def trigger_sense(syntax: Syntax, i: int) -> Harm | None:
    """The sense in which token ``i`` tells of harm, if it does."""
    token = syntax.tokens[i]
    senses = lexicon().by_lemma.get(token.lemma.lower()) or lexicon().by_lemma.get(token.text.lower())
    for harm in senses or ():
        if _fits(syntax, i, harm):
            return harm
    return None


def _fits(syntax: Syntax, i: int, harm: Harm) -> bool:
    token = syntax.tokens[i]
    if harm.frame == "verb":
        if token.pos not in ("VERB", "ADJ") or (token.pos == "ADJ" and not token.text.lower().endswith(("ed", "t"))):
            return False
        return _narrowed(syntax, i, harm)
    if harm.frame == "happens":
        return token.pos == "VERB"
    if harm.frame in ("noun", "counted"):
        if token.pos != "NOUN":
            return False
        counted = any(syntax.tokens[c].dep == "nummod" for c in syntax.below[i])
        return counted == (harm.frame == "counted") or (harm.frame == "counted" and _none(syntax, i))
    if harm.frame == "state":
        return token.pos in ("ADJ", "NOUN", "VERB") and token.tag not in ("VB", "VBP", "VBZ", "VBG", "NN")
    return token.pos == "VERB" and _loses(syntax, i, harm)


def _around(syntax: Syntax, i: int) -> set[str]:
    """Words that stand beside a verb: what depends on it, and the two after it."""
    tokens = syntax.tokens
    # "two fatally" tells of two, not of all who were shot
    words = {
        tokens[c].lemma.lower()
        for c in syntax.below[i]
        if abs(c - i) < 12
        and not (tokens[c].text.lower() == "fatally" and c > 1 and tokens[c - 1].pos in ("NUM", "PRON", "NOUN"))
    }
    for j in range(i + 1, min(len(tokens), i + 4)):
        if tokens[j].pos in ("PUNCT", "NUM", "SCONJ"):
            break
        words.add(tokens[j].lemma.lower())
    for c in syntax.below[i]:
        if tokens[c].dep == "conj" and tokens[c].lemma in ("kill", "die"):
            words.add("and killed")
    return words


def _narrowed(syntax: Syntax, i: int, harm: Harm) -> bool:
    if not (harm.with_ or harm.particle or harm.unless):
        return True
    around = _around(syntax, i)
    if harm.with_:
        return bool(around & harm.with_)
    if harm.particle:
        return bool(around & harm.particle)
    return not around & harm.unless


def _loses(syntax: Syntax, i: int, harm: Harm) -> bool:
    tokens = syntax.tokens
    for c in syntax.below[i]:
        token = tokens[c]
        if token.lemma.lower() == harm.object or token.text.lower() == harm.object:
            return True
        if token.dep in ("obl", "nmod") and any(tokens[g].lemma.lower() == harm.object for g in syntax.below[c]):
            return True
        if token.dep in ("obj", "conj") and any(tokens[g].lemma.lower() == harm.object for g in syntax.below[c]):
            return True
    return False


def _none(syntax: Syntax, i: int) -> bool:
    return any(syntax.tokens[c].lemma.lower() == "no" for c in syntax.below[i])


def is_unreal(syntax: Syntax, i: int) -> bool:
    """Whether the harm is only possible, wanted, feared or asked about."""
    words = lexicon().words
    tokens = syntax.tokens
    for node in syntax.path(i)[:4]:
        if node != i and tokens[node].pos not in ("VERB", "AUX", "ADJ", "NOUN"):
            break
        for c in syntax.below[node]:
            child = tokens[c]
            if child.dep == "aux" and child.lemma.lower() in words.unreal_aux and node == i:
                return not any(tokens[g].lemma == "have" for g in syntax.below[node])
            if child.dep == "mark" and child.lemma.lower() in words.unreal_marks:
                return True
        head = tokens[node].head
        if head < 0:
            break
        if tokens[node].dep in ("xcomp", "ccomp", "advcl", "acl") and tokens[head].lemma.lower() in words.unreal_verbs:
            to = any(tokens[c].lemma == "to" and tokens[c].dep == "mark" for c in syntax.below[node])
            if to and tokens[node].dep != "advcl":
                return True
        if tokens[node].dep not in ("xcomp", "ccomp", "conj", "acl", "aux", "cop"):
            break
    return False


def _subjects(syntax: Syntax, i: int) -> list[int]:
    """The subjects of a verb, told apart where two clauses were joined: "22 died and three others sustained injuries"."""
    found = syntax.subjects(i)
    head = syntax.tokens[i].head
    if syntax.tokens[i].dep == "conj" and 0 <= head < i:
        own = [s for s in found if head < s < i]
        return own or [s for s in found if s < head]
    return [s for s in found if s < i] or found


def victim_heads(syntax: Syntax, i: int, harm: Harm) -> list[int]:
    """Head tokens of the phrases that name those harmed by the trigger ``i``."""
    tokens = syntax.tokens
    if harm.frame == "counted":
        return [i]
    if harm.frame == "noun":
        return _of_noun(syntax, i)
    if harm.frame == "state":
        return _of_state(syntax, i)
    if harm.frame == "undergoes":
        return [c for c in syntax.objects(i) if tokens[c].lemma != harm.object]
    if harm.frame == "loses":
        return _of_loss(syntax, i, harm)
    if harm.frame == "happens":
        return [c for c in _subjects(syntax, i) if tokens[c].dep != "nsubj:pass"] or _reduced(syntax, i)
    # "killed two and wounded five": what stands after the second verb is the second verb's
    joined = [c for c in syntax.below[i] if tokens[c].dep == "conj" and tokens[c].pos == "VERB" and c > i]
    found = [c for c in syntax.objects(i) if not any(j < c for j in joined)]
    if (
        not found
        and not syntax.passive(i)
        and tokens[i].tag == "VBN"
        and tokens[i].dep in ("root", "conj", "parataxis", "ccomp")
    ):
        # headlines leave the auxiliary out: "Three killed in blast", "12 killed, 25 injured"
        found = syntax.with_conjuncts(syntax.dep(i, "nsubj", "nummod"))
    return found


def _reduced(syntax: Syntax, i: int) -> list[int]:
    token = syntax.tokens[i]
    return [token.head] if token.dep in ("acl", "acl:relcl") and token.head >= 0 else []


def _of_noun(syntax: Syntax, i: int) -> list[int]:
    found = []
    for c in syntax.below[i]:
        token = syntax.tokens[c]
        cases = {syntax.tokens[g].lemma for g in syntax.below[c]}
        if token.dep == "nmod" and "of" in cases:
            found.append(c)
    return syntax.with_conjuncts(found)


def _of_state(syntax: Syntax, i: int) -> list[int]:
    """ "22 dead", "two people dead", "left 12 dead", "the dead", "12 were injured", "an injured man"."""
    tokens = syntax.tokens
    token = tokens[i]
    if any(tokens[c].dep == "nummod" for c in syntax.below[i]) or (token.pos == "NOUN" and token.tag != "NN"):
        return [i]
    if token.dep in ("amod", "acl") and token.head >= 0:
        return syntax.with_conjuncts([token.head])
    subjects = syntax.dep(i, "nsubj", "nsubj:pass")
    if not subjects and token.dep in ("xcomp", "advcl", "obj", "acl", "dep") and token.head >= 0:
        subjects = syntax.dep(token.head, "obj") or (
            [token.head] if tokens[token.head].pos in ("NOUN", "PROPN", "NUM") else []
        )
    if not subjects and token.dep == "conj" and token.head >= 0 and tokens[token.head].pos in ("ADJ", "VERB"):
        subjects = [
            c for c in syntax.dep(token.head, "nsubj") if not any(tokens[g].dep == "nummod" for g in syntax.below[c])
        ]
    return syntax.with_conjuncts(subjects)


def _of_loss(syntax: Syntax, i: int, harm: Harm) -> list[int]:
    tokens = syntax.tokens
    if harm.object in ("life", "lives") and tokens[i].lemma in ("claim", "take", "cost"):
        for c in syntax.below[i]:
            if tokens[c].lemma == "life":
                of = _of_noun(syntax, c)
                return of or ([c] if any(tokens[g].dep in ("nummod", "nmod:poss") for g in syntax.below[c]) else [])
        return []
    if harm.object in ("hostage", "captive", "custody", "missing", "homeless", "arrest", "up"):
        heads = [c for c in syntax.objects(i) if tokens[c].lemma != harm.object]
        return heads or (syntax.subjects(i) if tokens[i].lemma == "go" else [])
    return _subjects(syntax, i) or _reduced(syntax, i)
