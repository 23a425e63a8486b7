//! Lists of words that say what stands around a phrase: people, premises, programs, plain words.

use super::WordList;

/// Words that show a person is meant.
pub(in crate::tagger) static PEOPLE: WordList = WordList::new(
    "adult applicant beneficiary buyer carer child citizen client customer employee guest \
             household individual learner need occupant offender parent participant patient \
             people person pupil resident student tenant victim volunteer youth requirement \
             condition",
);

/// Words that show a building, a scheme or a service is meant.
pub(in crate::tagger) static PREMISES: WordList = WordList::new(
    "accommodation bathroom bed building bus entrance facility flat house housing inventory lift \
             location parking premise property room scheme site standard toilet unit vehicle \
             venue dwelling adapted shower elevator hotel amenity",
);

/// Words that show the system itself is meant.
pub(in crate::tagger) static SYSTEM: WordList = WordList::new(
    "apex api async batch browser button cache callout component config configuration controller \
             cpu cron dashboard database debug disk endpoint error exception handler html http \
             integration json layout login metadata namespace parser payload plugin queue rollup \
             scheduler schema script server setting soql stack sync template trigger ui url \
             webhook widget workflow xml",
);

/// Records of people: `admission_database` is no part of a program, though a database is.
pub(in crate::tagger) static RECORDS: WordList = WordList::new(
    "admission assessment care carer clinic clinical consult encounter enrolment evaluation health \
             hospital intake interview medical prison questionnaire referral registration \
             screening survey visit",
);

/// Words of programs and shops, beside which no other word means a person.
pub(in crate::tagger) static MACHINES: WordList = WordList::new(
    "enforce api cache debug endpoint exception mb metadata mode module rollup sdk sku stack \
             string threshold trace variant version webhook",
);

/// Records of things: what they hold is said of the thing, unless somebody is named.
pub(in crate::tagger) static THINGS: WordList = WordList::new(
    "product game film movie formulary medicament catalogue catalog cart deployment cluster \
             recipe menu dispatch fleet policy setting metadata capability directory metric \
             amenity",
);

/// Words of dates, counts, money and programs: a name of nothing else says nothing about a person
/// beyond when or how much.
pub(in crate::tagger) static PLAIN: WordList = WordList::new(
    "active actual amount annual apex average balance batch begin budget calendar campaign \
             closed column completed cost count created currency current custom day default \
             deleted deletion deposit discount due duration enabled end enforcement expected \
             expiry export fee field final finish first flag format frequency fund handling \
             import imported index interval invoice item job largest last latest layout length \
             level limit maximum measure measurement metadata minimum modified month monthly \
             naming new next number object opened option order page payment percent percentage \
             period position prevent previous price processor quantity queue rank rate receipt \
             received record rounding schedule sent sequence setting size sort start started sum \
             sync tab template time total unit update updated url value version view website \
             week weekly year yearly",
);

/// Words of a table that holds people or services and not what happened to somebody.
pub(in crate::tagger) static HOLDERS: WordList = WordList::new(
    "offender prisoner inmate patient suspect defendant detainee probationer accused perpetrator \
             provider service clinic hospital staff worker officer agency organisation centre \
             type lookup reference code catalogue formulary rate metric statistic search person \
             people client member student employee candidate contact case user household profile \
             doctor nurse therapist dentist gp physician report",
);

/// Words for a collection of records.
pub(in crate::tagger) static COLLECTIONS: WordList = WordList::new(
    "record history detail data assessment list table log item entry event incident information \
             info screening episode",
);

/// Words of the keeping of a record: who wrote it, when, under which number.
pub(in crate::tagger) static KEPT: WordList = WordList::new(
    "id pk fk key reference ref created creator modified updated author by user owner uuid guid \
             phone email fax address website note comment name surname forename",
);

/// Words of what happened once or over a time and has a number of its own.
pub(in crate::tagger) static EVENTS: WordList = WordList::new(
    "stay spell episode period plan incident era exposure occurrence visit encounter contact \
             attendance appointment admission referral prescription order request line activity \
             session assessment record event inc type schedule form report healthcare",
);

/// Words that show an animal is meant: its illness is nobody's health data.
pub(in crate::tagger) static ANIMALS: WordList = WordList::new("pet livestock veterinary kennel");

/// Words that name somebody by what the police or a court hold him for: his sex or his height says no
/// more of it than the table it stands in.
pub(in crate::tagger) static ACTORS: WordList = WordList::new(
    "suspect offender prisoner inmate defendant arrestee detainee probationer perpetrator accused",
);

/// Words that stand for themselves and are never part of a run of letters: `pregother` is not
/// about a pregnancy.
pub(super) static ABBREVIATIONS: WordList = WordList::new(
    "abh adl asb asd bme cap cbl cbo cce chr cro crb crc crn cse dbs dla dui dv dwi ecg edd esa \
             fgm gad gang gay gbh gpa hcn hdc hmp icd iep ill iom ipp ivf iwi jab jew kin lar \
             lcw lgb man mdo mri mrn nok pay pet phq pip plea pnc preg pvg risk roma rsr sen \
             sick snap ssi ssn ssp sti sud tbi town ulm uln upn utr visa wic yot rotl noms sogi \
             tb std ocd cbt chc peep lldd mha sdq psr dto hrg aln mh cji rx dx meds inr api mb \
             sku sdk ui cpu hip ear eye leg arm gum knee foot skin bone brain burn cut bite eeg \
             ekg ct bp mse fit fits pain rash cough scar stool cell fine tag order lao csra fir \
             visor pnd acct k10 k6 hads hrt lmp lice iadl news2 affect speech sleep onset limb \
             gene vein lung liver colon heart chest neck back hand spine nerve muscle ankle \
             wrist elbow",
);

/// Words of where and by whom a thing was written down: in a table of crimes they say nothing of one.
pub(in crate::tagger) static PLACES: WordList = WordList::new(
    "precinct addr address postcode housing transit station premise place borough district park \
             street beat ward latitude longitude lat lon lng coordinate report reported \
             reporting recorded",
);
