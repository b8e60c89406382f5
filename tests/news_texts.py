"""Invented news: stories of different subjects, and the forms of bulletins with what fills them."""

from __future__ import annotations

STORIES = (
    "Gardeners in Wexcombe have saved a mulberry tree that was planted when the town had no railway. A storm broke "
    "its trunk in March and the parish wanted to cut it down. Forty neighbours brought straps, timber and a "
    "borrowed crane instead. Botanist Ilse Marwitz says that the roots are sound and that fruit will hang again "
    "within three summers. The school has asked for cuttings, and a carpenter is carving bowls out of the fallen "
    "branches.",
    "A ferry that had lain idle since January crossed the Orme strait again on Sunday. Captain Joao Belmira sounded "
    "the horn for a minute as two hundred passengers waved from the deck. The operator replaced both engines after "
    "a mechanic found cracks in the crankshaft. Fares stay as they were until autumn. Islanders who had flown to "
    "the dentist all winter said that they would never complain about seasickness again.",
    "Researchers at the Tarn institute have taught crows to sort screws by their length. The birds needed nine "
    "days, and an old female called Pepper made fewer mistakes than the students who trained her. Zoologist Henrik "
    "Aldous warned against calling it engineering. Rewards were walnuts, handed out by a machine that the crows "
    "learned to cheat within a week. The results appear in a journal of animal behaviour next month.",
    "Bakers across Lower Valdia shut their ovens for a day to protest against the price of flour. In the capital "
    "long queues formed outside the few shops that stayed open. Union leader Petra Osk wants the ministry to "
    "release grain from its reserve. Officials answered that the stocks are meant for floods and war. A second "
    "strike has been announced for the week before the harvest festival.",
    "An amateur diver has found the bell of the steamer Calliope, which sank off Point Hardy during a regatta. "
    "Barnacles covered the inscription, yet the date could be read under a lamp. The museum of seafaring will keep "
    "the bell in fresh water for a year before it is shown. Diver Manu Tereva said he had looked for an anchor that "
    "he lost himself. Descendants of the crew are invited to the opening.",
    "Judges have ordered the brewery in Steinfurt to pay its former coopers a pension. The men built barrels by "
    "hand until aluminium kegs replaced them. Their contracts, found in a flooded cellar, promised beer and money "
    "for life. Lawyer Constance Weil dried the pages between blotting paper. The brewery will appeal, although its "
    "spokesman said that the free beer had never been in doubt.",
    "Volunteers counted more otters along the Vessel river than in any year since counting began. They walked the "
    "banks at dawn, looking for footprints and fishbones. Cleaner water and the end of eel traps are the likely "
    "reasons, ecologist Bram Sutter believes. Anglers are less pleased and want the trout ponds fenced. A public "
    "meeting in the village hall ended with a film about beavers and much laughter.",
    "The orchestra of Nivelle will play without a conductor for the rest of its season. Maestro Aurel Dancu "
    "resigned after a quarrel about the tempo of a funeral march. Musicians voted by secret ballot to follow the "
    "first violin. Subscribers can return their tickets, but hardly anybody has. Critics praised the opening night "
    "as brisk, a little ragged and unusually cheerful.",
    "Engineers closed the Maddox tunnel after drivers reported pebbles dropping from the ceiling. Inspectors with "
    "hammers tapped the lining and heard hollow places near the western portal. Lorries must take the mountain road "
    "until the concrete has been injected. Truckers fear for their schedules because snow is expected early. "
    "Minister Olga Fenwick promised a report and, for the first time, a telephone line for complaints.",
    "A chess club for pensioners has beaten the champions of the northern league. Its top board, a retired midwife "
    "called Dagny Rolf, sacrificed her queen in the eleventh move. Opponents half her age resigned one after "
    "another. The club meets in a laundry, where the noise of the dryers is said to help concentration. Sponsors "
    "have offered a room of its own, and the members declined unanimously.",
)

BRIDGE = (
    "The town of Harrow Lea lost its only bridge on Thursday when the river Amber rose four metres in a night. "
    "Mayor Lotte Brandis said that two pillars had been washed away and that the deck hung in the water like a "
    "broken wing. Nobody was on the bridge when it fell. Police closed both banks and asked sightseers to stay "
    "away. A baker who lives beside the river said that he had heard a noise like thunder shortly after four. His "
    "cellar was full of water and flour floated in it. Engineers from the county believe that a tree trunk struck "
    "the northern pillar. They had warned of cracks two years ago, but the repair was put off because money was "
    "short. The council had spent it on a swimming pool. Until a new bridge is built people must drive forty "
    "kilometres to cross the river. Brandis asked the army for a floating bridge. A spokesman for the army said "
    "that one was in use elsewhere and could be brought in three weeks. Pupils from the southern bank will have "
    "lessons in the fire station. Their teacher, Emil Sand, said that the children were delighted. The weather "
    "service expects more rain on Sunday."
)
"""A story of fifteen sentences."""

QUAKE = (
    "A magnitude {0} earthquake was reported {1} miles from {2} on {3} at {4}, according to the geological survey. The "
    "tremor began {5} miles below the ground. The survey said that shaking was felt as far away as {6}, and that there "
    "were no reports of damage. Over the last ten days there have been {7} earthquakes of magnitude 3.0 or greater "
    "nearby. This bulletin was written by a program from data of the survey and checked by an editor."
)
PLACES = ("Bishop", "Eureka", "Fortuna", "Redding", "Mammoth", "Trona", "Olancha", "Lompoc", "Visalia", "Weed")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def quake(n: int) -> str:
    """The bulletin of one quake; no two numbers below 70 give the same place and day."""
    return QUAKE.format(
        f"{3 + n % 4}.{n % 9}",
        5 + 3 * n,
        PLACES[n % 10],
        DAYS[n % 7],
        f"{1 + n % 12}:{10 + 7 * n % 50} {'pm' if n % 2 else 'am'}",
        2 + n % 17,
        PLACES[(3 * n + 1 + n // 10) % 10],
        20 + n,
    )


RECALL = (
    "{0} is recalling about {1} units of its {2} because {3}. The product was sold in {4} stores from {5} to {6}. "
    "Consumers should stop using it at once and return it to the place where they bought it for a full refund. Nobody "
    "has been hurt so far, the agency for consumer safety said in a notice. Anybody who has had trouble with the "
    "product is asked to report it to the agency, which publishes every notice and informs the shops by letter. "
    "The notice stays in force until all units have come back or have been destroyed."
)
RECALLS = tuple(
    RECALL.format(*filling)
    for filling in (
        ("Brightwell", "41,000", "Aurora lamp", "its cable can melt", "Tennessee", "March", "July"),
        ("Kettle & Sons", "2,300", "Pronto kettle", "its handle can break", "Ohio", "January", "May"),
        ("Nordheim", "118,000", "Lumi cot", "its slats can come loose", "Oregon", "June", "October"),
        ("Palomino", "960", "Trail saddle", "its buckle can open", "Texas", "April", "August"),
    )
)
