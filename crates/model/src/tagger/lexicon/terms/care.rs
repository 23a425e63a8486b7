//! What a chart, a laboratory, a ward or a support service calls things (SC-01).

use super::super::Concept;
use crate::Category::{BenefitsAndFinance, Genetic, Health};

/// Words that show a record of care: beside them a short or plain word has its medical meaning.
pub(super) const CARE: &str = "lab; laboratory; blood; serum; plasma; pathology; patient; specimen; clinical; \
             medical; hospital; vital; haematology; biochemistry; encounter; inpatient; ward; \
             nursing; nurse; diagnosis; prescription; gp; icu; chart; bedside; triage; symptom; \
             antenatal; maternity; therapy; therapist; clinic";

pub(in crate::tagger) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "a laboratory value",
        &[Health],
        "urine; urine colour; ascitic fluid; pleural fluid; joint fluid; synovial fluid; body \
             fluid; plasma cell; red blood cell; white blood cell; red cell count; white cell; \
             nucleated red; cd3; cd8; cd19; cd34; hla dr; factor ii; factor v; factor vii; factor \
             x; factor xi; factor xiii; prothrombin; sedimentation rate; bleeding time; clotting \
             time; whole blood; alanine; follicle stimulating; sex hormone; binding globulin; \
             iron binding; luteinising hormone; estimated gfr; fetal fibronectin; maternal \
             screen; triple test; quad test; combined test screening; mean corpuscular; mcv; \
             mchc; wcc; wbc count; rbc count; pcv; rdw; basophil; reticulocyte; plt count; \
             bicarbonate; urea; blood urea; serum urea; total protein; globulin; lipase; free t3; \
             free t4; ft3; ft4; prolactin; fsh; lh level; shbg; amh level; ca125; ca 125; ca19; \
             ca 19 9; afp level; cea level; alpha fetoprotein; ck mb; creatine kinase; nt probnp; \
             ntprobnp; aptt; antithrombin; factor viii; factor ix; uric acid; urate; lead level; \
             blood lead; serum iron; iron studies; transferrin; tibc; transferrin saturation; \
             serum folate; vitamin b12; vitamin level; caeruloplasmin; immunoglobulin; serum ige; \
             igg; igm; bence jones; paraprotein; light chain; free light chains; rheumatoid \
             factor; anti ccp; anti dsdna; hbsag; hcv antibody; hcv rna; hcv status; hbv status; \
             hbv dna; tpha; vdrl; rpr titre; urine culture; stool culture; throat swab; wound \
             swab; nasal swab; vaginal swab; blood culture; urine protein; urine glucose; urine \
             ketone; urine dip; urine dipstick; proteinuria; microalbumin; acr ratio; osmolality; \
             quantiferon; igra; mantoux; h pylori; ki67; gleason; paternity test; crossmatch; \
             cross match blood; coombs; antibody screen; antibody titre; antibody titer; csf \
             protein; csf glucose; pao2; paco2; pco2; hco3; base excess; anion gap; blood gas; \
             abg; drug level; trough level; tacrolimus level; salicylate level; paracetamol \
             level; carboxyhaemoglobin; methaemoglobin; semen analysis; sperm count; sperm \
             motility; hla typing; tissue typing; sweat test; blood film; bone marrow; tumour \
             marker; tryptase; hair strand test; cdt level; peth; fibrinogen; newborn blood spot; \
             blood spot; heel prick; thyroid function; liver function; kidney function; renal \
             function; lung function; clotting screen; full blood count; fbc; u and e; urea and \
             electrolytes; creatinine clearance; egfr; lipid profile; lipid panel; glucose \
             tolerance; ogtt; c peptide; hba1c ifcc",
    )
    .sub_kind("medical-care")
    .unless("soil; fertiliser; feed; crop; aquarium; pool; reactor; water"),
    Concept::new(
        "a laboratory value, in a record of care",
        &[Health],
        "alt; ast; alp; ggt; ldh; lh; amh; afp; cea; bnp; ck; hb; bun; c4; pth; acr; po2; \
             cdt; rast; specific ige; inr; pt; ptt; ige; iga; mch; plt; ph; rbc; csf; b12; \
             folate; iron; zinc; selenium; copper; calcium; magnesium; phosphate; sodium; \
             potassium; chloride; lactate; ammonia; msu; rpr; ana; anca; culture; swab; specific \
             gravity; motility; viscosity; turbidity; crystal; nitrite; leucocyte; ketone; \
             colour; consistency; titre; titer; reagent; analyte",
    )
    .sub_kind("medical-care")
    .whole()
    .needs(CARE)
    .unless("image; file; font; website; plant"),
    Concept::new(
        "a reading of the body",
        &[Health],
        "o2 sats; fvc; fev; qtc; qtc interval; central venous pressure; mean arterial \
             pressure; capillary refill; crt seconds; intracranial pressure; tidal volume; fio2; \
             inspired oxygen; oxygen flow; ventilator; ventilator mode; growth centile; height \
             centile; weight centile; bmi centile; news score; avpu; mews score; pews score; \
             acvpu; early warning score; blood glucose; capillary glucose; cbg; pupil size; stool \
             chart; bristol stool; fluid balance; fluid chart; input output chart; urine output; \
             apgar; foetal heart; fetal heart; foetal movement; fetal movement; fundal height; \
             cervical dilation; gestational age; birth weight; birthweight; head circumference; \
             muac; mid upper arm; upper arm circumference; weight for height; weight for age; \
             height for age; body fat; body surface area; bsa m2; peak flow; pefr; respirations \
             per minute; skin turgor; skin colour observation; blood pressure systolic",
    )
    .sub_kind("medical-care")
    .unless("car; engine; tyre; site; paper; newspaper"),
    Concept::new(
        "an illness by its name",
        &[Health],
        "hodgkins; anal fissure; body dysmorphia; body dysmorphic; antisocial personality; \
             narcissistic personality; avoidant personality; dissociative identity; emotionally \
             unstable; seasonal affective; pathological demand avoidance; pda profile; demand \
             avoidance; klinefelter; menieres; meniere; spinal muscular atrophy; tay sachs; joint \
             dislocation; scald; patent ductus; febrile convulsion; korsakoff; wernicke; shell \
             shock; vegetative state; minimally conscious; coma; brain death; brain dead; locked \
             in syndrome; sudden infant death; cot death; bronchiolitis; rett; huntingtons; \
             alzheimers; parkinsons; crohns; tourettes; aspergers; raynauds; sjogrens; wilsons \
             disease; hashimotos; downs syndrome; guillain barre; bells palsy; motor neuron; \
             motor neurone disease; me cfs; chronic fatigue; myalgic; long term illness; long \
             standing illness; longstanding illness; limiting long term; gulf war syndrome; \
             vibration white finger; repetitive strain; rsi injury; asbestosis; tick bite; dog \
             bite; snake bite; bee sting; sunburn; sunstroke; hayfever; hay fever; nut allergy; \
             tree nuts; pet dander; dust mite; pollen allergy; latex allergy; shellfish allergy; \
             adrenaline pen; adrenaline auto injector; epipen; nkda; graze; grazed; abrasion; \
             superficial injury; open wound; bite wound; crush injury; trigger finger; vocal \
             cord; nasal septum; deviated septum; bundle branch; foot drop; wrist drop; toxic \
             effect; heart arrest; cardiac arrest; sleep deprivation; chemical sensitivity; body \
             odour; amnesia; postural abnormality; abnormal posture; abnormal movement; \
             involuntary movement; geographic tongue; traumatic shock; medicalert; medic alert; \
             lactose intolerance; gluten intolerance; coeliac; pica; bedsore; bed sore; pressure \
             sore; pressure area; pressure ulcer; skin tear; leg ulcer; foot ulcer; moisture \
             lesion; ingrowing toenail; head injury; blunt trauma; stab wound; gunshot wound; \
             ligature risk; self inflicted; birth defect; birth injury; birth asphyxia; premature \
             baby; preemie; low birth weight; learning impairment; blood clot; hole in the heart; \
             heart defect; irregular heart; mini stroke; brain haemorrhage; brain bleed; bleed on \
             the brain; brain tumour; spinal injury; spinal cord injury; broken bone; broken arm; \
             broken leg; broken hip; hip fracture; torn ligament; slipped disc; trapped nerve; \
             bad back; bad knee; arthritic; stomach bug; food poisoning; water infection; kidney \
             infection; ear infection; eye infection; skin infection; throat infection; fungal \
             infection; superbug; blood borne virus; bloodborne virus; bbv; bbv status; german \
             measles; whooping cough; slapped cheek; hand foot and mouth; worms infection; crabs \
             pubic; mini mental",
    )
    .sub_kind("medical-care")
    .unless("game; film; book; charity; campaign; animal"),
    Concept::new(
        "a complaint",
        &[Health],
        "indigestion; petechiae; earache; ear ache; toothache; stomach ache; stomachache; \
             tummy ache; runny nose; sneezing; sore throat; loss of smell; loss of taste; sense \
             of smell; urinary retention; urinary frequency; early waking; tearfulness; drooling; \
             facial droop; slurred speech; bradykinesia; flatulence; passing wind; melaena; blood \
             in urine; blood in stool; blood in vomit; rectal bleeding; vaginal bleeding; vaginal \
             discharge; nipple discharge; breast lump; testicular lump; muscle cramp; leg cramp; \
             pins and needles; hair loss; fluid retention; ankle swelling; puffy ankles; chest \
             tightness; tight chest; racing heart; hot and cold; feeling faint; faintness; light \
             headed; lightheaded; brain fog; poor concentration; trouble breathing; difficulty \
             breathing; difficulty swallowing; trouble sleeping; difficulty sleeping; \
             sleeplessness; night terror; sleepwalking; panic symptom; withdrawal symptom; \
             craving; bloatedness; heavy period; irregular period; painful period; missed period; \
             spotting between periods; nappy rash; cradle cap; failure to thrive; faltering \
             growth; feeding difficulty; tongue tie; developmental regression",
    )
    .sub_kind("medical-care"),
    Concept::new(
        "a complaint, in a record of care",
        &[Health],
        "dry mouth; dry skin; depot; magnifier; peg; spacer; shunt; wig; insoles; collar; \
             coil; plaster; restraint; sweats; sats; blackout; burns; bloated; stitches; \
             psychology; rigidity; falls; snoring; thirst; itch; bruise; weakness; stiff; tender; \
             tenderness; discharge colour; euphoria; shakes; swelling; lump; bleeding; bloating; \
             discomfort; tiredness; sleepiness; withdrawal; craving; aura; numb; tics; bleed; \
             burn; odour; exudate; slough; granulation; redness; bruising",
    )
    .sub_kind("medical-care")
    .whole()
    .needs(CARE)
    .unless("waste; water; pipe; gas; oil"),
    Concept::new(
        "an operation or a treatment",
        &[Health],
        "spinal fusion; bypass graft; heart bypass; gastric bypass; gastric band; gastric \
             sleeve; cardioversion; valve replacement; valve repair; hernia repair; epidural; \
             iui; egg retrieval; egg collection; egg freezing; egg donor; sperm donor; donor egg; \
             donor sperm; embryo transfer; surrogacy; lithotripsy; ecmo; fine needle; needle \
             aspiration; pet scan; mri scan; ct scan; bone scan; ultrasound scan; emdr; \
             dialectical behaviour; suture; joint injection; steroid injection; depot injection; \
             botox; cannulation; cannula; cannula site; parenteral nutrition; tpn; iv infusion; \
             infusion rate; dbt therapy; dbt skills; enteral feed; peg feed; peg tube; ng tube; \
             nasogastric; puberty blocker; breast augmentation; breast reduction; tummy tuck; \
             hair transplant; laser eye; cataract operation; dental filling; root canal; tooth \
             extraction; wisdom tooth; dental crown; teeth cleaning; circumcised; vasectomy; \
             tubal ligation; sterilisation operation; plaster cast; wound dressing; wound care; \
             dressing change; wound closure; skin graft; nerve block; spinal tap; bowel prep; \
             enema; chest drain; blood transfusion; plasma exchange; stem cell transplant; \
             keyhole surgery; day case surgery; elective surgery; theatre list; surgical list; \
             operation date; operation type; operation note; pre op; post op; preop; postop; asa \
             grade; asa score; length of labour; induction of labour; number of deliveries; \
             vaginal birth; forceps delivery; c section; csection; vbac; home birth; water birth; \
             birth plan; breech; termination date pregnancy; sutured; intubated; catheterised; \
             fluoride varnish; smear test; cervical screening; breast screening; bowel screening; \
             newborn screening; hearing screening; vision screening; eye test; sight test; \
             hearing test; flu jab; travel vaccination; social prescription; play therapy; art \
             therapy; music therapy; drama therapy; equine therapy; talking therapy; talking \
             therapies; couples therapy; group therapy; exposure therapy; schema therapy; light \
             therapy; oxygen therapy; hormone treatment; fertility treatment; aversion therapy; \
             rehab exercise; physio exercise",
    )
    .sub_kind("medical-care")
    .unless("software; sprint; photo; metal; furniture; stage; gallery"),
    Concept::new(
        "a vaccine",
        &[Health],
        "six in one; 6 in 1 vaccine; preschool booster; pre school booster; teenage booster; \
             men b; menb; men c; menc; men acwy; menacwy; rotarix; gardasil; cervarix; fluenz; \
             moderna; novavax; comirnaty; spikevax; nuvaxovid; vaxzevria; zostavax; shingrix; \
             abrysvo; arexvy; imvanex; jynneos; engerix; twinrix; havrix; varivax; priorix; \
             pediarix; infanrix; repevax; revaxis; prevenar; pneumovax; menveo; nimenrix; \
             bexsero; hep a; hepa vaccine; smallpox; covid booster; booster date; vaccine batch; \
             vaccine dose; vaccine brand; vaccine site; jabbed; inoculation; inoculated; \
             serostatus; seropositive; seronegative; seroconversion; immunisation schedule; \
             immunisation history; unvaccinated; vaccine exempt; vaccine exemption; vaccine \
             hesitancy; ppv23; pcv13; dtap ipv; td ipv; hib menc; yellow fever; japanese \
             encephalitis",
    )
    .sure()
    .sub_kind("medical-care"),
    Concept::new("a vaccine", &[Health], "ipv; opv; hib; booster; td; dpt; dtp; pcv; jab; rota")
        .sub_kind("medical-care")
        .whole()
        .needs("vaccine; vaccination; immunisation; dose; batch; child; patient; clinic"),
    Concept::new(
        "an aid of somebody who is ill or disabled",
        &[Health],
        "stairlift; stair lift; bath lift; bath board; bath seat; shower chair; shower stool; \
             commode; raised toilet seat; grab rail; handrail need; ceiling hoist; hoist sling; \
             hoist transfer; mobile hoist; profiling bed; hospital bed; pressure mattress; \
             pressure cushion; pressure relieving; airflow mattress; slide sheet; transfer board; \
             transfer aid; standing frame; stand aid; turntable transfer; walking aid; walking \
             trolley; perching stool; artificial limb; prosthetic; false leg; leg brace; knee \
             brace; back brace; spinal brace; neck brace; ankle splint; wrist splint; telecare; \
             pendant alarm; falls detector; fall detector; falls sensor; epilepsy alarm; seizure \
             alarm; bed sensor; freestyle libre; dexcom; glucose monitor; insulin pump; \
             suprapubic; urinary catheter; catheter bag; catheter care; stoma bag; colostomy bag; \
             incontinence pad; continence pad; continence product; feeding tube; home oxygen; \
             oxygen concentrator; oxygen cylinder; inhaler; spacer device; dosette; dosette box; \
             blister pack; nomad box; pill box; compliance aid; medication dispenser; ted \
             stocking; support stocking; picc line; central line; hickman line; syringe driver; \
             prism lenses; contact lens; reading glasses; wears glasses; spectacles; mirena; \
             pessary; contraceptive coil; hip implant; pacemaker; implantable; mesh implant; \
             adapted vehicle; adapted car; adapted cutlery; adapted bathroom need; motability; \
             mobility scooter; powered wheelchair; electric wheelchair; manual wheelchair; \
             thickener; thickened fluid; pureed diet; puree diet; soft diet; minced and moist; \
             iddsi; bed rails; bed rail; bedrails; weighted blanket; ear defenders; sunflower \
             lanyard; communication passport; hospital passport; health passport; picture \
             exchange; communication board; eye gaze; hearing loop need; assistance animal; \
             medical alert bracelet; medical id",
    )
    .sub_kind("disability")
    .of_people()
    .unless("installed; hotel; product; sku; inventory; stock; price; retail; venue; amenity"),
    Concept::new(
        "a disability or a need that comes of one",
        &[Health],
        "deafened; dyscalculic; dyscalculia; non speaking; nonspeaking; limb difference; \
             restricted growth; dwarfism; visible difference; neurotypical; spoonie; energy \
             limiting; autistic burnout; autistic masking; slcn; pmld; spld; moderate learning; \
             severe learning; profound and multiple; multi sensory impairment; additional support \
             need; coordinated support plan; individual development plan aln; needs prompting; \
             transfers with two; assistance of two; assistance of one; two carers; double handed \
             care; lip reader; lip reading; sign language user; bsl interpreter; interpreter bsl; \
             needs interpreter bsl; guide communicator; personal assistant care; liberty \
             protection safeguard; lps authorisation; deputyship; court of protection; physical \
             intervention; restrictive practice; restrictive intervention; restraint used; safe \
             holding; behaviours of concern; behaviour of concern; distressed behaviour; safe \
             foods; restricted diet; executive function; executive functioning; sensory seeking; \
             day to day activities limited; activities limited; limits activities; difficulty \
             seeing; difficulty hearing; difficulty walking; difficulty remembering; difficulty \
             concentrating; difficulty communicating; difficulty self care; washington group; \
             impairment type; impairment group; access to work; workplace adjustment; freedom \
             pass disabled; disabled bus pass; disabled parking; disabled facilities grant; dfg \
             application; disabled students allowance; radar key; registered carer for; named \
             carer health; sensory room; hydration need; bedbound; chairbound; chair bound; \
             immobile person; bed bound; non ambulant; ambulant disabled; hearing difficulty; \
             sight difficulty; eye condition; speech delay; language delay; language disorder; \
             developmental language; auditory processing; visual stress; irlen",
    )
    .sub_kind("disability")
    .of_people(),
    Concept::new(
        "a benefit that illness or disability gives",
        &[Health, BenefitsAndFinance],
        "adult disability payment; child disability payment; limited capability for work; \
             lcwra; lcw; personal independence; attendance allowance; disability premium; severe \
             disability premium; industrial injuries; iidb; war disablement; war pension; \
             statutory sick pay; ssp amount; incapacity benefit; severe disablement; disabled \
             child element; disability element; work capability assessment; fit note; sick note; \
             doctors note; med3; mobility component; care component; daily living component; pip \
             daily living; pip mobility; dla mobility; dla care; ssdi; disability pension; \
             disability living; medical retirement; ill health retirement",
    ),
    Concept::new(
        "a service that treats or cares",
        &[Health],
        "memory service; memory clinic; medium secure; low secure; high secure hospital; \
             acute ward; admission ward; rehab ward; icu; hdu; nicu; picu; scbu; special care \
             baby; mother baby unit; mother and baby unit; labour ward; postnatal ward; birth \
             centre; early pregnancy unit; rapid response team; child development centre; \
             community paediatric; transforming care; integrated care team; sanatorium; \
             infirmary; convalescent; fracture clinic; minor injuries; urgent treatment; walk in \
             centre; stroke unit; renal unit; dialysis unit; pain clinic; falls clinic; falls \
             service; gum clinic; eye clinic; diabetes clinic; asthma clinic; warfarin clinic; \
             fertility clinic; gender clinic; gender identity clinic; eating disorder service; \
             perinatal mental; crisis house; safe haven crisis; psychiatric unit; secure unit \
             psychiatric; assertive outreach; early intervention psychosis; eip team; home \
             treatment; street triage; liaison psychiatry; place of safety; 136 suite; aftercare \
             117; district nursing; community nursing; community matron; virtual ward; hospital \
             at home; hospice; itu bed; itu admission; tavistock clinic; cpn name; gold standards \
             framework; preferred place of death; preferred place of care; respect form; dnacpr; \
             dnar; dnr; dnr order; advance decision; advance care plan; treatment escalation; \
             ceiling of care; smoking cessation; stop smoking; quit attempt; weight management; \
             alcoholics anonymous; narcotics anonymous; cocaine anonymous; aa meeting; na \
             meeting; smart recovery; sober living; residential rehab; rehab centre; detox unit; \
             methadone clinic; alcohol service; drug service; drug worker; alcohol worker; \
             recovery worker; stepped care; iapt step; psychology service; psychology referral; \
             nhs 111; 111 call; 999 ambulance; ambulance called; ambulance callout; named nurse; \
             macmillan nurse; named consultant; responsible clinician; approved mental health; \
             amhp; community psychiatric; admiral nurse; key nurse; lead clinician; specialty \
             code; treatment function; referral to treatment; two week wait; waiting list \
             hospital; bed days; organ donor; blood donor; donor card; supported living need; \
             extra care need; day hospital; dementia unit; nursing home; shared lives; treatment \
             centre; walk in clinic",
    )
    .sub_kind("medical-care")
    .unless("worker; workforce; employee; vet; veterinary; staff; car; engine; domain; dns"),
    Concept::new(
        "who treats, or of what",
        &[Health],
        "gastroenterology; immunology; otolaryngology; ear nose and throat; rheumatology; \
             urology; herbalist; homeopath; osteopath; chiropractor; acupuncturist; \
             perinatologist; neonatologist; optometry; orthoptist; audiologist; podiatrist; \
             chiropodist; dietitian; dietician; nutritionist; doula; geriatric; geriatrics; \
             geriatrician; paediatrics; hepatology; nephrology; haematology; venereology; \
             phlebotomist; radiographer; anaesthetist; obstetrics; obstetrician; gynaecology; \
             ophthalmology; orthodontist; orthodontics; dental hygienist; pulmonology; \
             neurosurgery; plastic surgery; vascular surgery; infectious diseases; tropical \
             medicine; sports medicine; palliative medicine; genetic counsellor; speech and \
             language therapist; salt referral; occupational therapy; physiotherapist; healthcare \
             assistant",
    )
    .sub_kind("medical-care")
    .unless(
        "module; course; degree; qualification; department; faculty; major; job; role; \
             subject; grade; award",
    ),
    Concept::new(
        "genes and what is known of them",
        &[Genetic],
        "tp53; msh2; mlh1; msh6; hfe gene; cftr; apoe; apoe4; apoe e4; hla dq; hla b27; \
             cyp2d6; cyp2c19; cyp2c9; dpyd; tpmt; kras; braf; jak2; bcr abl; pten; brca; brca1; \
             brca2; brca status; fmr1; factor v leiden; carrier screening; carrier testing; \
             genetic carrier; abortion date; pathogenic variant; variant classification; variant \
             of uncertain significance; trisomy; trisomy 21; trisomy 18; trisomy 13; nipt; cell \
             free dna; cascade testing; family pedigree; pedigree chart; genetic mutation; gene \
             mutation; mutation status; somatic mutation; germline; inheritance pattern; \
             autosomal; autosomal recessive; autosomal dominant; x linked; chromosomal \
             abnormality; chromosome; karyotype; polygenic; polygenic risk; genome sequencing; \
             exome; exome sequencing; whole genome; genotype; haplotype; allele; gene panel; gene \
             test; dna test; dna sample; dna result; dna match; y chromosome; mitochondrial dna; \
             maternal haplogroup; paternal haplogroup; haplogroup; lynch syndrome; hereditary; \
             hereditary condition; inherited condition; inherited disease; consanguinity; \
             consanguineous; newborn screen; genetic marker; methylation; telomere length; snp \
             genotype; preimplantation; pharmacogenomic; ancestry dna",
    )
    .unless(
        "algorithm; population; fitness; crossover; plant; crop; breed; dog; cattle; sire; dam",
    ),
];
