//! Words of fundraising, membership, courses and customer records: what most fields of a charity's
//! database are about, and what in them only looks like a fact about somebody's health.

use super::{Concept, WordList};
use crate::Category::{
    Administrative, BenefitsAndFinance, EducationAndWork, Health, Identity, RacialOrEthnicOrigin,
    Staff, SupportNeeds,
};

pub(super) const CONCEPTS: &[Concept] = &[
    // An examination at a school is no examination of a body.
    Concept::neutral("test type; test score; test name; test section; score type; test source")
        .needs(
            "academic; class; college; course; exam; grade; learner; percentile; pupil; school; \
             score; student; subject; teacher; term; university",
        )
        .unless(
            "blood; clinical; cognitive; covid; diagnosis; dna; drug; genetic; health; hiv; lab; \
             laboratory; medical; patient; pregnancy; psychological; specimen; swab; urine; virus",
        ),
    // Partners, events, certificates and callings that bear the name of an illness or a faith.
    Concept::neutral(
        "hospital partner; clinic partner; church partner; health partner; healthcare partner; \
             agency partner; prison partner; faith partner; partner hospital; partner clinic; \
             partner church; sponsoring church; sponsoring hospital; host church; church sponsor; \
             hospital sponsor; health fair; health expo; health walk; health run; relationship \
             health; donor health; pipeline health; membership health; email health; list health; \
             k race; km race; mile race; road race; relay race; boat race; race team; race sponsor; \
             race participant; race registration; race shirt; cpr certification; cpr certified; \
             cpr expiration; cpr expiry; cpr training; cpr trained; cpr card; cpr date; cpr aed; \
             aed certified; admission counsellor; enrolment counsellor; academic counsellor; \
             financial counsellor; financial counselling; financial aid counsellor; credit \
             counsellor; housing counsellor; job counsellor; employment counsellor; benefit \
             counsellor; medical licence; medical licence number; nursing licence; nurse licence; \
             physician specialty; medical specialty; medical school; medical student; medical \
             degree; nursing school; nursing student; nursing degree; marketing treatment",
    ),
    // The part of a mailing that somebody was sent.
    Concept::neutral("treatment code; treatment group; treatment segment; treatment cell").needs(
        "appeal; campaign; donor; experiment; mailing; marketing; member; opportunity; segment",
    ),
    // Switched off.
    Concept::neutral(
        "null treatment; archive disabled; auto archive disabled; auto tab disabled; temp tab disabled; \
             navigation disabled; nav disabled; personalisation disabled; personalization \
             disabled; chatter disabled; feed disabled; tracking disabled; sharing disabled; \
             record type disabled; record disabled; page disabled; layout disabled; settings \
             disabled; setting disabled; address disabled; payment disabled; gateway disabled; \
             donation disabled; widget disabled; form disabled; tab disabled; template disabled; \
             index disabled; service disabled; device disabled; app disabled; plugin disabled; \
             addresses disabled; campaign disabled; disabled reason code; disabled message",
    ),
    Concept::new(
        "whether somebody hears or sees",
        &[Health],
        "hearing status; vision status; sight status; hearing level; deaf status",
    )
    .sub_kind("disability")
    .unless(
        "appeal; bail; case; charge; complaint; court; defendant; disciplinary; docket; eviction; \
         grievance; judge; legal; licence; offence; parole; plea; prison; prosecution; tribunal; \
         trial; verdict; warrant",
    ),
    Concept::new(
        "what somebody needs because of a disability",
        &[Health, SupportNeeds],
        "ada accommodation; special accommodation; testing accommodation; exam accommodation; test \
             accommodation; academic accommodation; classroom accommodation; workplace \
             accommodation; accommodation plan",
    )
    .sub_kind("disability")
    .unless(
        "homeless; hostel; hotel; housing; landlord; lodging; night; rent; room; tenancy; travel",
    ),
    Concept::new(
        "what somebody needs because of a disability",
        &[Health, SupportNeeds],
        "accommodation needed; accommodation request; accommodation requested; accommodation \
             required; accommodation type; need accommodation",
    )
    .sub_kind("disability")
    .needs(
        "attendee; class; classroom; conference; course; employee; event; exam; faculty; \
            registration; school; semester; student; test; testing; workplace; workshop",
    )
    .unless(
        "homeless; hostel; hotel; housing; landlord; lodging; night; rent; room; tenancy; travel",
    ),
    Concept::new(
        "gifts and payments",
        &[BenefitsAndFinance],
        "card expiration; card expiry; card last; card last 4; card network; card brand; card \
             holder; cardholder name; fair market value; market value; in kind; in kind type; in \
             kind description; ask amount; ask date; closed lost reason; close date; commitment \
             id; soft credit; hard credit; general accounting unit; merchant id; paid out",
    ),
    Concept::new(
        "studies",
        &[EducationAndWork],
        "credit earned; credit attempted; credit hour; class standing; course offering; course \
             enrolment; course connection; school term; programme plan; class year",
    ),
    Concept::new(
        "who looks after the record",
        &[Staff],
        "owner id; record owner; delegated approver id; activated by id; approver id",
    )
    .direct(),
    Concept::new(
        "who it is about",
        &[Identity],
        "who id; individual id; reports to id; master contact id",
    )
    .direct(),
    Concept::new(
        "the record and not the person",
        &[Administrative],
        "master record id; pricebook 2 id; last viewed date; last referenced date; last activity \
             date; user preference; user permission; geocode accuracy; lead source; what id; sla \
             start date; sla exit date; time zone sid key; locale sid key; language locale key; email \
             encoding key; forecast category; forecast category name; currency iso code; is \
             converted; converted date; clean status; record type id; business hour id; entitlement \
             id; is visible in self service; is escalated; email bounced date; email bounced reason",
    )
    .identifies_nobody(),
    Concept::new(
        "descent",
        &[RacialOrEthnicOrigin],
        "dialect group; ancestral group; tribal group; tribal enrolment",
    ),
];

/// Every list below: their words are taken as they stand and part no run of letters.
pub(super) static LISTS: [&WordList; 8] =
    [&PARTIES, &REACHES, &PLACES, &GIFTS, &COURSES, &FURNITURE, &DAYS, &FILLERS];

/// People whom a key or a reference names.
pub(in crate::tagger) static PARTIES: WordList = WordList::new(
    "contact applicant honoree recipient preparer assignee registrant payer payee grantee \
             attendee correspondent",
);

/// Ways to reach somebody.
pub(in crate::tagger) static REACHES: WordList = WordList::new("email phone fax telephone mobile");

/// Parts of an address.
pub(in crate::tagger) static PLACES: WordList = WordList::new(
    "mailing billing shipping seasonal city town province country county zip postal postcode \
             street geolocation geocode latitude longitude address undeliverable ncoa congressional",
);

/// Gifts, payments and grants.
pub(in crate::tagger) static GIFTS: WordList = WordList::new(
    "amount donation donor gift pledge payment gateway gau fund funding fee price invoice \
             receipt refund currency revenue grant grantmaker disbursement disbursed ledger \
             installment instalment recurring tribute acknowledgement acknowledgment merchant \
             transaction matching sustainer opp discount loan budget expense allocation",
);

/// Courses and terms.
pub(in crate::tagger) static COURSES: WordList = WordList::new(
    "course semester gpa graduation transcript syllabus academic instructional fluency grading \
             curriculum ferpa faculty educational",
);

/// Objects, batches, mappings and other furniture of a database of customers.
pub(in crate::tagger) static FURNITURE: WordList = WordList::new(
    "account opportunity campaign household object field record mapping batch template naming \
             connector overrun filter task rollup import imported namespace operator constant \
             predecessor implementing greeting website url link notification reminder shift job \
             application applying affiliation accounting engagement conversion network column custom automation trigger \
             handler setting preference verification",
);

/// Days and hours.
pub(in crate::tagger) static DAYS: WordList = WordList::new(
    "date time day week month year monday tuesday wednesday thursday friday saturday sunday hour \
             minute start end begin arrival due duration utc timestamp zone latest earliest first \
             last next previous deadline fiscal",
);

/// Words that add nothing of a person to those above, and tell nothing alone.
pub(in crate::tagger) static FILLERS: WordList = WordList::new(
    "active adjustment administrative after ago agreement all alternate always ambiguous \
             applied area ask authorised authorized auto automatic automatically available \
             average awarded before business by cancelled capacity card category change changed \
             class close closed code company completed confirmed cost count created credit \
             current custom data decision default deleted deletion display district eligible \
             enable enabled ep exclude existing expected expiration expired failure fair focus \
             for formal format formula from full general group hard home id implementation in \
             inactive index informal information item joined key kind largest last legacy level \
             line list logic lost lower manager market match maximum message method minimum mode \
             modified monthly name needed neutral no not number occurrence on ongoing open option \
             order organisation origin original other override overrun overwrite own owner parent \
             pending percent personal plan planned position prevent primary priority private \
             processed programme qualified quantity rate ratio reason received recommended \
             recurrence reference rejected related remaining request requested required \
             requirement result role run schedule scheduled secondary section sent sequence \
             served set share signed signup size smallest soft sort source stage state status \
             still submitted sum target term title to total two type unique unit unpaid updated \
             upper use used user value verified version web webpage weekly won work worked yearly",
);
