//! What lists of fields seldom teach: charts of care homes and wards, who treats somebody, American spellings,
//! and the words of custody and of checks that other files miss (SC-01, SC-07).

use super::Concept;
use crate::Category::{CriminalOffence, Health};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "who treats somebody",
        &[Health],
        "anesthesia; anaesthesia; anesthesiologist; anaesthetist; gynecology; gynecologist; \
             gynaecologist; pediatrician; paediatrician; surgeon; cardiologist; neurologist; \
             dermatologist; obstetrician; dietitian; dietician; chiropractor; chiropractic; \
             optometrist; podiatrist; chiropodist; audiologist; osteopath; acupuncture; \
             acupuncturist; oncologist; urologist; nephrologist; endocrinologist; \
             gastroenterologist; rheumatologist; haematologist; hematologist; pulmonologist; \
             ophthalmologist; radiologist; pathologist; geriatrician; orthodontist; hygienist; \
             phlebotomist; district nurse; community nurse; specialist nurse; consultant name; \
             named consultant; responsible consultant; consultant code; attending physician; \
             admitting physician; speech language \
             therapist; recovery coach; recovery worker; aa meeting; aa sponsor; na meeting; \
             twelve step; hypnotherapy; reflexology; hydrotherapy; art therapy; music therapy; \
             play therapy; massage therapy",
    )
    .sub_kind("medical-care")
    .unless(
        "staff; employee; job; vacancy; profession; directory; salary; recruitment; payroll; \
             contractor; volunteer; tree; product; retail; game; employer; course; software; ear",
    ),
    Concept::new(
        "a chart of care",
        &[Health],
        "stool type; stool chart; stool consistency; bristol stool; bristol chart; bowel \
             chart; bowel movement; bowels open; bowels opened; bowels last opened; urine \
             output; urine chart; fluid balance; fluid in; fluid out; fluid input; fluid output; \
             fluid given; fluid offered; fluid total; fluid target; fluid chart; food chart; \
             food intake; food eaten; meal eaten; meal intake; amount eaten; portion eaten; \
             eating drinking; pad change; pad changed; pad type; pad size; mouth care; oral \
             care; oral hygiene; nail care; foot care; skin check; skin checked; skin \
             observation; skin assessment; skin intact; repositioned; repositioning; \
             reposition; turning chart; turn chart; position change; bed rail; bed rails; crash \
             mat; sensor mat; prn; prn given; prn medication; prn reason; bm reading; blood \
             sugar reading; behaviour chart; abc chart; sleep chart; sleep observation; sleep \
             hour; hours slept; hours of sleep; night observation; ng tube; nasogastric; peg \
             tube; peg feed; thickener; thickened fluid; iddsi; modified diet; cannula; iv \
             access; iv fluids; iv line; iv drip; central line; picc line; lines drains; wound \
             drain; vte; vte risk; vte assessment; vte prophylaxis; resus; resus status; bloods; \
             bloods taken; o2 sat; o2 sats; o2 saturation; o2 target; o2 flow; oxygen target; \
             oxygen flow; room air; fio2; weight bearing; hip precautions; commode; bed pan; \
             ventilator; ventilated; plaster cast; suture; sutures; bandage; bandaging; ligature \
             risk; ligature point; metastases; respect form; advance care plan; preferred place \
             of death; preferred place of care; grip strength; coping mechanism; coping skill; \
             crisis plan; due date of birth; personal hygiene; \
             washing and dressing; washing dressing; bathing assistance; toileting assistance; \
             feeding assistance; assistance with eating; assisted with; contact lenses; contact \
             lens; eyewear; eye glasses; eyeglasses; wears glasses; reading glasses; spectacle; \
             spectacles; tablets taken; drinks per week; drinks per day; early warning; ews; \
             pews; meows; moews; avpu; acvpu; resp rate; respiratory rate; respirations; pulse \
             rate; body temp; temp celsius; temp fahrenheit; temperature celsius; temperature \
             fahrenheit; tympanic temp; oral temp; pulse per min; pulse ox; capillary refill; \
             fluid restriction; nil by mouth; nbm; estimated date of delivery; eddelivery",
    )
    .sub_kind("medical-care")
    .unless(
        "engine; vehicle; tank; pump; machine; software; battery; wind; window; server; \
             page; product; retail; book; fridge; freezer",
    ),
    Concept::new(
        "illness and the body in American spelling",
        &[Health],
        "anemia; anemic; hemoglobin; last hemoglobin; esophagus; esophageal; hemodialysis; \
             haemodialysis; cesarean; c section; csection; anesthetic; orthopedic; orthopedics; \
             diarrheal; ischemia; hypoglycemia; hyperglycemia; septicemia; hematuria; \
             hematology; hemorrhagic; apnea; apnoea; sleep apnea; sleep apnoea; dyspnea; \
             dyspnoea; edematous; paralyzed; hospitalized; immunized; immunization; estrogens; \
             fetal alcohol; tumors; pneumovax; pneuvax; fluvax; flu vax; flushot; flu shot; \
             dyscalculia; tiredness; fatigue level; infectious disease; infection control \
             status; quarantine status; quarantine date; booster shot; booster dose",
    )
    .sub_kind("medical-care"),
    Concept::new(
        "health, treatment and aids in plain words",
        &[Health],
        "thought process; thought content; weight loss recent; wt loss; best interest \
             meeting; best interest decision; pressure relieving; airflow mattress; profiling \
             bed; sling size; hoist sling; slide sheet; perching stool; raised toilet seat; grab \
             rail; wet room needed; wet room required; level access shower needed; ground floor \
             required; ground floor needed; oxygen at home; home oxygen; adult nappies; \
             incontinence; clean date; clean time; days clean; months clean; sobriety length; \
             uds; uds result; tox screen; toxicology; toxicology result; supervised consumption; \
             opioid substitution; toilet trained; toilet training; grommets; boxall profile; \
             pmld; slcn; semh need; salt provision; salt screen; salt referral; speech referral; \
             means restriction; columbia score; gaf score; dsm code; dsm diagnosis; active \
             problem; encounter diagnosis; soap subjective; soap objective; soap assessment; \
             abnormal flag; abnormal result; asa grade; operation date; operation type; surgical \
             implant; implant date; blood loss; discharge destination hospital; discharge \
             medication; hospital readmission; readmission date; readmitted; o2 saturation; hr \
             bpm; heart rhythm; bp1; bp2; bp 1; bp 2; booster date; lot number vaccine; vaccine \
             batch; epi pen; packs per day; marijuana use; weed use; meth use; crack use; spice \
             use; substance of choice; drug of choice; last injected; injecting equipment; \
             shared needle; sharing injecting equipment; caffeine intake; service dog; med \
             refill; prosthetic; prosthetic leg; fluid consistency; texture modified; fall date; \
             date of fall; number of falls; unwitnessed fall; polst; molst; code status dnr; \
             life expectancy; prognosis; terminal illness; terminally ill; genetic counselling; \
             death certificate cause; deceased reason; reason for death; work restriction \
             medical; breslow thickness; breslow; receptor status; oestrogen receptor; \
             laterality; tumour laterality; topography code; tnm; performance status ecog; \
             carbon monoxide reading; co reading; co monitoring; previous losses; pregnancy \
             losses; ante provider; antenatal provider; maternity provider; competency \
             evaluation; competency restoration; rtw date; rtw interview; return to work \
             interview; oh referral; oh report; sickness trigger; bradford score; days sick; \
             sick day; absence sickness; patch site; omitted reason; reason omitted; dose \
             omitted; dose refused; medication refused; refused medication; presenting issue; \
             therapy goal; therapy homework; therapy modality; deworming; dewormed; penta1; \
             penta2; penta3; pentavalent; pcv; pcv1; pcv2; pcv3; rota1; rota2; opv; opv0; opv1; \
             opv2; opv3; ipv dose; vit a; vitamin a; growth monitoring; itn given; llin; llin \
             given; rdt; rdt result; malaria rdt; act dose; hb level; sam; mam; sam child; \
             plumpy; rutf; rusf; anc1; anc4; pnc visit; postnatal visit; skilled birth \
             attendant; kmc; partograph; moderate activities; vigorous activities; climbing \
             stairs; climbing flights; climbing several flights; bending kneeling; walking \
             several blocks; lifting groceries; worn out; full of pep; downhearted; downhearted \
             blue; calm peaceful; accomplished less; limited in kind of work; reablement; \
             reablement start; intermediate care; chc checklist; funded nursing care; fnc; \
             continuing healthcare; discharge to assess; hospital discharge; equipment ot; ot \
             assessment; ot referral; hospital passport; health passport; health action plan; \
             annual health check; learning disability nurse; eligible need; eligible needs; care \
             act eligible; psr primary; primary support; drinking days; alcohol days; units per \
             day; last drink; age of first use; age first used; first used age; route of use; \
             abstinence; abstinent; cravings; craving; relapsed; relapse date; needle share; \
             blood borne virus; bbv; bbv status; bbv test; hep b; hep c; hepb; hepc; hepb \
             status; hepc status; hepb vaccination; csf result; lumbar puncture; specimen type; \
             specimen; swab; swab date; sample type blood; haematocrit; urine dip; urine test; \
             pregnancy loss; housebound; bedbound; bed bound; chairbound; clinically vulnerable; \
             clinically extremely vulnerable; shielding; shielded patient; heart problem; heart \
             issue; heart injury; heart condition; lung problem; lung issue; lung injury; lung \
             condition; kidney problem; kidney issue; kidney injury; kidney condition; liver \
             problem; liver issue; liver injury; liver condition; back problem; back injury; \
             neck problem; neck issue; neck injury; neck condition; knee problem; knee issue; \
             knee injury; knee condition; hip problem; hip issue; hip injury; hip condition; \
             foot problem; foot issue; foot injury; feet problem; feet issue; feet injury; feet \
             condition; leg problem; leg injury; leg condition; arm problem; arm injury; arm \
             condition; hand problem; hand injury; shoulder problem; shoulder issue; shoulder \
             injury; shoulder condition; skin problem; skin issue; skin injury; skin condition; \
             eye problem; eye injury; eye condition; ear problem; ear issue; ear injury; ear \
             condition; bowel problem; bowel issue; bowel injury; bowel condition; bladder \
             problem; bladder issue; bladder injury; bladder condition; stomach problem; stomach \
             issue; stomach injury; stomach condition; joint problem; joint issue; joint injury; \
             joint condition; muscle problem; muscle issue; muscle injury; muscle condition; \
             bone problem; bone issue; bone injury; bone condition; nerve problem; nerve issue; \
             nerve injury; nerve condition; brain problem; brain issue; brain injury; brain \
             condition; blood problem; blood issue; blood injury; blood condition; thyroid \
             problem; thyroid issue; thyroid injury; thyroid condition; breathing problem; \
             breathing issue; breathing injury; breathing condition; sleep problem; sleep issue; \
             sleep injury; sleeping problem; sleeping issue; sleeping injury; sleeping \
             condition; sight problem; sight issue; sight injury; sight condition; speech \
             problem; speech issue; speech injury; memory injury; balance injury; circulation \
             problem; circulation issue; circulation injury; circulation condition; digestive \
             problem; digestive issue; digestive injury; digestive condition; respiratory \
             problem; respiratory issue; respiratory injury; respiratory condition; physical \
             problem; physical issue; physical injury; gum problem; gum issue; gum injury; gum \
             condition; teeth problem; teeth issue; teeth injury; teeth condition; tooth \
             problem; tooth issue; tooth injury; tooth condition; behaviour support plan; \
             behaviour plan; positive behaviour support; pbs plan; seizure protocol; rescue \
             medication; rankin; modified rankin; nihss; barthel score; esd referral; early \
             supported discharge; ipos; ipos total; ipos score; syringe driver; gsf; gsf code; \
             gold standards framework; phase of illness; used ae; times ae; ae visits; ae \
             attendances; ae attendance; reason admitted; reason for admission hospital; liaison \
             and diversion; liaison diversion; gram stain; organism isolated; antibiotic \
             sensitivity; drug sensitivity; organism sensitivity; clinical details; dosing instruction; as needed dose; \
             value coded; obs value coded; sleep minutes; minutes asleep; cycle start; cycle \
             length; ovulation; ovulation day; mood entry; mood log; symptom log; stress score; \
             blood oxygen; oh recommendation; occupational health recommendation; thrombolysis; \
             swallow screening; swallow screen; first ward; congestive heart; in possession \
             risk; dental check; eye test; eye test date; sight test; hearing screen; vision \
             screen; scoliosis; nurse visit; sent home sick; pe exclusion; pressure risk; \
             strangulation; strangled; choked; nicotine; nicotine replacement; nrt; smoking \
             cessation; quit date; cessation; ovulating; menarche; menses; period tracker; flow \
             intensity; basal temperature; self medicate; self medication; brain imaging; head \
             scan; brain scan; urinary infection; uti; chest infection; antibiotics started; \
             postural; oedema present; capillary; airway; breathlessness score; mrc dyspnoea; \
             nyha; nyha class; killip; ejection; hads anxiety; hads depression; k10; k6; \
             kessler; mdq; ybocs; ymrs; madrs; hamd; hama; bdi; bai; ces d; cesd; phq; gad; gad \
             7; phq 9; phq 2; pcl 5; pcl5; ies r; des ii; eat 26; scoff; bprs; panss; cgi \
             severity; camberwell; moca score; ace iii; ace r; addenbrooke; mmse; 4at; \
             frail scale; edmonton frail; rockwood; cfs score; tug test; timed up and go; berg \
             balance; tinetti; sarc f; faces scale; flacc; cornell scale; zarit; nosger; \
             oxford hip; oxford knee; dlqi; epworth; stop bang; isi score; psqi; auditc; dudit; \
             assist score; sds score; cudit; fagerstrom; ftnd; sadq score; leeds dependence; top \
             score; treatment outcomes profile; behaviour problem; behavioural problem; feeding \
             schedule; nutrition source; formula feeding; takes liquids; feeds self; barriers to \
             discharge; concerns about discharge; pain score; pain rating",
    )
    .sub_kind("medical-care")
    .unless(
        "engine; vehicle; machine; software; battery; wind; window; server; page; product; \
             retail; book; phone; network; bank; cash; finance; account; payment; atm; pension; \
             bet; api; dns; model; device",
    ),
    Concept::new(
        "a need or an observation, in a record of care",
        &[Health],
        "sleep; sleeping; eating; drinking; appetite; hydration; nutrition; temperature; \
             temp; pulse; resp; respiration; gcs; pupils; obs; obs frequency; mood; behaviour; \
             weakness; washing; dressing; grooming; feeding; bathing; toileting; transfers; \
             gait; falls; scans; isolation; organism; vision; sight; speech; exercise; caffeine; \
             diet; energy; handedness; skin; mouth; posture; background; edd; discharge plan; \
             stool; breathing; circulation; airway; swallow; continence; comfort; elimination; \
             hygiene; cognition; memory; concentration; infection control; weight; height; \
             nutrition screen; nutrition plan; nutrition score",
    )
    .sub_kind("medical-care")
    .whole()
    .needs(
        "patient; resident; nursing; ward; nurse; clinical; medical; hospital; handover; \
             vital; biopsychosocial; symptom; bedside; inpatient; physician; caregiver; \
             carehome; screening; opd; anc; maternity",
    )
    .unless(
        "room; fridge; freezer; water; bath; staff; device; thread; timer; visitor; family; \
             payment; meal; menu; property",
    ),
    Concept::new(
        "an examination of the mind",
        &[Health],
        "thought process; thought content; thought disorder; flight of ideas; thought form; mental \
             status exam; mental state exam; mse; psychomotor; mood and affect; affect; appearance; \
             behaviour; orientation; insight; judgment; judgement; perception; attention; memory; \
             concentration; eye contact; presenting problem; presenting concern; main issue; \
             current severity; concern duration; onset; stressor; coping; impulse control",
    )
    .sub_kind("mental-health")
    .whole()
    .needs(
        "mental; psychiatric; psychological; mse; intake; therapy; therapist; biopsychosocial; \
             patient; psychosocial",
    )
    .unless("survivor; victim; housing; legal; visa"),
    Concept::new(
        "what a treatment does besides",
        &[Health],
        "side effect; side effects; body map",
    )
    .sub_kind("medical-care")
    .needs(
        "medication; medicine; drug; patient; treatment; vaccine; resident; care; skin; dose; \
             clinical; health; injury",
    ),
    Concept::new(
        "fitness to be detained",
        &[Health],
        "fit to detain; fit for detention; fit for interview; fme called; fme; forensic \
             medical examiner; acct open; acct status; acct number; acct document; in possession \
             medication",
    )
    .sub_kind("medical-care")
    .needs("custody; prison; prisoner; detain; detention; police; fme; medication; acct")
    .unless("account; bank; payment; billing; ledger"),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "community service hour; community service hours; asset plus; assetplus; asset \
             score; scaled approach; yjs; youth justice service; live scan; livescan; \
             expungement; expunged; expungement eligible; prior arrest; prior \
             conviction; prior felony; priors count; number of priors; decile score; v decile; \
             justice status; justice involvement; statutory order; statutory orders; prosecuting \
             authority; representation order; maat; delius; delius crn; pre court disposal; out \
             of court disposal; grounds for detention; detention authorised; detention reason; \
             strip search; stop search outcome; object of search; first time entrant; rosh; rosh \
             level; rosh score; security category; prisoner category; prison category; cat a \
             prisoner; cell sharing; cell sharing risk; csra; cell location; cell number; cell \
             block; adjudication count; iep level; incentive level; release on temporary \
             licence; licence expiry; licence expiry date; licence end; licence period; licence \
             type; supervised release; conditional release; early release; tariff expiry; tariff \
             date; days in custody; days in jail; time served; jail day; jail days; jail time; \
             good time; work release; house arrest; pretrial; pre trial; pretrial release; \
             deferred prosecution; deferred sentence; diversion programme; drug diversion; \
             conviction date; charge time; charge outcome; charging decision; probation end; \
             revocation date; revocation reason; exclusion zone; exclusion zones; tag condition; \
             solicitor requested; custody interview; rqmnt; upw; unpaid work hours; otheft; \
             shotheft; drgsell; oththeft; assvio; ogp1; ovp2; osp; osp score; sara assessment; \
             spousal assault risk; static 99; vrag; saprof; savry; hcr20; hcr 20; pcl r; pclr; \
             cas sentence; rap back; interlock; ignition interlock; court fees owed; fines owed; \
             victim restitution",
    )
    .unless(
        "academic; medicaid; gpa; semester; employee; employment; hire; payroll; staff; \
             starter; asset; document; email; evidence; product; software; driving; tv; \
             premise; business; vehicle; energy; electricity; patent; film; music; fishing; \
             firearm; import; leisure",
    ),
    Concept::new(
        "courts, custody and police in plain words",
        &[CriminalOffence],
        "probation delivery unit; polygraph condition; polygraph test; defense attorney; \
             defence attorney; defense counsel; defence counsel; defence solicitor; public \
             defender; courthouse; arraignment; arraigned; failure to appear; fta count; fta \
             warrant; book date; booking no; booked date; charge desc; charge statute; statute \
             violated; statute code; penal code; ucr code; nibrs code; arrestee age; arrestee \
             race; arrestee; citation issued; citation number traffic; traffic violation; \
             traffic citation; traffic infraction; license suspension; driving ban; points on \
             licence; registry number sex; \
             contraband; contraband found; search conducted; reason \
             for search; stop and frisk; frisked; stop outcome; detained time; detention start; \
             detention history; history of detention; immigration detention; fingerprint check; \
             background clearance; state police clearance; child abuse clearance; motor vehicle \
             record; po email; parole supervision; supervision end date; supervision fees; \
             conditions of release; conditions of supervision; max sentence; maximum sentence; \
             minimum sentence; min release date; max release date; projected release; projected \
             release date; disciplinary infraction; institutional misconduct; misconduct report \
             prison; security threat group; stg; prior escape; escape history; escape risk; \
             cellmate; commissary; commissary balance; inmate account; oras; \
             criminogenic; criminogenic need; static risk; dynamic risk; fines costs; ankle \
             bracelet; pardon; pardoned; clemency; caution date; penalty notice disorder; pnd; \
             fixed penalty notice; vip register; ppo status; psr date; psr completed; pss end; \
             sentencing date; rehabilitation activity requirement; drug rehabilitation \
             requirement; alcohol treatment requirement; mental health treatment requirement; \
             mhtr; lifer; life sentence; ipp; indeterminate sentence; rar days; statutory \
             supervision; court supervision; police custody; juvenile rec; juvenile commitment; \
             committed offence; offence details; hist of drug sales; history of drug sales; drug \
             sales; exclusion requirement; prohibited activity; notification requirement; \
             notification period; doc number; department corrections number; doc id; release \
             facility; correctional release; po name; po phone; parole agent; recidivated; \
             recidivism date; prior record; prior criminal; yoi; young offender institution; \
             been in prison; been in yoi; responsible officer; esm; victim liaison officer; \
             desistance; property seized; necessity grounds; custody ref; custody record number; \
             time arrested; charge decision; intervention requirement; programme requirement; \
             attendance centre; reporting instructions; released under investigation; rui; \
             voluntary attendance; voluntary interview; interview under caution; no further \
             action; nfa crime; out of court; cell share risk; first night in custody; first \
             night centre; induction prison; prison transfer; earned release; resettlement \
             release; license recall",
    )
    .unless(
        "academic; employment; payroll; staff; asset; document; email; product; software; \
             tv; film; game; library; book; api; token; grant; insurance; food; tennis",
    ),
    Concept::new(
        "a check of a record",
        &[CriminalOffence],
        "update service; disclosure; disclosure outcome; disclosure number; disclosure \
             certificate; disclosure date; disclosure level; disclosure result; certificate \
             number; fingerprint clearance; clearance date; clearance result; clearance status; \
             children barred; adults barred; barred list; barred list check; list 99",
    )
    .needs("dbs; crb; barred; pvg; vetting; criminal; police; fingerprint; recruitment"),
    Concept::new(
        "custody, sentence or supervision",
        &[CriminalOffence],
        "iep; wing; cell; tier; regime; status; category; cat; location; booking; booking \
             id; living unit; assigned living unit; agency; nsi; nsi type; registration; \
             registration type; order manager; event number; breach; breach start; breach date; \
             requirement; termination reason; disposal; revocation; curfew; tariff; hearing \
             date; priors; solicitor; interview start; escape risk; pss; order start; order end; \
             order type; outcome type; order; conditions; curfew time; enforcement action; \
             attendance outcome; intervention code; rights given; review time; time authorised; \
             grounds; first night; prior record; offense; offence; dates; release facility",
    )
    .whole()
    .needs(
        "offender; prison; prisoner; inmate; delius; nomis; nom; jail; custody; yot; oasys; \
             justice; court; crim; criminal; arrest; probation; parole; reentry; detainee",
    ),
];
