"""Figures of short reports from the text to the claims: the bounds of every form in which reports count people."""

import pytest

from onrecord.model import Document
from onrecord.reading import Reader

READER = Reader()
Totals = dict[tuple[str, str], tuple[int, int | None]]

CASES = """
A bomb at a market in Quetta on Monday killed 24 people.|killed 24 24
A bomb at a market in Quetta on Monday killed twenty-four people.|killed 24 24
A bomb at a market in Quetta on Monday killed at least 24 people.|killed 24 open
A bomb at a market in Quetta on Monday killed more than 60 people.|killed 61 open
A bomb at a market in Quetta on Monday killed no fewer than 12 people.|killed 12 open
A bomb at a market in Quetta on Monday killed as many as 30 people.|killed 30 30
A bomb at a market in Quetta on Monday killed up to 30 people.|killed 0 30
A bomb at a market in Quetta on Monday wounded nearly 100 people.|injured 90 99
A bomb at a market in Quetta on Monday wounded about 100 people.|injured 90 110
A bomb at a market in Quetta on Monday killed a dozen shoppers.|killed 12 12
A bomb at a market in Quetta on Monday wounded dozens of shoppers.|injured 24 open
A bomb at a market in Quetta on Monday wounded scores of shoppers.|injured 40 open
A bomb at a market in Quetta on Monday wounded hundreds of people.|injured 200 open
A bomb at a market in Quetta on Monday wounded several people.|injured 3 open
A bomb at a market in Quetta on Monday wounded a couple of guards.|injured 2 open
A bomb at a market in Quetta on Monday killed between 20 and 30 people.|killed 20 30
A bomb at a market in Quetta on Monday killed 10 to 15 people.|killed 10 15
A bomb at a market in Quetta on Monday killed two guards and wounded another three.|killed 2 2;injured 3 3
A bomb at a market in Quetta on Monday killed 14 people, including three children.|killed 14 14;killed 3 3 part
A blast in Quetta on Monday left two guards and a child wounded.|injured 3 3
Police in Quetta found a woman and her son Jan shot dead on Monday.|killed 2 2
Sana Lodhi shot and killed her sons, ages 3 and 4, in Quetta on Monday.|killed 2 2
Officers found a 48-year-old man and a 15-year-old with gunshot wounds in Quetta on Monday.|injured 2 2
A 10-year-old girl was among three people shot in Quetta on Monday.|injured 3 3;injured 1 1 part
Gunmen attacked a market in Quetta on Monday. The dead were two brothers and their cousin.|killed 3 3
Gunmen attacked a market in Quetta on Monday. Doctors identified the dead victims as 67 year old Berta Lund and her 24 year old niece Kay Lund.|killed 2 2
Gunmen shot and wounded Ali Raza at a market in Quetta on Monday.|injured 1 1
The baby was killed in a shooting in Quetta on Monday. A clerk was injured in the shooting. The boy died of his injuries.|killed 1 1;injured 1 1
Gunmen shot two brothers at a market in Quetta on Monday. Both died.|killed 2 2
Gunmen shot dead two guards in Quetta on Monday. A third person was wounded.|killed 2 2;injured 1 1
Gunmen shot dead a teacher, his wife and two students in Quetta on Monday.|killed 4 4
Gunmen shot dead a candidate and two supporters in Quetta on Monday.|killed 3 3
Clashes in Quetta on Monday displaced 1.2 lakh people.|displaced 120000 120000
Police in Quetta arrested 17 protesters at a rally on Monday.|arrested 17 17
Police in Quetta arrested over 200 protesters at a rally on Monday.|arrested 201 open
Police in Quetta arrested half a dozen protesters at a rally on Monday.|arrested 6 6
Gunmen kidnapped seven teachers near Quetta on Monday.|abducted 7 7
Gunmen shot dead a 22-year-old student in Quetta on Monday.|killed 1 1
Gunmen shot dead a man, 45, and his 12-year-old son in Quetta on Monday.|killed 2 2
Gunmen shot dead a guard in Quetta at 10 p.m. on Monday.|killed 1 1
Gunmen shot dead three men in Quetta in 2024.|killed 3 3
A bomb in Quetta on Monday killed 24 people, 15 of them women.|killed 24 24;killed 15 15 part
A bomb in Quetta on Monday left 24 dead and 60 injured.|killed 24 24;injured 60 60
A bomb in Quetta on Monday left two policemen dead and eight others wounded.|killed 2 2;injured 8 8
A bomb in Quetta on Monday killed 11 people and injured 30, five of them critically.|killed 11 11;injured 30 30;injured 5 5 part
The death toll of the Quetta bombing on Monday rose to 26, officials said.|killed 26 26
The governor put the dead at two and the injured at nine after a bomb in Quetta on Monday.|killed 2 2;injured 9 9
A bomb went off in Quetta on Monday. The dead numbered 12.|killed 12 12
A bomb went off in Quetta on Monday. There were no casualties.|killed 0 0;injured 0 0
A suicide bomber killed himself and six policemen in Quetta on Monday.|killed 6 6;killed 1 1 attacker
Gunmen killed four soldiers in Quetta on Monday; two attackers also died.|killed 4 4;killed 2 2 attacker
Police opened fire on a crowd in Quetta on Monday, killing one and injuring some 50 others.|killed 1 1;injured 45 55
Police opened fire on a crowd in Quetta on Monday, killing almost 50 people.|killed 45 49
Gunmen killed fewer than 10 people in Quetta on Monday.|killed 0 9
A mob killed a father and his three sons in Quetta on Monday.|killed 4 4
A mob killed three women, two men and a child in Quetta on Monday.|killed 6 6
A bomb in Quetta on Monday killed 3 people and hurt a further 12.|killed 3 3;injured 12 12
A bomb in Quetta on Monday killed three people and injured at least two dozen.|killed 3 3;injured 24 open
A bomb in Quetta on Monday killed 1,200 people.|killed 1200 1200
A bomb in Quetta on Monday killed well over 100 people.|killed 101 open
A bomb in Quetta on Monday killed roughly 40 people.|killed 36 44
A bomb in Quetta on Monday killed a pair of guards.|killed 2 2
A bomb in Quetta on Monday killed 30 or more people.|killed 30 open
A bomb in Quetta on Monday killed an unknown number of people and injured 14.|injured 14 14
A bomb in Quetta on Monday killed six; four more were wounded.|killed 6 6;injured 4 4
Three 30-year-old porters and a 27-year-old cook were wounded by a bomb in Quetta on Monday.|injured 4 4
A clerk is dead and four others, including a schoolboy, were shot in Quetta on Monday.|killed 1 1;injured 4 4;injured 1 1 part
A clerk died and three others – including two children – were wounded by a bomb in Quetta on Monday.|killed 1 1;injured 3 3;injured 2 2 part
Six people, including a widow and her grandson, were wounded by a bomb in Quetta on Monday.|injured 6 6;injured 2 2 part
Two girls, ages 3 and 5, and their mother were found shot dead in Quetta on Monday.|killed 3 3
The fatal shooting of a cook and two of her sons in Quetta on Monday shocked the city.|killed 3 3
Police found Sana Gul, 11, and her brother Omar, 15, shot to death in Quetta on Monday.|killed 2 2
A shooting left a 19-year-old porter dead and a 17-year-old boy wounded in Quetta on Monday.|killed 1 1;injured 1 1
A guard is accused of fatally shooting five porters and wounding six others in Quetta on Monday.|killed 5 5;injured 6 6
Youths sprayed a street in Quetta with bullets that hit four passers-by on Monday.|injured 4 4
Gunmen shot three guests in Quetta on Monday, one of whom died.|killed 1 1;injured 2 2
One of the four people wounded in a bombing in Quetta on Monday spoke to reporters.|injured 4 4
A gunman shot his wife and her sister in Quetta on Monday, killing both.|killed 2 2
A bomb in Quetta on Monday left two guards dead and two others with serious injuries.|killed 2 2;injured 2 2
Snipers in Quetta on Monday killed one policeman and wounded a second.|killed 1 1;injured 1 1
The bodies of a couple and their two sons were found in Quetta on Monday; they had been shot.|killed 4 4
Eight members of one family, including five children, lost their lives in an air strike on Quetta on Monday.|killed 8 8;killed 5 5 part
A man shot his wife, their daughter and a neighbour in Quetta on Monday. The wife and daughter died at the scene.|killed 2 2;injured 1 1
Two brothers were stabbed to death and a third was shot dead in Quetta on Monday.|killed 3 3
A mayor was kidnapped from his home in Quetta on Monday. His body was found near a clinic.|abducted 1 1;killed 1 1
Three teachers were kidnapped in Quetta on Monday. Residents found their bodies in a river.|abducted 3 3;killed 3 3
Officers in Quetta are hunting a gunman after a shooting on Monday; the four shooting victims are in a clinic.|injured 4 4
"""


def totals(text: str) -> Totals:
    """Low and high by effect and ``part`` or ``attacker``, the tolls of all claims added up; no high where one is open."""
    found: Totals = {}
    for claim in READER.read(Document(id="d", text=text, published="2031-05-06")).claims:
        for toll in claim.tolls:
            kind = "part" if toll.part_of else "attacker" if toll.who == "attacker" else ""
            low, high = found.get((toll.effect, kind), (0, 0))
            found[toll.effect, kind] = (low + toll.low, None if high is None or toll.high is None else high + toll.high)
    return found


def expected(told: str) -> Totals:
    found: Totals = {}
    for entry in told.split(";"):
        effect, low, high, *kind = entry.split()
        found[effect, kind[0] if kind else ""] = (int(low), None if high == "open" else int(high))
    return found


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_figures_of_a_report(case: str) -> None:
    text, told = case.split("|")
    assert totals(text) == expected(told)
