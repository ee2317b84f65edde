"""In which sense a word tells of harm, and whether the harm is told as a fact."""

from onrecord.reading.nlp.lemmas import lemma as lemma_of
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.tolls.lexicon import Harm, lexicon

__all__ = ["is_negated", "is_unreal", "sense_of"]

_NEAR = 12
_AFTER = 4
_UP = 5


def sense_of(syntax: Syntax, i: int) -> Harm | None:
    """The first sense of the lexicon in which token ``i`` tells of harm; absent when it tells none."""
    token = syntax.tokens[i]
    table = lexicon().by_lemma
    lemma = lemma_of(token.text, "VERB") if _headline(syntax, i) else token.lemma.lower()
    # the lemma of a rare verb may lack its last letter ("bundl")
    senses = (
        table.get(lemma)
        or table.get(token.text.lower())
        or (table.get(f"{lemma}e") if token.pos == "VERB" else None)
        or ()
    )
    return next((harm for harm in senses if _fits(syntax, i, harm)), None)


def _fits(syntax: Syntax, i: int, harm: Harm) -> bool:
    token = syntax.tokens[i]
    if harm.frame == "verb":
        participle = token.pos == "ADJ" and token.text.lower().endswith(("ed", "t"))
        # a headline that opens with a figure ("2 shot, 1 dead")
        participle = participle or _headline(syntax, i)
        if _names_suspect(syntax, i):
            return False
        return (token.pos == "VERB" or participle) and _narrowed(syntax, i, harm)
    if harm.frame == "fails":
        return token.pos == "VERB" and is_negated(syntax, i)
    if harm.frame == "happens":
        return token.pos == "VERB" and _narrowed(syntax, i, harm)
    if harm.frame in ("noun", "counted"):
        if token.pos != "NOUN" or token.dep == "compound":
            return False
        if harm.frame == "noun" and not (_narrowed(syntax, i, harm) or _governed(syntax, i, harm)):
            return False
        counted = any(syntax.tokens[c].dep == "nummod" or _multiple(syntax, c) for c in syntax.below[i]) or _vague(
            syntax, i
        )
        return counted == (harm.frame == "counted") and (harm.frame == "noun" or _narrowed(syntax, i, harm))
    if harm.frame == "state":
        if token.pos == "NOUN" and token.text.lower().endswith("s"):
            return False
        return token.pos in ("ADJ", "NOUN", "VERB") and token.tag not in ("VB", "VBP", "VBZ", "VBG", "NN")
    if harm.frame == "bears":
        return token.pos == "NOUN" and _borne(syntax, i, harm)
    if harm.frame == "lies_in":
        below = syntax.below[i]
        said = [syntax.tokens[c].dep for c in below]
        return token.pos == "NOUN" and "cop" in said and any(syntax.tokens[c].lemma.lower() == "in" for c in below)
    return token.pos == "VERB" and _beside(syntax, i, harm) and _narrowed(syntax, i, harm)


def _headline(syntax: Syntax, i: int) -> bool:
    return (
        i == 1
        and syntax.tokens[1].tag == "NN"
        and not syntax.tokens[1].text.endswith("ing")
        and syntax.tokens[0].pos == "NUM"
    )


def _names_suspect(syntax: Syntax, i: int) -> bool:
    """ "The body of shooting suspect Jan Novak": a noun before another, which the tree takes for a verb."""
    tokens = syntax.tokens
    return tokens[i].tag == "VBG" and i + 1 < len(tokens) and tokens[i + 1].text.lower() in lexicon().words.suspects


def _multiple(syntax: Syntax, c: int) -> bool:
    return syntax.tokens[c].text.lower() in lexicon().words.multiples


def _vague(syntax: Syntax, i: int) -> bool:
    return syntax.tokens[i].tag == "NNS" and any(
        syntax.tokens[c].dep in ("amod", "nmod", "nmod:unmarked")
        and syntax.tokens[c].text.lower() in lexicon().words.vague
        for c in syntax.below[i]
    )


def _around(syntax: Syntax, i: int) -> set[str]:
    """Words that stand beside a trigger: what depends on it, and the ones right after it."""
    tokens = syntax.tokens
    near = [c for c in syntax.below[i] if abs(c - i) < _NEAR and tokens[c].dep not in ("conj", "appos", "parataxis")]
    # "1 dead, 4 injured": what a comma parts from the word is not said with it
    near = [
        c for c in near if tokens[c].pos != "ADJ" or all(tokens[k].text != "," for k in range(min(c, i), max(c, i)))
    ]
    # "seven dead and 60 injured": the number before it has taken the word
    near = [c for c in near if not (0 < c < i and tokens[c - 1].pos == "NUM" and tokens[c].pos == "ADJ")]
    if i and (tokens[i - 1].pos == "ADV" or tokens[i - 1].text.lower() in lexicon().words.fatal):
        near.append(i - 1)
    words = {tokens[c].lemma.lower() for c in near if not _of_some(syntax, c, i)}
    # "murder-suicide" is three tokens
    words |= {
        f"{tokens[g].lemma.lower()}-{tokens[c].lemma.lower()}"
        for c in near
        for g in syntax.below[c]
        if tokens[g].dep == "compound" and tokens[g + 1].text in "-/–"
    }
    words |= {tokens[g].lemma.lower() for c in syntax.dep(i, "obj") for g in syntax.below[c] if tokens[g].dep == "nmod"}
    if tokens[i].tag == "VBG" and tokens[i].dep == "advcl" and tokens[i].head >= 0:
        # "opened fire, hitting a boy": the verb above tells with what
        above = tokens[i].head
        words |= {tokens[above].lemma.lower(), *(tokens[c].lemma.lower() for c in syntax.dep(above, "obj"))}
    passive = any(tokens[c].dep in ("aux:pass", "nsubj:pass") for c in syntax.below[i])
    if passive:
        words.add("passive")
    if i + 1 < len(tokens):
        # "shot back" answers, "shot in the back" does not
        words.add(f"next {tokens[i + 1].lemma.lower()}")
    for j in range(i + 1, min(len(tokens), i + _AFTER)):
        if tokens[j].pos in ("PUNCT", "NUM", "SCONJ", "CCONJ"):
            break
        # "was shot at a bus stop" tells where; "was shot at" and "shot at officers" tell of nobody who was hit
        at_place = (
            tokens[j].lemma == "at"
            and passive
            and j + 1 < len(tokens)
            and tokens[j + 1].text.lower() not in (".", "by", ",")
        )
        if not at_place:
            words.add(tokens[j].lemma.lower())
    if any(
        tokens[c].dep == "conj" and (tokens[c].lemma in ("kill", "die") or _fatal(syntax, c)) and _shares(syntax, i, c)
        for c in syntax.below[i]
    ):
        words.add("and killed")
    return words


def _fatal(syntax: Syntax, i: int) -> bool:
    """ "Shot and fatally wounded"."""
    return i > 0 and syntax.tokens[i - 1].text.lower() in lexicon().words.fatal and syntax.tokens[i].pos == "VERB"


def _governed(syntax: Syntax, i: int, harm: Harm) -> bool:
    """ "The bodies of two men were found": the narrowing word may be the verb above."""
    head = syntax.tokens[i].head
    return head >= 0 and syntax.tokens[head].pos == "VERB" and syntax.tokens[head].lemma.lower() in harm.with_


def _shares(syntax: Syntax, i: int, joined: int) -> bool:
    """Whether two joined verbs tell of the same people ("was shot and killed", not "shot two and killed a third")."""
    if any(c > i for c in syntax.dep(joined, "nsubj", "nsubj:pass")):
        return False
    before = joined - 1
    while before > i and syntax.tokens[before].pos in ("ADV", "AUX"):
        before -= 1
    nominal = ("NOUN", "PROPN", "DET", "PRON", "NUM")
    joins = [k for k in range(i + 1, before) if syntax.tokens[k].pos == "CCONJ"]
    if syntax.tokens[before].pos == "PUNCT" and any(syntax.tokens[k + 1].pos in nominal for k in joins):
        # "five were wounded and Jan Novak, a nurse, was killed"
        return False
    return syntax.tokens[before].pos in ("CCONJ", "PUNCT") and not any(c < joined for c in syntax.dep(i, "obj"))


def _of_some(syntax: Syntax, c: int, i: int) -> bool:
    """ "Four were shot, two fatally": the word is said of the two alone, and "accused of fatally shooting" of the verb ``i``."""
    tokens = syntax.tokens
    if tokens[c].text.lower() not in lexicon().words.fatal:
        return False
    if c + 1 < len(tokens) and tokens[c + 1].tag == "VBG" and tokens[c - 1].pos in ("SCONJ", "ADP", "CCONJ"):
        # "shot two before fatally turning the gun on himself"
        return c + 1 != i
    if c < 1 or (tokens[c - 1].dep.startswith("nsubj") and tokens[c - 1].tag in ("WP", "WDT", "PRP")):
        # "a gunman who fatally shot two": the word is the verb's
        return False
    return tokens[c - 1].pos in ("NUM", "PRON") or tokens[c - 1].text == "others"


def _narrowed(syntax: Syntax, i: int, harm: Harm) -> bool:
    if not (harm.with_ or harm.particle or harm.unless):
        return True
    around = _around(syntax, i)
    if harm.with_ and not around & harm.with_:
        return False
    if harm.particle and not around & harm.particle:
        return False
    return not around & harm.unless


def _beside(syntax: Syntax, i: int, harm: Harm) -> bool:
    """Whether the thing that makes a verb tell of harm depends on it ("lost their *lives*", "hit by *gunfire*")."""
    tokens = syntax.tokens
    above = tokens[i].head
    if tokens[i].dep == "acl:relcl" and above >= 0 and tokens[above].lemma.lower() == harm.object:
        # "bullets that hit four men"
        return any(tokens[c].tag in ("WDT", "WP") and tokens[c].dep == "nsubj" for c in syntax.below[i])
    for c in syntax.below[i]:
        token = tokens[c]
        if harm.object in (token.lemma.lower(), token.text.lower()):
            return True
        deeper = token.dep in ("obl", "nmod", "obj", "conj", "xcomp", "compound:prt", "obl:agent")
        if deeper and any(tokens[g].lemma.lower() == harm.object for g in syntax.below[c]):
            return True
    return False


def _borne(syntax: Syntax, i: int, harm: Harm) -> bool:
    """A wound that somebody has: "a man with a gunshot wound", "in critical condition"."""
    cases = {syntax.tokens[c].lemma.lower() for c in syntax.below[i] if syntax.tokens[c].dep == "case"}
    treated = "of" in cases and syntax.tokens[syntax.tokens[i].head].lemma == "treatment"
    if not (cases & harm.particle or treated):
        return False
    said = {syntax.tokens[c].lemma.lower() for c in syntax.below[i]} | {syntax.tokens[i].lemma.lower()}
    return not harm.with_ or bool(said & harm.with_)


def is_negated(syntax: Syntax, i: int) -> bool:
    """ "Was not hurt", "had never killed": said not to have happened."""
    tokens = syntax.tokens
    return any(tokens[c].text.lower() in lexicon().words.not_ and c < i + 2 for c in syntax.below[i])


def is_unreal(syntax: Syntax, i: int) -> bool:
    """Whether the harm is only possible, wanted, feared, charged or asked about."""
    words, tokens = lexicon().words, syntax.tokens
    if any(
        tokens[c].dep in ("amod", "compound") and tokens[c].lemma.lower() in words.unreal_modifiers
        for c in syntax.below[i]
    ):
        return True
    for node in syntax.path(i)[:_UP]:
        if _hedged(syntax, node, node == i):
            return True
        token = tokens[node]
        if token.head < 0:
            return False
        above = tokens[token.head].lemma.lower()
        if token.dep in ("xcomp", "ccomp", "advcl", "acl", "obl", "nmod", "obj") and above in words.unreal_verbs:
            bound = any(
                tokens[c].dep == "mark" and tokens[c].lemma.lower() in ("to", "of", "from") for c in syntax.below[node]
            )
            if bound or token.dep == "obj":
                return True
        if node == i and token.dep in ("nsubj:pass", "obj") and above in words.averting:
            # "that the execution of a poet be stopped"
            return True
        if token.dep not in ("xcomp", "ccomp", "conj", "acl", "aux", "cop", "obj", "nmod"):
            return False
    return False


def _hedged(syntax: Syntax, node: int, itself: bool) -> bool:
    words, tokens = lexicon().words, syntax.tokens
    perfect = any(tokens[c].lemma == "have" for c in syntax.below[node])
    for c in syntax.below[node]:
        lemma = tokens[c].lemma.lower()
        if itself and tokens[c].dep == "aux" and lemma in words.unreal_aux:
            # "may have killed" is alleged; a figure in it is still what somebody says happened
            return not (perfect and lemma in ("may", "might"))
        if tokens[c].dep in ("mark", "advmod") and lemma in words.unreal_marks and c < node:
            return True
        if lemma in ("when", "whenever") and c < node and tokens[node].tag in ("VBZ", "VBP"):
            return True
    return False
