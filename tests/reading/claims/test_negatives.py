"""Reports with nothing to record, in our own words: sport, finance, film, health, weather, metaphor, explainers, history of science.

At most one claim in fifty of them.
"""

from onrecord.model import Document
from onrecord.reading import Reader

NOTHING = [
    "The striker shot wide twice before the visitors hit back with a late goal to kill off the match in Porto on Sunday.",
    "Sharp attacks down the left wing gave the hosts a two-goal lead, and their defence held under fire until the whistle.",
    "The opener smashed six sixes off the bowling attack before he was run out for 88 in Colombo on Friday.",
    "The boxer knocked out his rival in the third round in Manila and took the belt in a brutal battle.",
    "Rain stopped play in Leeds after the fast bowler struck twice with the new ball and the batsmen were under siege.",
    "The captain was suspended for two matches after a red card for a late challenge in the cup tie in Turin.",
    "Shares plunged in Mumbai on Monday as investors fled bank stocks; analysts spoke of a bloodbath on the market.",
    "The central bank fired a warning shot at speculators and said it would defend the currency against attack.",
    "Oil prices exploded past 90 dollars a barrel on Tuesday after output fell, traders in London said.",
    "The start-up killed its flagship product and laid off a third of its staff in a bid to stop losses.",
    "A price war between two supermarket chains broke out in Accra this week, with both slashing the cost of rice.",
    "The company said a fire sale of its assets would raise 40 million euros and calm its creditors.",
    "In the film, a retired soldier hunts the gang that murdered his brother; the last shoot-out is worth the ticket.",
    "The novel opens with a bomb in a crowded station and follows the detective who lost his wife to it.",
    "The thriller's director said the kidnapping scene took nine days to film in a studio outside Prague.",
    "Critics attacked the play as dull, but the audience in Nairobi gave the cast a standing ovation.",
    "The band will storm the stage in Lisbon on Saturday and promises an explosive set of old songs.",
    "A heart attack kills more people here than any other illness, the hospital said on World Health Day.",
    "The vaccine targets the virus before it can attack the lungs, researchers in Oxford reported on Tuesday.",
    "Doctors urged people to get a flu shot before winter and said side effects were mild.",
    "Malaria killed fewer children last year than the year before, the health ministry in Kampala said.",
    "The tumour was removed on Monday and the singer is recovering at home, her manager said.",
    "The cyclone struck the coast at dawn on Thursday and tore roofs off houses; winds reached 140 kilometres an hour.",
    "A bomb cyclone will batter the north-east this weekend with snow and gales, forecasters said.",
    "Lightning struck a barn near Graz on Sunday; nobody was hurt and the fire was put out within an hour.",
    "The volcano erupted on Monday and shot ash five kilometres into the sky above the island.",
    "An earthquake shook Izmir early on Sunday; there were no reports of damage.",
    "The senator fired back at her critics in a heated debate on pensions and called the bill an attack on savers.",
    "The two parties clashed over the budget in parliament on Wednesday, and talks will go on next week.",
    "The minister came under fire for the delays at the new airport and promised that it would open in May.",
    "The opposition launched a broadside against the tax plan, which it called a declaration of war on families.",
    "The mayor has fought a long battle against litter in the old town and said that the city was winning.",
    "The law says that whoever kidnaps a child can be sent to prison for up to 20 years.",
    "Under the act, police may hold a suspect for 24 hours without charge; a judge must decide on any longer time.",
    "How does an ombudsman work? The office hears complaints against ministries and may ask for files.",
    "The museum shows how medieval armies besieged towns and hurled stones over the walls.",
    "The telescope captured the explosion of a star that died ten billion years ago, astronomers said.",
    "The chess master sacrificed a rook, attacked the king and won in 34 moves in Wijk aan Zee.",
    "Fry the onions, add the beans and let the stew simmer; beat the eggs and fold them in at the end.",
    "The firing of clay at a high heat gives the pots of this village their dark colour.",
    "The photographer shot the portraits on film over two winters in Oslo and shows them from Friday.",
    "The charity run drew 4,000 people to the lake on Sunday; the first runner came in after 31 minutes.",
    "The bakery's strike on the palate is its rye bread, which has won a prize in Vienna again.",
    "The orchestra's new hall opened on Saturday with a march by a local composer.",
    "The telephone company will upgrade its network on Tuesday night and asks customers to be patient.",
    "The school beat last year's exam results, and its head teacher thanked staff and parents.",
    "The team was robbed, the coach said after the referee disallowed a goal in the last minute.",
    "Farmers in the valley expect a record harvest after good rains and say that pests have been kept down.",
    "The gamer conquered the last level by blowing up the tower and shooting all the guards in under nine minutes.",
    "The committee met in Geneva on Thursday to review the budget for next year and elected a new chair.",
]


def test_nothing_to_record():
    reader = Reader()
    wrong = [
        (claim.type, text)
        for text in NOTHING
        for claim in reader.read(Document(text=text, published="2024-03-01")).claims
    ]
    assert len(wrong) <= len(NOTHING) / 50, wrong
