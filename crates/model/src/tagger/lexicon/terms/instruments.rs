//! Questionnaires and scales, what people take, and the parts of the body (SC-01).

use super::super::Concept;
use super::care::CARE;
use crate::Category::Health;

pub(in crate::tagger) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "an answer to a questionnaire about health",
        &[Health],
        "itq score; international trauma questionnaire; oci r; ocir; obsessive compulsive \
             inventory; spin score; social phobia inventory; pdss; panic disorder severity; qpr \
             score; process of recovery; recovering quality of life; reqol 10; reqol 20; cyp ors; \
             cors score; outcome rating scale; session rating scale; srs session; chedoke; fim \
             score; fim total; fim fam; functional independence measure; abcd2; chads vasc; \
             chadsvasc; cha2ds2; has bled; hasbled; qrisk; qrisk2; qrisk3; curb 65; curb65; wells \
             score; timi score; apache ii; sofa score; qsofa; saps ii; meld score; child pugh; \
             rudas; gpcog; 6cit; six item cognitive; abbreviated mental test; amt score; clock \
             drawing; gds 15; gds15; geriatric depression; neuropsychiatric inventory; npi score; \
             npi q; cohen mansfield; cmai; disdat; whoqol; who qol; whoqol bref; quickdash; quick \
             dash; startback; oswestry disability; odi score; roland morris; rmdq; neck \
             disability index; iief; iief 5; ipss; prostate symptom score; iciq; kings health \
             questionnaire; pfdi; pfdi 20; ballard score; bishop score; acq score; asthma control \
             questionnaire; gad7 total; phq9 total; wais; wais iv; wppsi; wisc v; bas3; british \
             ability; celf; adaptive behaviour assessment; leuven scale; leuven wellbeing; boxall \
             profile; scq score; social communication questionnaire; scared score; cbcl; child \
             behaviour checklist; brief p; brief 2; basc; basc 3; assist lite; crafft; dudit; \
             cudit; sows score; severity of dependence; short opiate; michigan alcoholism; mast \
             score; sad persons; bsl 23; borderline symptom; scid; scid ii; mini interview; mini \
             neuropsychiatric; sapas; msi bpd; iphes; maudsley addiction; cans score; cans \
             assessment; camberwell assessment; altman mania; asrm; qids; qids sr; pswq; penn \
             state worry; gaf; gaf score; global assessment of functioning; global functioning; \
             gsq; karnofsky score; ecog status; who performance; edmonton symptom; palliative \
             outcome; phase of illness; pediatric symptom checklist; psc 17; psc17; psc 35; \
             pedsql; kidscreen; kidscreen 10; kidscreen 27; ucla lonely; de jong gierveld; \
             gierveld; lubben; lubben social; oslo social support; duke health; warwick \
             edinburgh; short warwick; satisfaction with life scale; swls; rosenberg self esteem; \
             general self efficacy; gse score; resilience scale; brief resilience; brief cope; \
             maslach burnout; copenhagen burnout; oldenburg burnout; ies r; iesr; impact of \
             event; impact of events; trauma symptom; tscc; cries 8; cries 13; cries8; cries13; \
             childrens revised impact; spence anxiety; scas; scas p; mfq; smfq; mood and \
             feelings; caregiver strain; carer strain; carer burden; caregiver burden; zarit \
             burden; adult carer qol; ac qol; carer quality of life; purposet; hospital anxiety; \
             dass; dass score; dass depression; perceived stress; pss 10; pss10; life events \
             scale; adverse childhood; aces score; aces total; bai score; bai total; bdi total; \
             cesd; ces d; mspss; hrqol; sf 6d; hui3; pain catastrophizing; pain catastrophising; \
             pcs pain; tampa scale; kinesiophobia; brief pain inventory; mcgill pain; visual \
             analogue pain; numeric pain; ndi score; fear avoidance; photosensitivity scale; \
             sleep condition indicator; stop bang; snoring scale; sarc f; mna sf; mini \
             nutritional; purpose pressure; cubbin jackson; glamorgan score; humpty dumpty; \
             stratify falls; hendrich; johns hopkins fall; tinetti balance; berg balance; \
             functional reach; six minute walk; 6mwt; sit to stand; grip strength; gait speed; \
             edmonton frail; electronic frailty; efi score; frailty index; prisma 7; prisma7; \
             katz adl; lawton iadl; katz index; berg balance scale; spence children; rosenberg \
             scale; griffiths scale; oswestry index; borg scale; rancho los amigos; portage \
             checklist; oswestry score; hoos; koos; abas; ipos score; esas score; hads total; \
             boxall score; barthel total; northwick park; rivermead; disability rating scale; \
             glasgow outcome; canadian occupational; copm; amps score; mohost; honos total; honos \
             adl; honos rated; cluster mental health; mhct; care cluster; dialog total; mansa \
             score; sdq score; sdq impact; sdq parent; sdq teacher; conners score; vadrs; snap \
             score; asrs total; aq 50; aq50; cat q; raads; raads r; ados 2; disco autism; srs 2 \
             autism; m chat; denver developmental; schedule of growing; bayley score; asq se; \
             asqse; toddler screening; edinburgh score; epds total; whooley; gad 2; lmup; nyha \
             class; mrc scale; mmrc; catscore copd; copd cat; rpe borg; asa physical",
    )
    .sub_kind("medical-care")
    .unless(
        "finance; dns; game; sport; spring; film; movie; company; bank; api; stock; football; \
             cricket; trading; software",
    ),
    Concept::new(
        "a questionnaire about health, in a record of care",
        &[Health],
        "hads; itq; qpr; cors; ors; srs; dialog; stratify; fim; gds; npi; dash; ipss; wais; \
             celf; derbyshire; cage; cows; cans; gaf; gsq; psc; audit; tug; norton; isi; acq; \
             pasi; poem; scq; duke; cia; cat; subscale; scale score; raw score; scaled score; cut \
             off; reliable change; baseline score",
    )
    .sub_kind("medical-care")
    .whole()
    .needs(
        "patient; clinical; psychological; psychiatric; therapy; therapist; symptom; nursing; \
             ward; hospital; rehabilitation; depression; anxiety; autism; dementia; pain; \
             wellbeing",
    ),
    Concept::new(
        "what a person takes",
        &[Health],
        "teetotal; abstinent; abstinence; drinker; problem drinker; problem drinking; heavy \
             drinker; binge drinker; binge drinking; alcohol units; drinks per week; drinks per \
             day; hazardous drinking; harmful drinking; street drinking; hangover; dt seizure; \
             delirium tremens; withdrawal seizure; alcohol withdrawal; opiate withdrawal; opioid \
             withdrawal; detoxing; crack smoking; smokes crack; crack pipe; powder cocaine; coke \
             use; freebase; marijuana; hashish; weed smoker; smokes weed; weed use; skunk use; \
             hash use; edibles use; thc; thc level; cbd oil; spice use; spice smoker; synthetic \
             cannabinoid; black mamba; speed use; crystal meth; meth use; base speed; mdma; \
             ecstasy; ecstasy use; lsd; lsd use; magic mushroom; magic mushrooms; psychedelic; \
             hallucinogen; dmt use; pcp use; angel dust; khat; khat use; kratom; nitrous oxide \
             use; laughing gas; whippets; amyl nitrite; glue sniffing; solvent abuse; solvent \
             use; solvent misuse; volatile substance; aerosol abuse; butane use; petrol sniffing; \
             inhalant; anabolic; image enhancing drug; performance enhancing drug; benzos; benzo \
             use; street benzos; street valium; street drugs; street drug; prescription drug \
             misuse; over the counter misuse; ghb; gbl; ghb gbl; g use; mcat; meow meow; drone \
             use; legal high; legal highs; novel psychoactive; new psychoactive; nps use; chemsex \
             drugs; purple drank; roofies; opium; xanax; alprazolam; oxy use; oxycodone use; iv \
             use; iv drug; iv drug user; ivdu; pwid; intravenous use; injects drugs; injecting \
             site; groin injecting; needle use; shared needle; shares needle; shared equipment; \
             works sharing; naloxone kit; take home naloxone; supervised consumption; daily \
             pickup; opioid substitution; opiate substitute; ost prescription; titration dose; \
             clean time; clean date; days clean; days sober; sober date; sobriety date; months \
             sober; in recovery; recovery date; step work; twelve step; 12 step; recovery \
             sponsor; aa sponsor; na sponsor; sponsor recovery; drug of choice; substance of \
             choice; primary drug; secondary drug; primary substance; secondary substance; \
             tertiary substance; age first used; age of first use; days used; last used date \
             drug; drug paraphernalia; polydrug; poly drug; poly substance; adulterated sample; \
             dilute sample; sample tampered; positive screen; hair test; swab test drug; shisha; \
             hookah; snus; chewing tobacco; betel; betel nut; paan; rolling tobacco; roll ups; \
             roll up cigarettes; e cigarette; ecigarette; ecig; vape use; vaper; nicotine patch; \
             pack year; pack years; caffeine intake; caffeine consumption; laxative abuse; \
             steroid abuse; steroid use",
    )
    .sub_kind("substance-misuse")
    .unless(
        "engine; sale; retail; product; licence; food; game; css; file; audio; sensor; ram; fuel",
    ),
    Concept::new(
        "what a person takes, in a record of such use",
        &[Health],
        "crack; smack; snorted; sharps; injects; weed; skunk; hash; coke; speed; spice; acid; \
             mushroom; solvent; glue; butane; aerosol; pills; uppers; downers; whizz; tina; \
             molly; lean; charlie; script; pickup; titration; last used; first used; withdrawal; \
             blackouts; dts; paraphernalia; cbd; dmt; pcp; patch; gum; readiness; cravings; \
             steroid; khat; prescribed; tobacco; smoking",
    )
    .sub_kind("substance-misuse")
    .whole()
    .needs(
        "substance; drug; alcohol; addiction; misuse; recovery; opiate; opioid; heroin; ndtm; \
             detox; injecting; smoking; smoker; tobacco; nicotine",
    )
    .unless("victim; offence; crime; test; catalogue; formulary"),
    Concept::new(
        "a part of the body, in a record of care",
        &[Health],
        "abdomen; appendix; artery; atrium; bladder; breast; bile duct; brain stem; calf; \
             cartilage; chest; colon; diaphragm; eardrum; gum; gums; gut; hamstring; kidney; \
             limb; liver; lung; lungs; nipple; penis; pupil; pupils; radius; rib; ribs; rotator \
             cuff; sinus; skull; sling; torso; armpit; vas deferens; vein; vena cava; ventricle; \
             left ventricle; right ventricle; womb; heart valve; cervical spine; spine; spinal; \
             shoulder; elbow; wrist; hip; knee; ankle; toe; finger; jaw; throat; tongue; nail; \
             lip; eye; ear; nose; muscle; joint; nerve; tissue; blood; bone; brain; heart; neck; \
             back; foot; feet; hand; arm; leg; head; skin; scalp; hair; tooth; mouth; airways; \
             bowels; stomach; pelvis; groin; laterality; body site; body part; affected side; \
             affected area",
    )
    .sub_kind("medical-care")
    .whole()
    .needs(CARE)
    .unless("pulse; image; upload; website; template; staff; film"),
    Concept::new(
        "a part of the body that is ill or examined",
        &[Health],
        "lung cancer; kidney disease; kidney stone; liver disease; liver failure; fatty \
             liver; heart disease; heart rhythm; heart sounds; lung sounds; breath sounds; bowel \
             sounds; bowel habit; bladder scan; breast exam; breast examination; chest exam; \
             abdominal exam; rectal exam; pelvic exam; eye exam; ear exam; foot exam; \
             neurological exam; physical findings; exam findings; rotator cuff; cruciate \
             ligament; knee ligament; vas deferens; bile duct; heart valve; womb; eardrum; vena \
             cava; knee injury; back injury; shoulder injury; neck injury; ankle injury; wrist \
             injury; hand injury; eye injury; back problem; knee problem; hip problem; joint \
             problem; eye problem; ear problem; foot problem; skin problem; stomach problem; \
             bowel problem; bladder problem; kidney problem; liver problem; lung problem; dental \
             problem; tooth decay; missing tooth; teeth problem; arfid; pfizer; astrazeneca; \
             injection site; cpr; resuscitated; tanner stage; voice broken; morning after pill; \
             emergency contraception; birth control; sterilised person; miscarried; partner \
             notification; nasal congestion; blocked nose; twitching; drop attack; port a cath; \
             portacath; aac device; auto injector; autoinjector; artificial eye; special \
             footwear; surgical boot; walking boot; walking stick; iron deficiency; sickle \
             screen; afb smear; acid fast; crp; esr; gamma gt; growth hormone; igf1; protein c \
             level; dsdna; tissue transglutaminase; ttg; complement c3; complement c4; corrected \
             calcium; anti hbc; parathyroid hormone; vldl; gfr",
    )
    .sub_kind("medical-care")
    .unless("animal; pet; car; engine; trading; stock; company"),
    Concept::new(
        "a finding that medicine names",
        &[Health],
        "inflammation; atrophy; pneumonia; intoxication",
    )
    .sub_kind("medical-care")
    .unless("software; data; code"),
    Concept::new(
        "what a chart writes short",
        &[Health],
        "fhx; shx; phx; pmhx; pshx; famhx; medhx; psychhx; social hx; family hx; medication \
             hx; trauma hx; dental hx; birth hx; substance hx; allergy hx; t2dm; t1dm; type 2 dm; \
             type 1 dm; iddm; niddm; esrd; eskd; afib; hfref; hfpef; bgl; nocte; heent; perrla; \
             abdo; abdo pain; tx plan; sx onset; dx code; rx number; flujab; medslist; prn med; \
             prn medication; ivdu hx; etoh; etoh use; nkfa; tmj; adls; iadls; badl; dnacpr \
             status; cpr status; must score; pews score; gcs total; ed attendance; ae attendance; \
             a e attendance; icu admission",
    )
    .sub_kind("medical-care")
    .unless("message; channel; decimetre; chess"),
    Concept::new(
        "what a chart writes short, in a record of care",
        &[Health],
        "hx; tx; sx; sob; mi; chf; oa; mdd; odd; pci; als; loc; ams; npo; tds; qds; mane; hr; \
             rr; gi; gu; msk; cvs; cns; neuro; resp; jvp; rom; eom; nad; dm1; dm2; hf; copd; ra; \
             bka; thr; tkr; lscs; svd; nvd; fhr; sfh; gtt; sats; temp c; bm; bms; gyn; prn; iv; \
             pv; ng",
    )
    .sub_kind("medical-care")
    .whole()
    .needs(
        "patient; clinical; hospital; inpatient; ward; nursing; diagnosis; icu; chart; \
             medical; symptom; gp",
    )
    .unless("order; purchase; staff; supplier; billing; payroll"),
];
