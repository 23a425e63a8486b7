//! Invented people, the same for the same seed.

use caldicott::model::{Day, Personal};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Appointment, CaseFile, Client, Complaint, Contact};

/// The first day of the system.
const FIRST_DAY: Day = Day::literal(2011, 1, 1);
/// The last day on which anything is recorded.
const LAST_DAY: Day = Day::literal(2026, 10, 31);

/// Words planted in sealed fields, to be looked for in the closed file.
pub(crate) const MARKERS: [&str; 4] =
    ["Quillfeather", "marrowbone lane", "kestrel tremor", "hollowgate affray"];

const GIVEN: [&str; 40] = [
    "Aaron", "Abena", "Adele", "Amir", "Anika", "Beatrice", "Bilal", "Bryony", "Callum", "Carys",
    "Chidi", "Dariusz", "Deborah", "Eamon", "Efua", "Elodie", "Farid", "Gareth", "Grace", "Hamza",
    "Ines", "Ivor", "Jasmin", "Kofi", "Leona", "Malik", "Marta", "Nadia", "Niall", "Olive",
    "Pavel", "Priya", "Rhona", "Rohan", "Saoirse", "Tariq", "Uma", "Wesley", "Yusuf", "Zofia",
];
const FAMILY: [&str; 48] = [
    "Abbott",
    "Achebe",
    "Ashdown",
    "Bainbridge",
    "Begum",
    "Birch",
    "Brannigan",
    "Byrne",
    "Cartwright",
    "Chowdhury",
    "Coombe",
    "Dacosta",
    "Dunmore",
    "Eastwood",
    "Ferris",
    "Flint",
    "Garside",
    "Gill",
    "Hallam",
    "Haque",
    "Ingram",
    "Jarvis",
    "Kaminski",
    "Kaur",
    "Lockwood",
    "Lowe",
    "Mbeki",
    "Mcallister",
    "Mistry",
    "Naylor",
    "Nowak",
    "Okafor",
    "Osei",
    "Pemberton",
    "Quayle",
    "Rahman",
    "Redfern",
    "Rowntree",
    "Sandhu",
    "Stokes",
    "Swann",
    "Thackray",
    "Underhill",
    "Vasquez",
    "Whitlock",
    "Wray",
    "Yates",
    "Zielinska",
];
/// How many surnames there are.
pub(crate) const SURNAMES: u64 = FAMILY.len() as u64 + 1;
const STREETS: [&str; 12] = [
    "Alder Court",
    "Bishop's Yard",
    "Cinder Path",
    "Drover Street",
    "Elm Hill Mews",
    "Fishergate Row",
    "Grapes Hill Flats",
    "Harbour House",
    "Ivory Works",
    "Juniper Lodge",
    "King's Staithe",
    "Lime Kiln",
];
const SITES: [&str; 5] = [
    "the bus station arches",
    "the river towpath",
    "the old bandstand",
    "a tent by the ring road",
    "the market doorways",
];

/// The services of the demonstration, in the order of its tables.
pub(crate) const SERVICES: [&str; 4] =
    ["Outreach", "Direct access hostel", "Move-on", "Resettlement"];
/// Ethnic groups with the share of people in each, out of a thousand.
pub(crate) const ETHNICITIES: [(&str, u32); 6] = [
    ("White", 842),
    ("Mixed", 38),
    ("Asian", 46),
    ("Black", 52),
    ("Other", 12),
    ("Not stated", 10),
];
/// Religions with their shares.
pub(crate) const RELIGIONS: [(&str, u32); 5] = [
    ("No religion", 512),
    ("Christian", 318),
    ("Muslim", 58),
    ("Other religion", 42),
    ("Not stated", 70),
];
const ORIENTATIONS: [(&str, u32); 4] =
    [("Heterosexual", 860), ("Gay or lesbian", 40), ("Bisexual", 30), ("Not stated", 70)];
const GENDERS: [(&str, u32); 4] =
    [("Male", 690), ("Female", 290), ("Other", 8), ("Not stated", 12)];
const NEEDS: [&str; 6] = [
    "Tenancy skills",
    "Budgeting",
    "Drug and alcohol support",
    "Mental health support",
    "Reconnecting with family",
    "Training and work",
];
const REFERRERS: [&str; 5] = [
    "Self-referral",
    "Local authority",
    "Street outreach",
    "Prison resettlement team",
    "Hospital discharge team",
];
const STAFF: [&str; 6] = ["J. Marsh", "K. Doyle", "R. Patel", "S. Whelan", "T. Ames", "V. Costa"];

/// Makes one person. Each has a stream of random numbers of their own, so that person 70,000 is the
/// same whether or not the others are made.
pub(crate) fn case_file(seed: u64, number: usize) -> CaseFile {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number as u64 + 1);
    let client = client(&mut random, number);
    let end = client.support_ended.unwrap_or(LAST_DAY);
    let contacts =
        (0..random.random_range(1..5)).map(|_| contact(&mut random, &client, end)).collect();
    let appointments =
        (0..random.random_range(0..3)).map(|_| appointment(&mut random, &client, end)).collect();
    let complaints = (0..usize::from(one_in(&mut random, 12)))
        .map(|_| complaint(&mut random, &client, end))
        .collect();
    let person = format!("p-{number:06}");
    CaseFile { person, client, contacts, appointments, complaints }
}

fn client(random: &mut ChaCha8Rng, number: usize) -> Client {
    let planted = number < 20;
    let support_started = between(random, FIRST_DAY, LAST_DAY);
    // Half are still supported if they came lately; nearly all older files have ended.
    let stays = random.random_range(20..900);
    let support_ended = support_started.plus_days(stays).filter(|day| *day < LAST_DAY);
    let housed = !one_in(random, 3);
    let tenancy_started =
        housed.then(|| support_started.plus_days(random.random_range(0..15))).flatten();
    let tenancy_ended = tenancy_started.and(support_ended);
    let family = if planted { MARKERS[0] } else { pick(random, &FAMILY) };
    let street = if planted { MARKERS[1] } else { pick(random, &STREETS) };
    let on_licence = one_in(random, 9);
    let offended = on_licence || one_in(random, 4);
    let marked = one_in(random, 14);
    let arrears = support_ended.is_some() && one_in(random, 11);
    let kin = pick(random, &GIVEN);
    let telephone = format!("01632 9{:05}", random.random_range(0..100_000));
    let address = format!("{} {street}", random.random_range(1..90));
    let kin_address =
        format!("{kin} {family}, {} {}", random.random_range(1..200), pick(random, &STREETS));
    let text = |words: &str| Some(Personal::new(words.to_owned()));
    Client {
        reference: format!("SM{number:06}"),
        given_name: Personal::new(pick(random, &GIVEN).to_owned()),
        family_name: Personal::new(family.to_owned()),
        date_of_birth: between(random, Day::literal(1945, 1, 1), Day::literal(2004, 12, 31)),
        gender: weighted(random, &GENDERS).to_owned(),
        ethnicity: weighted(random, &ETHNICITIES).to_owned(),
        religion: weighted(random, &RELIGIONS).to_owned(),
        sexual_orientation: weighted(random, &ORIENTATIONS).to_owned(),
        telephone: (!one_in(random, 3)).then(|| Personal::new(telephone)),
        address: housed.then(|| Personal::new(address)),
        usual_sleeping_site: (!housed).then(|| Personal::new(pick(random, &SITES).to_owned())),
        next_of_kin: (!one_in(random, 3)).then(|| Personal::new(kin_address)),
        support_needs: NEEDS
            .iter()
            .filter(|_| one_in(random, 3))
            .map(|need| (*need).to_owned())
            .collect(),
        mental_health: if planted {
            text(&format!("anxious; describes a {} since the winter", MARKERS[2]))
        } else {
            one_in(random, 2).then(|| Personal::new("low mood, sees the community team".to_owned()))
        },
        physical_health: one_in(random, 3)
            .then(|| Personal::new("asthma; uses an inhaler".to_owned())),
        substance_misuse: one_in(random, 3)
            .then(|| Personal::new("alcohol, reducing with support".to_owned())),
        offending: if planted {
            text(&format!("cautioned after the {}", MARKERS[3]))
        } else {
            offended
                .then(|| Personal::new("theft from a shop, community order completed".to_owned()))
        },
        warning_marker: marked.then(|| "May be aggressive to unknown visitors".to_owned()),
        visit_precaution: marked.then(|| "Visit in pairs, ring first".to_owned()),
        risk_from_agency: on_licence
            .then(|| Personal::new("on licence; not to contact a named person".to_owned())),
        risk_source: on_licence.then(|| "Probation".to_owned()),
        general_practitioner: (!one_in(random, 4)).then(|| "City Reach surgery".to_owned()),
        referred_by: pick(random, &REFERRERS).to_owned(),
        service: if housed { pick(random, &SERVICES[1..]) } else { SERVICES[0] }.to_owned(),
        last_seen: support_ended.is_none().then_some(LAST_DAY),
        work: pick(random, &["Not working", "Part-time", "Looking for work", "Volunteering"])
            .to_owned(),
        weekly_rent_pence: if housed { random.random_range(9_000..24_000) } else { 0 },
        housing_benefit: housed && !one_in(random, 4),
        arrears_pence: if arrears { random.random_range(1_500..90_000) } else { 0 },
        legal_matter_open: support_ended.is_some() && one_in(random, 60),
        support_started,
        support_ended,
        tenancy_started,
        tenancy_ended,
    }
}

fn contact(random: &mut ChaCha8Rng, client: &Client, end: Day) -> Contact {
    let notes = [
        "Met at the office; went through the support plan.",
        "Telephone call about an appointment; will attend.",
        "Seen on outreach; well, asked for a sleeping bag.",
        "Key work session; budgeting sheet filled in together.",
    ];
    Contact {
        on: between(random, client.support_started, end),
        signed_by: pick(random, &STAFF).to_owned(),
        note: Personal::new(pick(random, &notes).to_owned()),
    }
}

fn appointment(random: &mut ChaCha8Rng, client: &Client, end: Day) -> Appointment {
    let outcomes =
        ["Attended; medication reviewed", "Did not attend; rebooked", "Attended; referred on"];
    Appointment {
        on: between(random, client.support_started, end),
        with: pick(
            random,
            &["General practitioner", "Drug treatment service", "Dentist", "Social worker"],
        )
        .to_owned(),
        outcome: Personal::new(pick(random, &outcomes).to_owned()),
    }
}

fn complaint(random: &mut ChaCha8Rng, client: &Client, end: Day) -> Complaint {
    let received = between(random, client.support_started, end);
    Complaint {
        received,
        closed: received.plus_days(random.random_range(5..60)),
        text: Personal::new("Noise at night from the room above.".to_owned()),
    }
}

fn between(random: &mut ChaCha8Rng, first: Day, last: Day) -> Day {
    let span = first.days_until(last).max(0);
    first.plus_days(random.random_range(0..=span)).unwrap_or(first)
}

fn one_in(random: &mut ChaCha8Rng, n: u32) -> bool {
    random.next_u32().is_multiple_of(n)
}

fn pick<'w>(random: &mut ChaCha8Rng, words: &[&'w str]) -> &'w str {
    words.get(random.random_range(0..words.len().max(1))).copied().unwrap_or_default()
}

fn weighted<'w>(random: &mut ChaCha8Rng, words: &[(&'w str, u32)]) -> &'w str {
    let total: u32 = words.iter().map(|(_, share)| share).sum();
    let mut left = random.random_range(0..total.max(1));
    for (word, share) in words {
        if left < *share {
            return word;
        }
        left -= share;
    }
    ""
}
