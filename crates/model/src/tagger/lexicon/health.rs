//! Health, the provision of care included (SC-01, SC-10), genetic and biometric data.

use super::Concept;
use crate::Category::{
    BenefitsAndFinance, Biometric, Genetic, Health, RiskAndWarning, SupportNeeds,
};

const DISABLED_CONTEXT: &str = "show; showing; scope; var; locale; task; terminal; comment; \
             switch; password; default; hosting; search; redirect; button; feature; trigger; \
             handler; field; rule; sync; automation; user; login; email; notification; job; api; \
             validation; setting; rollup; flow; portal; integration; schedule; debug; batch; \
             process; widget; module; component; plugin; page; menu; query; account; product; \
             item; variation; ticket; date; key; token; control; enabled";

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "a health condition",
        &[Health],
        "illness; disease; diagnosed; diagnose; dual diagnosis; mental illness diagnosis; smi; \
             relapse; tb test; hep c; hep b; heart disease; heart attack; heart failure; heart \
             problem; obesity; obese; influenza; flu shot; flu jab; medically fragile; insulin; \
             health condition; medical condition; long term condition; chronic condition; \
             chronic health; chronic illness; disabling condition; mental condition; pre \
             existing condition; existing condition; underlying condition; life limiting \
             condition; condition affect; heart condition; skin condition; comorbidity; \
             carcinoma; tumour; tumor; neonatal; maternal health; cd4; visual acuity; \
             cholesterol; hba1c; haemoglobin; oxygen saturation; cardiac; cardiac arrest; \
             coronary; renal; kidney disease; kidney failure; liver disease; lung disease; \
             respiratory; neurological; musculoskeletal; syndrome; down syndrome; cerebral \
             palsy; multiple sclerosis; muscular dystrophy; fibromyalgia; migraine; eczema; \
             insomnia; chief complaint; presenting complaint; adverse reaction; side effect of \
             medication; body weight; person weight; transplant; vaping; nicotine; hypertension; \
             high blood pressure; anaemia; hiv status; pneumonia; thyroid; endometriosis; lupus; \
             cancer; diabetes; diabetic; epilepsy; epileptic; asthma; copd; dementia; alzheimer; \
             parkinson; arthritis; tuberculosis; hepatitis; hiv; hivaids; hiv aids; aids hiv; \
             covid; covid19; sepsis; sickle cell; infectious disease; seizure; injured; wound; \
             fracture; paralysis; paralysed; amputee; amputation; chronic pain; frailty; frail; \
             terminally ill; terminal illness; ill health; seriously ill; unwell; ill; sickness; \
             sick; long term sick; icd10; icd 10; icd9; icd code; icd; snomed; snomed ct; read \
             code; viral load; tcell; cell count; cell source; antiretroviral; anti retroviral; \
             disability response; indefinite impair; indefinitely impair; indefinite and \
             impairs; immune compromised; immunocompromised; immunosuppressed; clinically \
             vulnerable; clinically extremely vulnerable; shielding patient; sti; sexually \
             transmitted; cause of death; death cause; brain injury; tbi; concussion",
    )
    .of_tables()
    .sure()
    .unless("security"),
    Concept::new(
        "health",
        &[Health],
        "health; healthcare; health care; physical health; health status; health need; health \
             issue; health problem; health concern; health visitor; health \
             record; health note; health history; dental health; sexual health; physical \
             wellbeing; general health; oral health; public health case; occupational health; \
             health assessment; health service; health information; health professional; health \
             questionnaire; health declaration; health self rating",
    )
    .unless(
        "api; endpoint; server; node; cluster; system; monitor; integration; sync; job; queue; \
             batch; database; webhook; ping; uptime; donor; pipeline; campaign; subscription; \
             connection; package; trust",
    ),
    Concept::new(
        "a person's health check",
        &[Health],
        "health check; healthcheck; health checkup; health screening",
    )
    .needs(
        "patient; nhs; gp; annual; child; looked; pupil; carer; client; resident; nurse; \
             medical; physical; adult; person; employee; staff; tenant; member; household; \
             volunteer; applicant; student; prisoner",
    ),
    Concept::new(
        "a health condition",
        &[Health],
        "diagnosis; diagnosis code; diagnostic code; symptom; infection; infected; injury; \
             injury type; dx; dx code; primary diagnosis; condition diagnosed",
    )
    .unless("network; virus; malware; software; data"),
    Concept::new(
        "mental health",
        &[Health],
        "mental health; mental illness; mental disorder; mental state; psych; psych eval; psych \
             history; serious mental illness; emotional disturbance; emotionally disturbed; \
             emotional problem; sdq; sdq score; strengths difficulties questionnaire; crisis \
             team; panic attack; phobia; ocd; obsessive compulsive; hallucination; delusion; \
             paranoia; mania; anorexia; bulimia; cbt; cognitive behavioural therapy; iapt; \
             psychosocial; mh diagnosis; mh provider; mh status; lldd health; home treatment \
             team; mha; mha section; emotional health; emotional wellbeing; mental wellbeing; \
             emotional mental health; psychiatric; psychiatrist; psychiatry; psychological; \
             psychologist; psychosis; psychotic; psychotherapy; psychotherapist; schizophrenia; \
             schizophrenic; bipolar; ptsd; post traumatic stress; depression; depressed; \
             depressive; anxiety; eating disorder; personality disorder; mood disorder; suicide; \
             suicidal; suicide attempt; suicidal ideation; self harm; selfharm; self harming; \
             self injury; sectioned; mental health act; section 117; section 136; mental \
             capacity; lack capacity; lacks capacity; capacity assessment; capacity decision; \
             deprivation liberty; dols; behavioural health; behavioural disorder; phq9; phq 9; \
             phq; gad7; gad 7; honos; trauma history; history trauma; trauma; grief counselling",
    )
    .of_tables()
    .sub_kind("mental-health")
    .sure(),
    // A service is no illness: its table holds appointments too.
    Concept::new("mental health", &[Health], "cmht; camhs").sub_kind("mental-health").sure(),
    Concept::new("tuberculosis", &[Health], "tb").unless(
        "exc; print; extract; traceback; ethnic; religion; gb; mb; storage; disk; size; \
             memory; bandwidth; quota; data",
    ),
    Concept::new("a sexually transmitted disease", &[Health], "std").whole(),
    Concept::new("a sexually transmitted disease", &[Health], "std; std test; std screen")
        .needs("sti; sexual; hiv; disease; infection; test; tested; screen; screening; history"),
    Concept::new("a special educational need", &[Health], "send flag; send")
        .sub_kind("disability")
        .needs("pupil; child; person; student; learner; education")
        .unless("email; message; notification; letter; queue; file; sms; report; to; date; time"),
    Concept::new(
        "disability, in the words of benefits",
        &[Health],
        "incapable of work; incapable work; incapacity for work; limited capability work; dis child \
             prem; dis child; enhan dis child; enhanced disability; disability premium; disabled \
             child premium; disability prem; disable ind; carer for \
             disabled; infected blood; infected blood support; infected blood compensation; \
             vaccine damage; vaccine damage payment; creutzfeldt jakob; creutzfeldt jakob \
             disease; s117; s117 client; section 117; section 117 aftercare; aftercare s117; \
             hospital avoidance; discharge package; re enablement; respite care",
    )
    .sub_kind("disability"),
    Concept::new(
        "a stay in hospital",
        &[Health],
        "admission date; date of admission; admission time; admission type; admission source; \
             admission method; admission location; admission reason; admit date; admit time; admit \
             type; admit source; admitting source; admitting diagnosis; discharge date; date of \
             discharge; discharge time; discharge type; discharge destination; discharge \
             disposition; discharge location; discharge status; discharge method; discharge reason; \
             length of stay; los; drg",
    )
    .needs("patient; encounter; hospital; ward; inpatient; hadm; icu; clinical; nursing; medical")
    .sub_kind("medical-care"),
    Concept::new(
        "care by a doctor",
        &[Health],
        "ment health; mntl health; bhv health; behav health; vis imp; vis impair; visl imp; hear imp; \
             hear impair; learn dis; lrn dis; lrng dis; phys dis; dev dis; emot dist; emot disturb; \
             sed child; drg use; drg abuse; std hist; chrn illness; chronic ill; fam plan service; \
             substance abuse; substance use; alcohol use; alcohol abuse; age of onset; age at onset; age onset; age of diagnosis; age at diagnosis; age diagnosed; age \
             diagnosis; minicom; text relay; comms need; infection control; sexual partner health; \
             days sick; sick day; sickness day; day sick; reason for visit; sharing injection; sharing \
             needle; share needle; sharing injection material; shared needle; spoon filter; share \
             of spoon; felt like failure; moving slower; move slower; drg severity; drg mortality; \
             gp visit; gp appointment; gp appt; gp consultation; gp attendance; gp letter; gp note; gp \
             record; gp summary; gp diagnosis; gp prescription; gp care; gp opinion; gp aware; gp \
             informed; gp response; seen gp; seen by gp; saw gp; see gp; seeing gp; visited gp; \
             visit gp; last seen gp; consulted gp; prescribed gp; prescribed by gp; gp \
             involvement; gp intervention; doctor letter; doctor visit; doctor appointment; \
             doctor note; visited doctor; seen doctor; saw doctor",
    )
    .sub_kind("medical-care"),
    Concept::new("a special educational need", &[Health], "sen; senco; aen; asn")
        .sub_kind("disability")
        .needs("pupil; child; student; learner; education; school"),
    Concept::new("a health condition", &[Health], "stroke")
        .unless("key; brush; width; pen; colour; path; swim; engine; mouse; svg"),
    Concept::new("medical care", &[Health], "rx")
        .unless("ring; buffer; packet; tx; queue; byte; channel; desc; frame; port"),
    Concept::new("a disorder", &[Health], "disorder"),
    Concept::new("mental health", &[Health], "mental; mentally")
        .sub_kind("mental-health")
        .unless("math; arithmetic; model; map; note"),
    Concept::new(
        "substance use",
        &[Health],
        "substance; substance misuse; substance abuse; substance use; substance use disorder; \
             substance dependency; drug use; drug misuse; drug abuse; drug alcohol; alcohol \
             drug; alcohol other drug; sub abuse; drug problem; drug dependency; drug addiction; \
             drug treatment; drug user; drug history; illicit drug; drug choice; chemical \
             dependency; chemical health; drug dependence; substance dependence; alcohol \
             dependence; drug test; drug test result; drug screen; drug taken; drug injected; \
             injecting drug; intravenous drug; alcohol; alcohol use; alcohol abuse; alcohol \
             misuse; alcohol dependency; alcohol problem; alcoholism; alcoholic; drinking \
             problem; drinking problems; addiction; addict; addicted; recovery from addiction; \
             overdose; overdosed; methadone; naloxone; opioid; opiate; heroin; cocaine; \
             cannabis; detox; detoxification; methamphetamine; drug testing result; sobriety \
             test; alcohol test; sobriety; sober; injecting; injecting status; ever injected; \
             needle sharing; route administration; drinking day; drinking; heavy drinking; crack \
             use; crack cocaine; amphetamine; ketamine; benzodiazepine; intoxicated; \
             intoxication; gambling addiction; gambling problem; problem gambling; narcan; \
             urinalysis; medication assisted; needle exchange; smoker; smoking status; smoking \
             history; smoke cigarette; tobacco use; tobacco; sud; audit c; breathalyser; \
             breathalyzer; units alcohol",
    )
    .of_tables()
    .sub_kind("substance-misuse")
    .sure()
    .unless("hazardous; sale; beverage; premise"),
    Concept::new("drugs", &[Health], "drug").sub_kind("substance-misuse"),
    Concept::new(
        "disability",
        &[Health],
        "sentype; senprovision; senneed; senstatus; senassessment; senranking; sencode; \
             disability; disability status; service animal; learning disabled; sight impaired; \
             stammer; dentures; lldd; llddhealthprob; learner disability; disability indicator; \
             personal emergency evacuation plan; peep; access arrangement; learning need; \
             additional learning need; aln status; hearing aids; assistive technology; assistive \
             device; adaptive equipment; walker or cane; crutches; emotional support animal; \
             guide dog; assistance dog; physical limitation; memory problem; vision problem; \
             hearing problem; sight problem; cognitive; cognition; disability type; disabling; \
             learning disability; learning difficulty; learning disorder; physical disability; \
             developmental disability; developmental delay; developmental disorder; intellectual \
             disability; sensory disability; impairment; sensory impairment; visual impairment; \
             hearing impairment; visually impaired; hearing impaired; impaired; cognitive \
             impairment; autism; autistic; asd; adhd; neurodiverse; neurodiversity; \
             neurodivergent; dyslexia; dyslexic; dyspraxia; deaf; deafness; deafblind; hard of \
             hearing; hearing loss; hearing aid; sight loss; blindness; partially sighted; \
             registered blind; eyesight; special need; special educational need; special \
             education; special ed; sen status; sen support; sen provision; sen type; sen need; \
             sen primary need; sen code; send status; send need; send provision; send support; \
             ehcp; ehc plan; education health care plan; iep; iep status; iep plan; \
             individualised education plan; 504 plan; section 504; speech difficulty; speech \
             impediment; communication impairment; wheel chair; walking aid; walking frame; \
             walking difficulty; prosthesis; physically disabled; registered disabled; severely \
             disabled; disabled person; disabled people; disabled child; disabled adult; \
             disabled veteran; disabled household; disabled household member; consider disabled; \
             blue badge; reasonable adjustment; consider themselves disabled; disabled student; \
             considers disabled; disability benefit; limiting illness",
    )
    .sub_kind("disability")
    .sure()
    .unless("loss; asset; goodwill"),
    Concept::new("disability", &[Health], "disabled")
        .sub_kind("disability")
        .of_people()
        .unless(DISABLED_CONTEXT),
    Concept::new("disability", &[Health], "blind")
        .sub_kind("disability")
        .unless("window; roller; copy; trial; review; spot; test"),
    Concept::new(
        "a disabled person's access needs",
        &[Health],
        "wheelch; wheelch user; whlchair; wheelchair; wheelchair user; uses wheelchair; use \
             wheelchair; disabled access need; need accessible; need accessible property; \
             require accessible; access need; accessibility need; accessibility requirement; \
             needs accessibility; require accessibility; access requirement; mobility; mobility \
             need; mobility issue; mobility aid; mobility difficulty; mobility problem; mobility \
             impairment; mobility impaired; adaptation; aids adaptation; adaptation required; \
             adaptation need; handicap; handicapped; sensory need; accommodation need \
             disability; handicap accessible need",
    )
    .sub_kind("disability")
    .of_people()
    .unless("social; cost; dda; api; data; cloud; software; climate; game"),
    Concept::new(
        "a disabled person's access needs",
        &[Health],
        "housingneeds a; housingneeds b; housingneeds c; housingneeds f; housingneeds g; \
             housingneeds h; housingneeds other; housingneeds type; housingneeds; rp medwel; \
             medwel; medical welfare reason; wheel disabled; illness type; preg occ",
    )
    .sub_kind("disability"),
    Concept::new(
        "medical care",
        &[Health],
        "medical; medically; medication; medicate; meds; primary care; \
             physical examination; physical exam; therapeutic; medicine; medicated; \
             prescription; prescribing; prescribed; prescriber; dosage; dose; drug allergy; drug \
             code dmd; pharmacist; hospital; hospitalised; hospitalized; hospitalisation; \
             hospitalization; inpatient; outpatient; clinician; physician; nursing care; nursing \
             need; midwife; midwifery; therapist; therapy; psychological therapy; surgical; \
             dental; anaesthetic; critical care; intensive care; procedure code; \
             clinical code; hrg code; ward type; emergency care; surgery date; cardiology; \
             dermatology; orthopaedic; haematology; paediatric; geriatric; endoscopy; \
             ultrasound; ot assessment; ot referral; chc; chc funding; chc eligibility; personal \
             medical; medic alert; medical alert; treating doctor; consultant psychiatrist; \
             health visitor; school nurse; specialist nurse; health passport; hospital passport; \
             teeth; teeth check; eye test; sight test; hearing test; hospital admission; \
             district nurse; community nurse; hoist; moving handling; toileting; feeding tube; \
             peg feed; pain score; fit for work; unfit for work; lateral flow; optician; \
             audiology; oncology; palliative; palliative care; hospice; dialysis; transfusion; \
             organ donor; organ donation; organ donor status; blood group; blood type; blood \
             pressure; blood test; blood glucose; bmi; body mass index; catheter; continence; \
             incontinence; incontinent; vaccination; vaccinated; vaccine; immunisation; \
             immunization; immunised; immunized; jab; allergy; allergic; allergen; dietary \
             requirement; dietary need; dietary restriction; special diet; food allergy; food \
             intolerance; epipen; inhaler; dnacpr; dnar; resuscitation status; advance decision; \
             ambulance; paramedic; emergency department; emergency room visit; er visit; \
             accident emergency; procedure code opcs; opcs; opcs4; birth weight; birthweight; \
             pressure sore; pressure ulcer; waterlow; fall risk; body map; nhs continuing \
             healthcare; continuing healthcare; sick note; fit note; physiotherapy; \
             physiotherapist; occupational therapy; occupational therapist; speech therapy; \
             speech language therapy; rehab stay; drug rehab; alcohol rehab; rehab programme; \
             treatment programme; treatment plan; in treatment; treatment type; treatment \
             status; treatment history; treatment centre; treatment function; referral to \
             treatment; discharge from hospital; hospital discharge; clinical; \
             hiv medication; oxygen user; home oxygen; oxygen therapy; life support; \
             oxygen required; medicaid number clinical; vital sign; lab \
             result; pathology; radiology; toxicology; biopsy; blood sample; covid test; \
             screening result; glasgow coma; consultant episode; care episode hospital; mri; \
             ecg; x ray",
    )
    .sub_kind("medical-care")
    .sure()
    .unless("campaign; trademark"),
    Concept::new("medical care", &[Health], "admission method")
        .sub_kind("medical-care")
        .unless("church; member; school; university; offender; prison; event; ticket"),
    Concept::new("medical care", &[Health], "clinic").sub_kind("medical-care").unless(
        "campaign; start; end; time; date; name; local; transport; log; open; legal; law; debt; \
             phone; address; site",
    ),
    Concept::new(
        "a doctor or a practice",
        &[Health],
        "doctor; nurse; nursing; surgery; treatment; pharmacy; counselling; \
             counsellor; rehab; rehabilitation; patient safety; dosing",
    )
    .sub_kind("medical-care")
    .unless(
        "gross; profit; margin; salutation; tax; vat; water; waste; window; property; building; \
             repair; void; inventory; fire; damp; pest; debt; accounting; prefix; title; bed; \
             housing; university",
    ),
    Concept::new(
        "pregnancy and birth",
        &[Health],
        "pregnant; pregnancy; preg; pregnancy status; expected delivery; expected due date; \
             estimated delivery date; edd; baby due; baby due date; maternity; antenatal; \
             prenatal; postnatal; perinatal; postpartum; breastfeeding; breast feeding; \
             miscarriage; abortion; termination pregnancy; fertility; ivf; contraception; \
             contraceptive; gestation; gestational; gestational age; trimester; menopause; \
             obstetric; obstetrics; gynaecology; parity pregnancy; expectant mother; menstrual",
    )
    .sub_kind("pregnancy")
    .sure(),
    Concept::new(
        "care that a person receives",
        &[Health, SupportNeeds],
        "care plan; care need; care package; care support need; care assessment; receive care; \
             receiving care; nursing home resident; home care; homecare; domiciliary care; \
             personal care; social care need; care coordinator; activities daily living; \
             activity daily living; adl; bedbound; respite care; care level; level care",
    )
    .unless("registered; cqc; scheme; skin"),
    Concept::new(
        "a disability or sickness benefit",
        &[Health, BenefitsAndFinance],
        "personal independence payment; pip; disability living allowance; dla; employment \
             support allowance; esa; attendance allowance; incapacity benefit; incapacity; ssdi; \
             social security disability; social security disability income; social security \
             disability insurance; va disability; va disability service; va disability non \
             service; private disability; disability income; disability insurance; limited \
             capability work; limited capability for work; lcwra; lcw; statutory sick pay; ssp; \
             sick pay; sick leave; sickness absence; severe disablement allowance; industrial \
             injury; industrial injuries benefit; workers comp; workers compensation; worker \
             compensation; motability; disabled facility grant; disabled student allowance",
    )
    .unless(
        "performance; improvement; plan; quarter; marketing; policy; rate; entitlement; scheme",
    ),
    Concept::new(
        "a risk to somebody's health",
        &[Health, RiskAndWarning],
        "suicide risk; self harm risk; risk suicide; risk self harm; risk to self; overdose \
             risk; risk overdose; risk harm self; choking risk; high risk self harm; risk of \
             self harm",
    )
    .sure(),
    Concept::new("diet", &[Health], "diet; dietary; dietary preference").faint(),
    // Values: what a coded column says of a person who has that value.
    Concept::new(
        "health or care",
        &[Health],
        "hospital; long stay hospital; care home; residential care home; nursing home; \
             residential care; health service; community mental health team; community learning \
             disability team; extra care housing; extra care",
    )
    .in_values_only(),
    Concept::new("the care of a scheme", &[Health, SupportNeeds], "nursing care in care home")
        .in_values_only(),
    Concept::new(
        "genetic data",
        &[Genetic],
        "genetic; genetic test; genetic data; genome; genomic; genotype; dna sample; dna \
             profile; dna test; dna result; dna sequence; dna data; dna taken; dna match; dna \
             swab; chromosome; gene variant; gene mutation; hereditary condition; brca; \
             karyotype; genetic marker; hereditary; gene; phenotype; natural variant; allele; \
             exome; haplotype; dna methylation; snp; polygenic; polygenic risk; variant \
             classification; pathogenic variant; exome; carrier status; whole genome sequencing",
    )
    .sure(),
    Concept::new(
        "biometric data",
        &[Biometric],
        "biometric; biometric data; fingerprint; finger print; fingerprint template; palm print; \
             palm vein; hand geometry; facial recognition; face recognition; facial template; \
             face template; face scan; face id; face print; faceprint; face encoding; face \
             embedding; face descriptor; face vector; voice embedding; facial geometry; iris \
             scan; iris template; iris pattern; retina scan; retinal scan; voice print; \
             voiceprint; voice biometric; voice recognition template; gait recognition; \
             biometrics",
    )
    .direct()
    .sure()
    .unless("device; browser; hash; ssh; certificate; request; sha1; sha256"),
];
