//! Origin, belief, politics, unions, sex life and orientation (SC-01).

use super::Concept;
use crate::Category::{
    PoliticalOpinions, RacialOrEthnicOrigin, ReligiousOrPhilosophicalBeliefs, Safeguarding,
    SexLife, SexualOrientation, TradeUnionMembership,
};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "racial or ethnic origin",
        &[RacialOrEthnicOrigin],
        "race 1; race 2; race1; race2; ethnic; ethnicity; ethnicities; ethnic group; ethnic \
             origin; ethnic background; ethnic category; ethnic code; ethnic heritage; ethnic \
             monitoring; ethnicbuy; racial; racial origin; racial group; racial identity; racial \
             category; race ethnicity; racethnicity; race ethnic; race code; race other; other \
             race; race none; race category; race identity; race description; bame; bme; skin \
             colour; hispanic; hispanic latino; hispanic latinx; hispanic latinao; latino; \
             latina; latinx; latinao; american indian; alaska native; am ind ak native; \
             amindaknative; native hawaiian; native hawaiian pacific islander; native hi \
             pacific; native hi other pacific; nativehi; pacific islander; asian american; arab \
             american; black african american; black af american; african american; middle \
             eastern north african; mid east n african; middle eastern; black caribbean; black \
             african; afro caribbean; white british; white irish; ethn; eth code; eth group; eth \
             cat; eth origin; skin tone; inuit; metis; two or more races; tribe; tribal; tribal \
             affiliation; tribal membership; tribal enrolment; tribal enrollment number; caste; \
             indigenous; indigenous status; tribe name; aboriginal; torres strait islander; \
             first nations; native american; additional race; mixed race; multi racial; \
             multiracial; biracial; minority; minority status; minority group; national origin; \
             cultural background; cultural affiliation; cultural heritage identity; \
             ethnocultural; maori; iwi; visible minority; minority ethnic; ancestry; person of \
             colour; people of colour; bipoc",
    )
    .sure()
    .unless("harassment; hate"),
    Concept::new(
        "racial or ethnic origin",
        &[RacialOrEthnicOrigin],
        "gypsy; gypsy traveller; gypsy irish traveller; irish traveller",
    )
    .of_people(),
    Concept::new(
        "racial or ethnic origin",
        &[RacialOrEthnicOrigin],
        "traveller; traveler; traveller status",
    )
    .needs("student; pupil; child; household; resident; tenant; person; applicant")
    .unless("travel; trip; booking; flight; lead; business; airline; itinerary; ticket; passport"),
    Concept::new("racial or ethnic origin", &[RacialOrEthnicOrigin], "asian; white; black").whole(),
    Concept::new("racial or ethnic origin", &[RacialOrEthnicOrigin], "race").unless(
        "event; detector; result; distance; finish; runner; bib; lap; horse; fundraising; \
             thread; marathon; boat; medal; harassment; winner; fundraiser; yacht; driver; lap; \
             circuit; season; feature; char; character; super; creature; spell; jockey; horse",
    ),
    Concept::new(
        "religion or belief",
        &[ReligiousOrPhilosophicalBeliefs],
        "religion; relig; religious; religious belief; religious affiliation; religious \
             preference; religious denomination; religious observance; religion belief; faith; \
             faith group; faith group identity; belief; philosophical belief; spiritual belief; \
             spiritual need; spirituality; place worship; church member; church membership; \
             church attendance; church affiliation; mosque; synagogue; gurdwara; baptised; \
             baptism; baptism date; baptized; christian; muslim; islam; hindu; sikh; jewish; \
             jew; buddhist; atheist; agnostic; humanist; catholic; protestant; church england; \
             anglican; halal; kosher; bar mitzvah; first communion; worship; prayer; prayer \
             request; ordained; sacrament; religious need; cultural religious need; jehovah \
             witness; quaker; methodist; pagan; rastafarian; mormon; communicant; salvation \
             date; date salvation; salvation year; salvation; born again; catechesis; catechism; \
             discipleship; spiritual gift; spiritual milestone; ministry interest; faith \
             journey; baptismal; holy spirit; holy ghost; tithe; tithes; tithing; pilgrimage; \
             hajj; umrah; zakat; ordination; sacramental; bible study; quran; koran; torah; \
             sabbath; ramadan; eid celebration; eid festival; eid al fitr; passover; lent observance; prayer group; prayer time; cell \
             fellowship; house fellowship; place of worship; cultural religious; religious \
             dress; religious practice; religious consideration; convert from; spiritual \
             condition; spiritual status; spiritual growth; evangelical; pentecostal; \
             presbyterian; lutheran; orthodox; sunni; shia; sufi; hasidic; bahai; zoroastrian; \
             jain; jainism; taoist; shinto; wicca; druid; spiritualist; unitarian",
    )
    .sure()
    .unless("organisation; building; employer; funeral; plan"),
    Concept::new(
        "religion or belief",
        &[ReligiousOrPhilosophicalBeliefs],
        "confirmed; confirmation; confirmation certificate; confirmation date; communion; \
             marriage blessing; godparent; godfather; godmother",
    )
    .needs(
        "sacrament; baptism; baptised; baptized; church; parish; first; holy; diocese; religious",
    ),
    Concept::new(
        "religion or belief",
        &[ReligiousOrPhilosophicalBeliefs],
        "denomination; church; parish; congregation; clergy; diocese; temple",
    )
    .faint()
    .unless(
        "currency; coin; gift; amount; value; card; voucher; address; street; street1; council; \
             ward; county; code; organisation; account; venue; site; hall; location; postal; \
             lsoa; district; boundary; school; affiliated",
    )
    .needs(
        "person; client; member; contact; religion; religious; patient; denomination; tenant; \
             attend; resident; belong; student",
    ),
    Concept::new(
        "political opinions",
        &[PoliticalOpinions],
        "political; political opinion; political view; political belief; political party; \
             political affiliation; political leaning; political preference; political \
             membership; politics; party affiliation; party membership; party registration; \
             registered party; party registered; voter party; voter \
             registration party; voting intention; voting preference; vote \
             intention; voted for; party voted; supporter political party; political donation; \
             partisan; partisanship; partisan score; labour party; conservative party; liberal \
             democrat; trade union political levy; political levy; referendum vote",
    )
    .sure()
    .unless("map; boundary; region; subdivision; geography; exposed"),
    Concept::new(
        "membership of a political party",
        &[PoliticalOpinions],
        "party member; party membership; party card; party card number; party join; party join \
             date; party official date; party position; party activity; party note; party \
             branch; party cell; party rank; party office; youth union; youth league; communist \
             party; member of party; campaign volunteer candidate; elected as; councillor party; \
             vote intention",
    )
    .unless(
        "third; counter; birthday; related; dinner; reservation; booking; event; contract; \
             invoice; payment; wedding; guest; relying; interested; responsible; api; game; \
             business; registration; patient",
    ),
    Concept::new(
        "trade union membership",
        &[TradeUnionMembership],
        "trade union; trade union member; trade union membership; trades union; labour union; \
             union member; union membership; union membership number; union name; union due; \
             union subscription; union rep; union representative; union branch; union official; \
             union fee; union deduction; union code; union local; shop steward; tu member; tu \
             membership; union status; union affiliation; union contribution; member union; in \
             union; union id; union number; works council member; unison member; unite member; \
             gmb member; trade union facility time",
    )
    .sure()
    .unless("credit; student; european; western; youth"),
    Concept::new(
        "sex life",
        &[SexLife],
        "sex life; sexually active; sexual history; sexual activity; sexual behaviour; sexual \
             partner; number sexual partners; sexual practice; sex worker; sex work; sex \
             working; sexual relationship; sexual contact; sexual conduct; chemsex; unprotected \
             sex; unprotected vaginal sex; unprotected anal sex; unprotected oral sex; protected sex; \
             sex with; sexual activity with; sex for drug; sex for money; sex for drugs or money; \
             paid for sex; received money for sex; sex partner; number of sex partner; age first sex; prostitution; intercourse; masturbation; extramarital; \
             premarital sex; libido; sexual function; sexual dysfunction; sexual problem; sexual \
             difficulty; sexual need; sexual development; sexual experience; sexual performance; \
             condom use; contraceptive use partner; number of partners sex; inappropriate \
             sexual; sexualised behaviour; sexual interest; swinger; celibacy; celibate; \
             virginity",
    )
    .sure()
    .unless("offence; offender; offending"),
    Concept::new("sex life", &[SexLife], "sexual").unless(
        "offence; offender; offending; abuse; abused; abuser; assault; assaulted; exploitation; \
             exploited; harassment; harass; harassed; violence; violent; predator; orientation; \
             identity; health; transmitted; education; misconduct; victim; allegation; manner; \
             innuendo; perform; content; explicit; crime; reproductive; dimorphism; survivor; \
             trafficking; risk; referral",
    ),
    Concept::new(
        "sex in exchange for something",
        &[SexLife, Safeguarding],
        "exchange sex; exchange for sex; asked forced to exchange for sex; asked or forced to \
             exchange for sex; count exchange for sex; count of exchange for sex; exchange for \
             sex past three months; survival sex; sex for exchange; commercial sex; \
             transactional sex",
    )
    .sure(),
    Concept::new(
        "sexual orientation",
        &[SexualOrientation],
        "orientation description; other orientation description; sexual ori; sexual preference; \
             sexual orientation; sexual orient; sexual orientation other; sexual \
             identity; sexuality; lgbt; lgbtq; lgbtqi; lgbtqia; lgbtq plus; lgb; lgbt status; \
             lgbtq status; gay; gay lesbian; lesbian; bisexual; same sex partner; same sex \
             couple; heterosexual; homosexual; pansexual; asexual; same sex attracted; sogi; \
             sexorient; sex orient; sex orientation; queer; 2slgbtq",
    )
    .sure(),
    Concept::new("sexual orientation", &[SexualOrientation], "heterosexual straight; straight")
        .in_values_only()
        .needs("gay; sexual; orientation; sexuality"),
];
