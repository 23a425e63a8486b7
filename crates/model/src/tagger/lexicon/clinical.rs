//! What a record of care says: examinations, complaints, injuries, what a person can do alone, states of
//! mind (SC-01, SC-10). Words that are plain elsewhere count beside a word of care only.

use super::Concept;
use crate::Category::{Health, Safeguarding, SupportNeeds};

/// Words that show a record of care or of somebody's condition.
const CARE: &str = "patient; clinical; medical; hospital; nurse; diagnosis; physician; proforma; \
             wellness; inpatient; psychiatric; antenatal; illness; gp; therapy; triage";

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "an examination, an operation or a measurement of the body",
        &[Health],
        "vasc score; has bled; hasbled; qrisk; q risk; frax; qof register; patient history; past \
             medical; history presenting; systems review; mammogram; cardiogram; \
             electrocardiogram; echocardiogram; angiogram; sonogram; pap smear; smear test; \
             cervical screening; cervical smear; breast screening; bowel screening; cancer \
             screening; breast exam; breast examination; eye exam; eye examination; medical \
             exam; dental exam; dental check; checkup; check up; medical check; medical checkup; \
             last checkup; hernia; cataract; caesarean; c section; pacemaker; ct scan; cat scan; \
             pet scan; bone scan; bone density; bone marrow; blood sugar; blood count; blood \
             result; blood work; heart rate; resting heart rate; respiratory rate; respiration \
             rate; spo2; oxygen level; oxygen sat; peak flow; ekg; cardiac echo; eeg; urine \
             test; urine sample; stool sample; sputum; lab test; laboratory test; laboratory \
             result; organ transplant; amputated; surgery type; previous surgery; past surgery; \
             surgical history; invasive procedure; body temperature; body fat; waist \
             circumference; head circumference; systolic; diastolic; news2; news score; apgar; \
             bishop score; braden score; must score; barthel; clinical frailty; rockwood; mmse; \
             moca score; ace iii; audit score; screening tool score; dental treatment; tooth \
             decay; tooth extraction; hearing screening; vision screening; newborn screening; \
             tuberculin; mantoux; drug level; inr result",
    )
    .sub_kind("medical-care")
    .unless("database; backup; server; network; code; vehicle; car; equipment; bill"),
    Concept::new(
        "a part of the body that is examined or ill",
        &[Health],
        "rectal; prostate; ovarian; ovary; uterus; uterine; abdominal; abdomen; pelvic; bowel; \
             colorectal; pancreas; pancreatic; testicular; gastrointestinal; gastric; \
             intestinal; cardiovascular; pulmonary; bronchial; spinal cord; spinal injury; \
             vaginal; penile; genital; lymph node; jaundice; pallor; icterus; oedema; edema; \
             murmur; heart sound; bowel sound; cranial nerve; auscultation; palpation; \
             gynocological; gynecological; gynaecological; urological; endocrine; autoimmune; \
             immune system; immune deficiency; congenital; birth defect; cleft palate; spina \
             bifida; club foot; scoliosis",
    ),
    Concept::new(
        "a part of the body that is examined or ill",
        &[Health],
        "breast; cervical; cervix; hip; knee; shoulder; spine; spinal; back; neck; chest; heart; \
             lung; liver; kidney; bladder; colon; stomach; throat; ear; eye; foot; feet; skin; \
             bone; brain; nerve; muscle; limb; leg; ankle; wrist; elbow; hand; finger; blood; \
             vein; artery; thyroid; tooth; gum",
    )
    .needs(
        "exam; examination; replacement; surgery; disease; pain; failure; injury; cancer; \
             transplant; broken; ache; ulcer; infection; tenderness; swelling; dislocation; \
             inflammation; disorder; murmur; percussion; auscultation; palpation; operation; \
             implant; graft; haemorrhage; fracture; attack",
    )
    .unless("point; part; vehicle; car; driver; battery; engine; device; computer"),
    Concept::new(
        "a symptom or an injury",
        &[Health],
        "broken bone; bruise; bruising; bruised; burn injury; scald; laceration; black eye; bite \
             mark; head injury; swelling; bleeding; haemorrhage; hemorrhage; rash; skin rash; \
             vomiting; vomit; nausea; diarrhoea; diarrhea; constipation; fever; cough; headache; \
             dizziness; dizzy; fainting; fatigue; pain; pain level; pain scale; back pain; chest \
             pain; joint pain; shortness breath; breathlessness; breathless; breathing \
             difficulty; breathing problem; wheezing; palpitation; blackout epilepsy; spasm; \
             tremor; cramp; itching; blister; sprain; concussed; poisoning; allergic reaction; \
             anaphylaxis; anaphylactic; intolerance; food poisoning; heatstroke; hypothermia; \
             contagious; communicable disease; malnutrition; malnourished; undernourished; \
             dehydration; dehydrated; weight loss; weight gain; underweight; overweight; \
             anaemic; scar; deformity; disfigurement; swallowing; dysphagia; choking; \
             incontinent; bedwetting; bed wetting; enuresis; soiling; colic; teething; head \
             lice; scabies",
    )
    .unless(
        "point; alert; edge; donor; tolerance; error; fault; soil; vehicle; pedestrian; road; \
             driver; colour; css; ui",
    ),
    Concept::new("a symptom or an injury", &[Health], "lice")
        .unless("driver; driving; dri; licence; number; num; expiry; exp"),
    Concept::new("an injury", &[Health], "cut; scratch; visible mark; burn; bite; broken limb")
        .needs("abuse; injury; injured; wound; bruise; bleeding"),
    Concept::new(
        "what a person can do without help",
        &[Health, SupportNeeds],
        "adaptive functioning; adaptive behaviour; functional ability; functional assessment; \
             independent living skill; sensory profile; sensory processing; sensory issue; \
             sensory difficulty; sensory preference; sensory diet; bathing; toileting; personal \
             hygiene; bathing hygiene; washing dressing; dressing undressing; help washing; help \
             dressing; iadl; instrumental activity daily living; total physical care; physical \
             care; eating drinking difficulty; needs feeding; help eating; help with eating; \
             swallowing difficulty; unable to walk; walk unaided; ability walk; limited \
             mobility; transfer mobility; housebound; bed bound; history of falls; falls risk; \
             risk of falls; fall history; weight bear; weight bearing; can weight bear; stand \
             unsupported; unsupported standing; upper limb; lower limb; limb upper; limb lower; \
             limb mobility; limb weakness; balance problem; unbalance; unbalanced; stiffness; \
             moving handling need; level of mobility; bladder bowel; bowel movement; bladder \
             control; bowel control; care type; history fall; recent fall; falls history; number \
             falls; ability communicate; communication difficulty; communication need; \
             communication requirement; communication disability; communication impairment; \
             communication aid; speech language need; speech problem; nonverbal; non verbal; \
             makaton; british sign language; british sign; sign language; sign language interpreter; bsl; \
             bsl interpreter; bsl user; deaf interpreter; lipspeaker; lip reads; hearing speech; braille; large \
             print; easy read; sensory support; physical support need; primary support reason; \
             care support reason; memory support; support with memory cognition; reablement; \
             intermediate care; discharge to assess; delayed discharge; delayed transfer care; \
             continuing care; care programme approach; nursing level; dependency level; level \
             dependency; care dependency; frailty score; carer breakdown; unable to manage; \
             unable to care; additional support need; complex need; complex needs; additional \
             need; behavioural need; behaviour need; challenging behaviour",
    )
    .unless("supplier; autumn; team; staff; marketing"),
    Concept::new(
        "thinking and memory",
        &[Health],
        "memory loss; memory deficit; memory difficulty; poor memory; memory impairment; memory \
             clinic; short term memory; long term memory problem; confusion; confused; \
             disoriented; disorientation; cognitive memory; understanding deficit; attention \
             deficit; communication deficit; decision making capacity; decision making deficit; \
             capacity to consent; capacity consent; capable of consent; best interest decision; \
             lasting power of attorney health; imca; mental age; neurodevelopmental; \
             neuropsychological; hyperactivity; hyperactive; tourette; asperger; concentration \
             difficulty",
    )
    .sub_kind("disability")
    .unless("server; cpu; gpu; lstm; matrix; model; network; heap"),
    Concept::new(
        "a state of mind",
        &[Health],
        "self injurious; self injurious behaviour; self mutilation; self poisoning; self neglect \
             mental; harm yourself; hurt yourself; harm themselves; hurt themselves; hurting \
             yourself; harming yourself; kill yourself; killing yourself; thoughts killing; \
             thought of killing; end life thought; wish dead; wished dead; better off dead; \
             attempt on life; hopelessness; worthlessness; burnout; burnt out; stress level; \
             stress score; stressor; stress related; work stress; stress anxiety; emotional \
             distress; psychological distress; distress level; distress score; mood swing; low \
             mood; mood score; mood level; mood rating; sleep pattern; sleeping pattern; sleep \
             problem; sleeping problem; sleeping issue; sleep issue; sleep disorder; sleep \
             disturbance; sleep quality; sleep hour; hour sleep; sleep apnoea; sleep apnea; \
             nightmare; flashback ptsd; psychomotor; catatonic; premorbid; premorbid \
             personality; delusional; hallucinating; paranoid; thought disorder; thought \
             content; thought form; thought flow; irritability; agitation; agitated; emotional \
             dysregulation; emotional instability; emotional difficulty; attachment disorder; \
             attachment difficulty; conduct disorder; oppositional defiant; selective mutism; \
             school phobia; gender dysphoria; core 10; core om; wemwbs; swemwbs; who 5 \
             wellbeing; k10; k6 score; ces d; beck depression; hopkins symptom; kessler; \
             wellbeing score; psychoeducation; mental capacity act; emotional disorder; \
             counsellor; counselling session; grief; bereavement counselling; trauma informed; \
             adverse childhood experience; ace score",
    )
    .sub_kind("mental-health")
    .unless("test; cpu; thread; load; server; material; structural; market; fund"),
    Concept::new(
        "medicines and treatment",
        &[Health],
        "arv; arv regimen; art regimen; viral suppression; drug intake; drug therapy; drug \
             regimen; medicine delivery; medicine taken; medicine taking; dispensing pharmacy; \
             dispensed drug; antibiotic; antidepressant; antipsychotic; steroid; sedative; \
             sedated; painkiller; analgesic; statin; warfarin; anticoagulant; chemo; insulin \
             dependent; depot injection; contraceptive pill; contraceptive implant; vaccinator; \
             booster dose; immunity status; birth complication; complication birth; delivery \
             complication; childhood illness; recovery illness; illness history; past condition; \
             physical condition; physical health condition; health heath; heath issue; end \
             stage; nhs continuing; care in hospital; bed day; length of stay hospital; \
             ventilated; ventilation support; tracheostomy; nebuliser; stoma; feeding pump; \
             shielding; shielding guidance; shielding status; self isolating; self isolation; \
             isolation covid; quarantine covid; medical bill; medical expense; medical need; \
             medical debt; va medical; vha care; care at vha; sick day; sickness day; bradford \
             factor; bradford score; medical leave; medical certificate; medical reason; medical \
             evidence; medical assessment; medical clearance; fitness to work; fitness for work; \
             occupational therapist; restricted patient; mental health tribunal; patient group; \
             nhs treatment; social prescribing; healthy start; weaning; birth trauma; pdsa \
             patient",
    )
    .sub_kind("medical-care")
    .unless("security; radiation; cable; emi; database"),
    Concept::new(
        "the cycle of a woman's body",
        &[Health],
        "menstruation; menses; menarche; menstrual cycle; menstrual symptom; period pain; last \
             menstrual period; lmp date; gravida; parity; live birth; stillbirth; still birth; \
             stillborn; caesarean section; delivery mode birth; breast fed; breastfed; \
             infertility; hrt; hormone therapy; hormone replacement; hormonal; expected date \
             delivery; pregnancy due date; number pregnancies; lactation; lactating",
    )
    .sub_kind("pregnancy")
    .unless("bit; checksum; raid; disk"),
    Concept::new(
        "health, in a record of care",
        &[Health],
        "diagnostic; formulation; fundus; reflex; gait; rigidity; tone; condition; complaint; \
             exam; examination; pulse; bp; mood; fits; fit; somatic; appetite; stool; urine; \
             sleep; hygiene; temperature; sputum; onset; prognosis; reaction; intervention; \
             specimen; observation chart; affect; insight; speech; delusion; swelling; frailty; \
             severity; operation; oxygen; fluid; vomit; cough; breath",
    )
    .needs(CARE)
    .unless(
        "term; complainant; response; payment; created; staff; veterinary; animal; appointment; \
             feedback; satisfaction; invoice; case; policy",
    ),
    Concept::new(
        "what a person's condition makes hard",
        &[Health],
        "behaviour trigger; behavioural trigger; behaviour support plan; behavioural support \
             plan; positive behaviour support; behaviour management plan; meltdown; stimming; \
             echolalia; regulation strategy; calming strategy",
    )
    .sub_kind("disability")
    .sure(),
    Concept::new("thoughts of suicide", &[Health], "end life; ending life")
        .sub_kind("mental-health")
        .needs("thought; suicide; prepared; attempt; harm; wish; want; kill"),
    Concept::new(
        "the state of somebody's mind, in an examination",
        &[Health],
        "mse; affect; thought; insight; judgement; perception; behaviour; appearance; posture; \
             mannerism; demeanour; consciousness; attention; rapport; eye contact",
    )
    .sub_kind("mental-health")
    .needs("mse; psychiatric; clinical; proforma; psychomotor")
    .unless("error; loss; squared; rmse; mae"),
    Concept::new("a harm to the body", &[Health, Safeguarding], "fgm; female genital mutilation"),
    Concept::new(
        "the loss of a sense",
        &[Health],
        "sight loss; hearing loss; vision loss; loss sight; loss hearing; loss vision; memory \
             loss",
    )
    .sub_kind("disability"),
    Concept::new(
        "a state of mind",
        &[Health],
        "feel sad; feeling sad; feel anxious; feeling anxious; feel depressed; feeling \
             depressed; anxious; hear voices; hearing voices; difficulty concentrating; \
             psychosocial; psychosocial need; distress; danger to self; danger self; infirm; \
             infirmity; mh history; mh diagnosis; mh medication; mh treatment; mh condition; mh \
             issue",
    )
    .sub_kind("mental-health")
    .unless("call; signal; property; sale; vessel"),
    Concept::new("what a medicine does beside its work", &[Health], "side effect; adverse effect")
        .needs(
            "medication; medicine; drug; dose; vaccine; vaccination; treatment; patient; therapy; \
             prescribed",
        ),
    Concept::new(
        "health in a family",
        &[Health],
        "med history; med background; med hx; grooming hygiene; pre natal; ante natal; post \
             natal; pre natal care; natal care; family medical history; family history illness; \
             family history disease; relative cancer; relatives cancer; relative died of; \
             hereditary disease; family psychiatric history; death cause; cause death",
    ),
];

/// What a word is that medicine made: `tonsillectomy`, `colonoscopy`, `bronchitis`.
pub(super) static COINED: Concept =
    Concept::new("an illness, an operation or an examination", &[Health], "")
        .sub_kind("medical-care");

/// Endings that medicine alone gives to long words.
const ENDINGS: &[&str] = &[
    "ectomy",
    "ostomy",
    "otomy",
    "oscopy",
    "plasty",
    "itis",
    "osis",
    "aemia",
    "emia",
    "opathy",
    "algia",
    "plegia",
    "paresis",
    "sclerosis",
    "rrhoea",
    "rrhea",
    "iatric",
    "iatry",
    "therapy",
    "carcinoma",
    "lymphoma",
    "sarcoma",
    "melanoma",
    "penia",
    "trophy",
    "dystrophy",
    "epilepsy",
    "cillin",
    "azepam",
    "cycline",
    "uresis",
    "lepsy",
    "ography",
    "hydramnios",
    "rrhage",
    "rrhagia",
    "tachycardia",
    "bradycardia",
    "apnoea",
    "pnoea",
    "megaly",
    "plasia",
    "ptysis",
    "phagia",
    "phasia",
    "nuria",
    "turia",
    "dactyly",
    "haematoma",
    "hematoma",
    "oblastoma",
    "adenoma",
    "statin",
    "sartan",
    "prazole",
    "conazole",
    "mycin",
    "oxacin",
    "dipine",
    "triptan",
    "gliptin",
    "oxetine",
    "azosin",
    "setron",
    "parin",
    "zumab",
    "ximab",
    "barbital",
    "menorrhea",
    "gliflozin",
    "xaban",
    "semide",
    "thiazide",
    "prednisolone",
    "triptyline",
    "lukast",
    "ciclovir",
    "bactam",
    "menorrhoea",
];

/// Words that end so and have nothing to do with medicine.
static NOT_MEDICAL: super::WordList = super::WordList::new(
    "academia bohemia nostalgia osmosis symbiosis metamorphosis hypnosis apotheosis dichotomy \
             taxonomy trophy microscopy spectroscopy photography typography geography \
             cartography bibliography biography autobiography videography orthography demography \
             topography cryptography choreography discography stenography filmography \
             lithography iconography pornography oceanography lexicography cinematography \
             diagnosis prognosis telepathy homeopathy autonomy ethnography holography \
             aromatherapy anastomosis crystallography calligraphy historiography infography \
             steganography hypertrophy apoptosis meiosis mitosis",
);

/// Whether medicine made the word.
pub(super) fn is_coined(word: &str) -> bool {
    word.len() >= 8
        && ENDINGS
            .iter()
            .any(|ending| word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= 3))
        && !super::lists(&NOT_MEDICAL, word)
}
