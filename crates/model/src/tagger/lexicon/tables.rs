//! Tables whose name says what every fact in them is about: the onset in a table of allergies, the charge
//! degree in a table of arrests (SC-01, SC-07). A date, a key or the name of a person in them says
//! nothing, so the field must be one that belongs to such a fact.

use super::{Concept, WordList};
use crate::Category::{CriminalOffence, Health};

pub(in crate::tagger) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "illness, care or treatment, as the rest of its table",
        &[Health],
        "mood; crisis detection; therapeutic relationship; admission dx; imaging; radiology; icu stay; intensive care; care goal; drg; drg code; lab event; \
             behavioural health assessment; mammogram; implant; implanted device; medical device; medical device history; sick \
             leave; statutory sick leave; illness; medical event; health event; breast cancer; \
             hospitalisation; hospitalization; psychiatric; suicide; suicide history; send \
             provision; sen provision; allergy; intolerance; diagnosis; prognosis; medication; \
             medicine; prescription; prescription line; drug exposure; drug era; dose era; \
             immunisation; immunization; vaccination; vaccine; symptom; disease; illness; \
             comorbidity; treatment; surgery; surgical history; medical history; past medical \
             history; medical condition; health condition; patient condition; patient history; \
             condition occurrence; condition era; patient problem; problem list; physical exam; \
             physical examination; patient evaluation; clinical evaluation; clinical finding; \
             clinical observation; vital sign; vital; lab result; laboratory result; blood \
             result; blood test; diagnostic report; nutrition order; diet order; inpatient \
             admission; hospital admission; hospital stay; ward stay; hospital provider spell; \
             injury; wound; wound care; seizure; self harm; restrictive intervention; adverse \
             event; side effect; health medical; personal care need; care need; medical; \
             substance use; substance misuse; substance abuse; drug use; alcohol use; mental \
             health; disability; impairment; pregnancy; birth outcome; antenatal; ecg; eeg; care \
             plan; dental chart; patient procedure; procedure occurrence; dialysis; transfusion; \
             therapy; hiv; hts; tuberculosis; tb; sti; cancer; diabetes; hypertension; stroke; \
             epilepsy; asthma; copd; dementia; ncd; triage; depression",
    )
    .sure()
    .unless(
        "type; lookup; cost; category; group; strength; schedule; stock; inventory; policy; \
             template; product; company; shipment; parcel; food; letter; courier; service",
    ),
    Concept::new(
        "illness, care or treatment, as the rest of its table",
        &[Health],
        "lab; condition; procedure; observation; obs; measurement; specimen; complication; encounter; \
             problem; device exposure; family member history; order; risk assessment; request",
    )
    .unless("type; lookup; sensor; weather; bird; device; store; shop; rule; promotion"),
    Concept::new(
        "an examination or a pregnancy, as the whole of its table",
        &[Health],
        "pregnancy; prenatal; perinatal; puerperium; antenatal; postnatal; obstetric; maternity; \
             menstrual; mammography; colposcopy; pap; neonatal; newborn; apgar; symptom \
             checklist; symptoms checklist; symptom inventory; review of systems; physical exam; \
             physical examination; vital sign; vitals; ped vital; blood result; lab result; \
             glycaemia; glycemia; lipid; full blood count; urinalysis; anthropometry; dental \
             chart; mental state exam; mental status exam; depression scale; anxiety scale; \
             depression inventory; health questionnaire; pain scale; ob delivery; labour \
             delivery; gynaecology; gynecology; psychiatric evaluation; neurological exam; \
             vaccination history; blood spot; blood pressure; hiv followup; hts test; hiv test; \
             triage; bleeding; cervix; cervical mucus; mucus",
    )
    .of_tables()
    .sure()
    .unless(
        "type; lookup; cost; category; strength; schedule; stock; template; product; grant; pay; \
             allowance; leave; leaf; clinic; unit; ward; ref",
    ),
    Concept::new(
        "an offence or its consequences, as the rest of its table",
        &[CriminalOffence],
        "crime; hate crime; street crime; stop search; stop frisk; charge sheet; indictment; \
             offence; conviction; arrest; charge offence; criminal history; criminal record; \
             sentence; custody; sentence term; compas; compas score; recidivism; oasys; caution \
             offence; court charge; booking charge; arrest charge; supervision order; community \
             order; sentencing; supervision period; incarceration period; incarceration; \
             supervision sentence; state charge; adjudication; reported adjudication; punishment; \
             monitoring condition; alcohol monitoring; electronic monitoring; licence condition; \
             bail condition; curfew condition",
    )
    .sure()
    .unless(
        "type; lookup; policy; template; statistic; staff; officer; location; area; child; family",
    ),
];

/// Facts that only an illness, a treatment or an examination has.
pub(in crate::tagger) static CLINICAL: WordList = WordList::new(
    "severity onset abatement criticality dosage dose laterality remission reaction indication \
             contraindication interpretation specimen symptom bodysite anatomic anatomical \
             coding abnormal enteral coded numeric route oral infusion prn refill sig \
             verification evidence complication performed followup supplement dispense \
             abnormality",
);

/// Facts that belong to illness and treatment in a table of nothing else.
pub(in crate::tagger) static ATTRIBUTES: WordList = WordList::new(
    "identified support need code type category reason outcome detail value result range \
             duration frequency quantity form strength site body method stage evidence performed \
             given administered provisional suspected confirmed verification test strategy \
             administration when reaction certainty severity grade course instruction route unit \
             finding condition complication response intervention day supply dispense follow up \
             text string number boolean concept codeable ratio component occurrence orientation \
             memory judgment judgement abstraction calculation praxis recognition knowledge \
             weight height hip healed discontinued action physical diagnostic infectious \
             infection cause current treatment common admin rate area side level clinical \
             problem trigger triage disposition",
);

/// Facts that belong to an offence, a sentence or the person who is held for it.
pub(in crate::tagger) static PENAL: WordList = WordList::new(
    "title explanation desc description weapon motivation object removal degree disposition plea \
             verdict statute count severity sentence term supervision recid decile score custody \
             legal status tier rsr risk tariff charge prior classification code category type \
             outcome length admission termination reason authority",
);

/// Words of who takes part, and where: in a table of examinations they are not the finding.
pub(in crate::tagger) static PARTIES: WordList = WordList::new(
    "patient professional prof doctor nurse midwife institution organisation provider hospital \
             clinic facility ward mother father baby person client member state evaluation \
             appointment visit encounter session image picture photo newborn reviewed reviewer \
             signed discharged dismissed requisition site subject participant screening datetime \
             report reported notified notification contact died tod past record time unconfirmed",
);
