//! What medicine measures, asks and prescribes: laboratory values, parts of the body and the tests made
//! on them, questionnaires by their names, groups of medicines, chapters of illness (SC-01).

use super::Concept;
use crate::Category::Health;

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "a laboratory value",
        &[Health],
        "egfr; fbg; ogtt; hcg; bhcg; beta hcg; glucose; glycaemia; glycemia; blood sugar; \
             fasting glucose; creatinine; albumin; bilirubin; haematocrit; hematocrit; platelet \
             count; platelets; white cell count; red cell count; wbc; rbc; neutrophil; \
             lymphocyte; eosinophil; ferritin; triglyceride; ldl; hdl; ldl cholesterol; hdl \
             cholesterol; serum; plasma glucose; plasma viral; thyroid stimulating hormone; tsh; \
             c reactive protein; crp level; esr level; troponin; prothrombin; d dimer; urea \
             level; potassium level; sodium level; calcium level; vitamin d level; proteinuria; \
             urinalysis; full blood count; liver function; lfts; renal function; blood gas; ph \
             blood; lactate; oximetry; osat; sp02; pcr test; antigen test; antibody test; swab \
             result; malaria test; hiv test; hiv pos; hiv positive; syphilis; gonorrhoea; \
             gonorrhea; chlamydia; hpv; hepatitis b; hepatitis c; blood alcohol; blood lead; \
             rhesus; rh factor; haemoglobinopathy; cd4 count; peak expiratory; fev1; spirometry; \
             ejection fraction; bone age; mid upper arm circumference; muac; weight for height; \
             fundal height; foetal; fetal; fetal heart; foetal heart; fetus; foetus; fetuse; \
             foetuse; apgar score; gravidity; dilation; station of head; lochia; sputum; spatum; \
             sputum smear; genexpert; chest xray; chest x ray; who stage; who clinical stage; z \
             score weight; sbp; dbp; waist circ; hip circ; emg; electromyography; discordant; \
             discordant couple; serodiscordant; opportunistic infection",
    )
    .sub_kind("medical-care")
    .unless("grid; machine; database; web; http; network; game; engine; fuel; water; wine; food"),
    Concept::new(
        "an examination of the body",
        &[Health],
        "tendon; tendon reflex; achilles; pin prick; pinprick; monofilament; light touch; \
             vibration perception; temperature perception; metatarsal; hallux; plantar; dorsalis \
             pedis; pedal pulse; posterior tibial; tibial; tibia; femur; femoral; humerus; ulna; \
             clavicle; cranial; cranium; pelvis; thorax; thoracic; lumbar; sacral; vertebra; \
             vertebrae; cerebral; cortex; retina; retinal; cornea; corneal; optic; pupil \
             reaction; tonsil; larynx; laryngeal; trachea; oesophagus; duodenum; gallbladder; \
             spleen; appendix removed; adrenal; pituitary; urethra; ureter; scrotum; testis; \
             placenta; umbilical; perineum; perineal; heartbeat; irregular heartbeat; rhythm \
             strip; qrs; qt interval; pr interval; st segment; twave; sinus rhythm; atrial; \
             ventricular; callous; callus; callouse; fasting; sores; foot sore; numbness; \
             tingling; unsteadiness; gag reflex; range of motion; muscle tone; muscle power; \
             glasgow; gcs score; abdominal girth; abdominal circ; hip circumference; waist hip; \
             skin condition; skin integrity; skin fold; body muscle; body water; body bone; bone \
             mass; fat mass; tooth; dental caries; decayed teeth; missing teeth; filled teeth; \
             dmft; denture; orthodontic; visual field; intraocular pressure; audiogram; \
             tympanic; hearing threshold; snellen",
    )
    .sub_kind("medical-care")
    .unless(
        "music; song; audio; drum; game; book; document; appendix; retail; display; cable; \
             fibre; code",
    ),
    Concept::new(
        "a heart rate, in a record of care",
        &[Health],
        "bpm; pulse; pulse rate; rhythm; axis; lead; respiration",
    )
    .needs("ecg; patient; vital; heart; evaluation; clinical; exam; ekg"),
    Concept::new(
        "an adverse event of treatment",
        &[Health],
        "adverse event; serious adverse event; sae; susar; toxicity; drug reaction; medication \
             error; medication adherence; adherence to medication; blood lost; blood loss; \
             missed dose; missed pill; pill count; study pill; tablet taken; drug regimen; \
             treatment regimen; art regimen; arv regimen; new regimen; adap; ryan white; art \
             change; on art; art start date; art status; prep eligible; pep started; treatment \
             failure; treatment response; clinical course; clinical outcome; health outcome",
    )
    .sub_kind("medical-care")
    .unless("software; schedule; sla; marketing; gallery; artist; museum; artwork"),
    Concept::new(
        "an answer to a questionnaire about health",
        &[Health],
        "phq 2; phq2; phq 8; phq 9 score; gad 2; gad2; gad score; phq score; eq5d; eq 5d; \
             eq5d5l; eq5d3l; eq5d vas; sf12; sf 12; sf36; sf 36; whodas; dass21; dass 21; epds; \
             edinburgh postnatal; bdi; bdi ii; bprs; panss; madrs; ymrs; hamd; hamilton \
             depression; hamilton anxiety; core om; core10; core 34; cia; pcl 5; pcl5; ptsd \
             checklist; ies r; rcads; sdq total; sdq emotional; sdq conduct; sdq hyperactivity; \
             sdq peer; sdq prosocial; cgas; ors score; srs score; reqol; dialog score; dialog \
             scale; wsas; work social adjustment; mood and feelings; swemwbs score; wemwbs \
             score; ucla loneliness; audit 10; audit pc; dast; dast 10; assist score; cage \
             questionnaire; cage score; sadq; severity alcohol dependence; ciwa; ciwa ar; cows \
             score; fagerstrom; ftnd; treatment outcomes profile; epworth; isi score; insomnia \
             severity; psqi; moca; addenbrooke; gds score; cornell scale; abbey pain; braden; \
             must score; malnutrition universal; norton scale; morse fall; falls risk; barthel \
             index; modified rankin; nihss; mrs score; karnofsky; ecog; performance status who; \
             promis; womac; oxford hip; oxford knee; dlqi; copd assessment; cat score; mrc \
             dyspnoea; asthma control; mnsi; beighton; asq; asq 3; ages stages; bayley; m chat; \
             mchat; aq10; aq 10; conners; vanderbilt; snap iv; cars score; ados; adi r; \
             vineland; wisc; honosca; honos score; honos ca; honos 65; camberwell; can score; \
             cansas; recovery star mental; chime recovery; mansa; camhs outcome; ham d; cis r; \
             cis r score; columbia suicide; c ssrs; cssrs; asrs; scoff; ede q; chalder; brief \
             pain; start risk; hcr 20; painad; flacc",
    )
    .sub_kind("mental-health")
    .of_tables()
    .unless(
        "log; trail; user; created; finance; financial; compliance; security; date; event; \
             table; file; internal; external; trigger; history; report",
    ),
    Concept::new(
        "a question about somebody's state of mind",
        &[Health],
        "little interest; little interest pleasure; fidgety; unable to sit still; distracted \
             easily; easily distracted; daydreams; daydream too much; afraid of new situation; \
             irritable; hopeless; feels hopeless; worries a lot; many worries; spends more time \
             alone; less interested; acts as if driven; trouble with teacher; down on self; down \
             on him; feels bad; fight with other child; refuses to share; restless overactive; \
             often unhappy; nervous clingy; loses temper; hot temper; steals from home; lies or \
             cheats; squirming; constantly fidgeting; solitary; many fear; attention span; \
             thinks before acting; considerate of other people; shares readily; picked on or \
             bullied; able to cope; tense anxious; talking to people too much; someone to turn \
             to for support; plans to end my life; panic or terror; stand up from sitting; stand \
             for long period; walk short distance; walk long distance; climbing stairs; washing \
             whole body; getting dressed; unnecessary risk; gets hurt; less fun; acts younger; \
             blames others; teases others; does not show feeling; get people feeling; drink \
             containing alcohol; six or more drinks; unable to stop drinking; feeling guilt \
             remorse; school grades dropping; absent from school anxiety; feeling down; down \
             depressed; depressed hopeless; trouble sleeping; trouble falling asleep; feeling \
             tired; little energy; poor appetite; overeating; feeling bad about yourself; \
             trouble concentrating; moving speaking slowly; better off dead; feeling nervous; \
             nervous anxious; control worrying; worrying too much; trouble relaxing; restless; \
             easily annoyed; feeling afraid; feeling useful; feeling relaxed; dealing problems \
             well; thinking clearly; feeling close people; feeling optimistic; felt tense; felt \
             panic; felt despairing; felt unhappy; unwanted images; unable cope; tearful; crying \
             spell; panic; fearful; feel lonely often; loss of interest; anhedonia; guilt \
             feeling; suicidality; ideation; distressed reaction; disorientated; unconscious; \
             hoarding disorder; hoarding behaviour; gambling abuse; gambler; problem gambler; \
             gambling disorder; compulsive gambling; relapse plan; relapse action; relapse \
             prevention; rumination; dissociation; flashback; hypervigilance; avoidance symptom; \
             intrusive thought; compulsion; binge; purging; body image; low self esteem; self \
             esteem; emotional regulation; psychological wellbeing; psychological therapies; \
             anxiety depression; usual activities; pain discomfort; self care ability",
    )
    .sub_kind("mental-health")
    .unless("menu; button; alarm; kernel; thread; surface; search"),
    Concept::new("a questionnaire about drinking", &[Health], "cage")
        .sub_kind("substance-misuse")
        .of_tables()
        .needs("patient; alcohol; drinking; questionnaire; screening; score"),
    Concept::new(
        "smoking",
        &[Health],
        "smoking; smoke; smoked; ever smoked; cigarette; cigarettes per day; quit smoking; vape; \
             vapes; passive smoking; pack years",
    )
    .sub_kind("substance-misuse")
    .unless(
        "room; hotel; property; product; sale; detector; allowed; permitted; policy; retail; \
             spending; price; duty; test; alarm; gram; consumption; amenity; accommodation; \
             tenancy; ui; litre; area",
    ),
    Concept::new(
        "health, in the record of a patient",
        &[Health],
        "hb; rh; bp; whr; medicament; procedure; procedures; finding; exercise; sleep hours; \
             healed; discontinued; immunity; childbearing; birth control; contraceptive; \
             anticonceptive",
    )
    .needs(
        "patient; prescription; diagnosis; clinical; mhs; mhsd; csd; msd; iapt; ecd; hospital; \
             medical; evaluation",
    )
    .unless("staff; config; configuration; billing; complaint; product; policy; home"),
    Concept::new("health in a family", &[Health], "family history; father history; mother history")
        .whole()
        .needs("patient; prescription; diagnosis; clinical; hospital; medical; evaluation; health"),
    Concept::new(
        "the cause of a death",
        &[Health],
        "autopsy; post mortem; postmortem; cause concept; cause source; underlying cause; \
             underlying condition; direct cause of death; contributing condition; mortality cause",
    ),
    Concept::new(
        "medicines, by what they do",
        &[Health],
        "antihypertensive; anticonvulsant; antiepileptic; diuretic; beta blocker; ace inhibitor; \
             calcium channel blocker; bronchodilator; hypnotic; mood stabiliser; lithium \
             carbonate; on lithium; clozapine; antiemetic; antihistamine; corticosteroid; \
             immunosuppressant; immunosuppression; laxative; antifungal; antiviral; \
             antimalarial; antimicrobial; antipyretic; antispasmodic; antiplatelet; anti \
             platelet; anti coagulant; lipid lowering; hypoglycaemic; sulphonylurea; metformin; \
             aspirin; paracetamol; ibuprofen; morphine; codeine; tramadol; fentanyl; diazepam; \
             buprenorphine; suboxone; nsaid; ssri; doac; noac; tamoxifen; levothyroxine; folic \
             acid; iron supplement; tetanus; bcg; mmr; dtap; rotavirus; hpv vaccine; \
             pneumococcal; meningococcal; drug therapy; drug treatment; current drug; controlled \
             drug; med name; med purpose; med dose; med duration; med frequency; med list; drug \
             name; generic name; brand name drug; isoniazid; dapsone; cotrimoxazole; arv; arv \
             adherence; art adherence; adherence counselling; on ipt; ipt started; ipt outcome; \
             for ipt; prophylaxis; inh dispensed; tb prophylaxis; number of pills; pill burden; \
             dispensed; dispensing; dispense; repeat prescription; over the counter; bnf; bnf \
             code; bnf chapter; dmd code; snomed code; cpt; cpt code; a1c; problem list; hpi; \
             pmh; pmhx; assessment and plan; vital bp; vital hr; vital temp; vital weight; vital \
             sign; procedure snomed; rxnorm; ndc code; atc code; loinc; ctv3; opcs code; drg \
             code; drg concept; drg source; icd diagnosis",
    )
    .sub_kind("medical-care")
    .of_tables(),
    Concept::new(
        "a kind of illness",
        &[Health],
        "skin issue; digestive issue; digestive; vitamin deficiency; nutritional deficiencies; \
             loss of consciousness; semh; sensory need; sensory physical need; sensory seeking; \
             sensory avoidance; sensory processing; expressive language; receptive language; \
             developmental history; dev history; developmental milestone; motor skill; \
             undiagnosed; communication interaction need; comm interaction need; manic; manic \
             episode; mania; hypomania; chronicity; somatic; ect; electroconvulsive; functional \
             improvement; advance directive; advanced directive; daily functioning; neoplasm; \
             malignancy; malignant; metastasis; metastatic; leukaemia; leukemia; ischaemic; \
             ischemic; ischaemia; cerebrovascular; myocardial; infarction; angina; thrombosis; \
             thromboembolism; embolism; aneurysm; varicose; haemorrhoid; metabolic disorder; \
             nutritional deficiency; circulatory disorder; congenital anomaly; genitourinary; \
             digestive disorder; endocrine disorder; blood disorder; haemophilia; hemophilia; \
             thalassaemia; cystic fibrosis; crohn; colitis; coeliac; celiac; irritable bowel; \
             reflux disease; ulcerative; gastric ulcer; cirrhosis; hepatomegaly; gout; \
             osteoporosis; rheumatoid; lupus; psoriasis; dermatitis; acne; shingles; measles; \
             mumps; rubella; chickenpox; varicella; malaria; cholera; typhoid; dengue; ebola; \
             polio; pertussis; diphtheria; scarlet fever; meningitis; encephalitis; motor \
             neurone; huntington; parkinsonism; neuropathy; retinopathy; glaucoma; tinnitus; \
             vertigo; preeclampsia; pre eclampsia; eclampsia; ectopic; gestational diabetes; \
             postnatal depression; dm diagnosis; dm symptom; dm treatment; dm medication; on dm; \
             htn; hbp; dyslipidaemia; dyslipidemia; hyperlipidaemia; hypercholesterolaemia; ckd; \
             cvd; ihd; chd; cva; tia; pcos; uti; gord; gerd; ibs; ibd; mnd; ms diagnosis; long \
             covid; covid positive; covid symptom; anosmia; sarcopenia; cachexia; dehydrated; \
             sepsis risk; stroke tia; smi register; qof; ltc; learning disability register; \
             nutrition status; nutritional status; lethargy; lethargic; night sweat; pallor; \
             coronary; cad; history of cad; cacx; sti; physical issue; physical health issue; \
             family planning; family planning method; ever had menses; anc; anc number; ivf; \
             fertility; infertility; egg freezing; ttc; trying to conceive; wasting; stunting; \
             undernutrition",
    )
    .sub_kind("medical-care")
    .unless("course; module; student"),
];
