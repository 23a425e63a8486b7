//! Illnesses, medicines, aids and offences by their own names (SC-01, SC-07).

use super::Concept;
use crate::Category::{
    CriminalOffence, Health, PoliticalOpinions, ReligiousOrPhilosophicalBeliefs,
};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "an illness or an injury by its name",
        &[Health],
        "remission; in remission; remission date; fluid intake; food intake; food fluid intake; \
             emotional stability; emphysema; bronchiectasis; influenza; flu; rsv; otitis media; \
             glue ear; macular degeneration; detached retina; keratoconus; strabismus; squint; \
             amblyopia; cptsd; complex ptsd; bpd; eupd; borderline personality; schizoaffective; \
             sciatica; slipped disc; spondylitis; spondylosis; stenosis; kyphosis; lordosis; \
             bursitis; carpal tunnel; frozen shoulder; osteopenia; rickets; sprain; concussion; \
             whiplash; ulcer; stomach ulcer; peptic ulcer; gastritis; reflux; acid reflux; \
             heartburn; gallstone; kidney stone; diverticulitis; haemorrhoid; piles; \
             appendicitis; peritonitis; hypothyroidism; hyperthyroidism; addison disease; \
             cushing; acromegaly; goitre; graves disease; hashimoto; phenylketonuria; pku; \
             galactosaemia; lymphoma; myeloma; melanoma; glioma; sarcoma; mesothelioma; tumour; \
             tumor; lump; cyst; polyp; erectile dysfunction; impotence; fibroids; fibroid; \
             termination of pregnancy; iud; contraceptive coil; prolapse; thrush; bacterial \
             vaginosis; preterm birth; hyperemesis; mastitis; impetigo; ringworm; athletes foot; \
             verruca; wart; warts; herpes; cold sore; aids; mrsa; norovirus; c difficile; \
             clostridium; salmonella; e coli; campylobacter; giardia; legionella; listeria; lyme \
             disease; toxoplasmosis; cmv; cytomegalovirus; epstein barr; glandular fever; mpox; \
             monkeypox; zika; yellow fever; rabies; leprosy; anthrax; tetanus; botulism; scurvy; \
             kwashiorkor; marasmus; bilharzia; schistosomiasis; trachoma; filariasis; helminth; \
             hookworm; threadworm; bedbug bites; appetite loss; loss of appetite; sweating; \
             night sweats; hot flush; hiccup; hoarseness; blurred vision; double vision; \
             photophobia; neck stiffness; stiff neck; muscle weakness; muscle ache; myalgia; \
             joint pain; joint stiffness; arthralgia; chills; rigors; wheeze; wheezing; sputum \
             colour; haemoptysis; nosebleed; epistaxis; itching; itch; hives; urticaria; \
             anaphylaxis; blister; abscess; boil skin; gangrene; necrosis; frostbite; \
             hypothermia; heatstroke; dehydration; drowsiness; lethargy; agitation; \
             restlessness; tics; stammer; stutter; aphasia; dysarthria; dysphagia; dysphasia; \
             apraxia; ataxia; spasticity; paralysis; hemiplegia; quadriplegia; paraplegia; \
             tetraplegia; hydrocephalus; microcephaly; neural tube defect; foetal alcohol; fasd; \
             fetal alcohol; cleft lip; heart murmur; heart block; arrhythmia; tachycardia; \
             cardiomyopathy; endocarditis; peripheral vascular; dvt; pulmonary embolism; \
             varicose vein; raynaud; lymphoedema; vasculitis; scleroderma; sarcoidosis; sjogren; \
             myasthenia; guillain; als disease; friedreich; marfan; ehlers danlos; \
             hypermobility; pots syndrome; turner syndrome; fragile x; williams syndrome; rett \
             syndrome; angelman; prader willi; edwards syndrome; patau; g6pd; porphyria; wilson \
             disease; haemochromatosis; neurofibromatosis; tuberous sclerosis; alopecia; \
             vitiligo; rosacea; hidradenitis; lichen planus; keloid; ingrown toenail; bunion; \
             plantar fasciitis; fallen arches",
    )
    .sub_kind("medical-care")
    .unless(
        "camera; image; colour; metal; engine; water; tooling; network; virus; scan; band; \
             aircraft; security; computer; game; film; book; charity; campaign",
    ),
    Concept::new(
        "a medicine by its name",
        &[Health],
        "clopidogrel; ticagrelor; prasugrel; apixaban; rivaroxaban; dabigatran; edoxaban; \
             heparin; ramipril; lisinopril; enalapril; perindopril; captopril; bisoprolol; \
             atenolol; propranolol; carvedilol; metoprolol; nebivolol; furosemide; bumetanide; \
             spironolactone; bendroflumethiazide; indapamide; doxazosin; digoxin; amiodarone; \
             verapamil; diltiazem; nitroglycerin; gtn spray; isosorbide; salbutamol; ventolin; \
             albuterol; salmeterol; tiotropium; seretide; symbicort; beclometasone; budesonide; \
             fluticasone; prednisolone; dexamethasone; hydrocortisone; montelukast; \
             theophylline; ranitidine; famotidine; lactulose; senna; loperamide; mebeverine; \
             metoclopramide; cyclizine; domperidone; gabapentin; pregabalin; carbamazepine; \
             lamotrigine; levetiracetam; valproate; phenytoin; topiramate; amitriptyline; \
             nortriptyline; sertraline; citalopram; escitalopram; paroxetine; mirtazapine; \
             venlafaxine; duloxetine; trazodone; bupropion; zopiclone; zolpidem; temazepam; \
             lithium; olanzapine; quetiapine; risperidone; haloperidol; aripiprazole; \
             chlorpromazine; paliperidone; depot injection; methylphenidate; ritalin; \
             concerta; lisdexamfetamine; atomoxetine; dexamfetamine; melatonin; donepezil; \
             memantine; rivastigmine; galantamine; levodopa; ropinirole; baclofen; sumatriptan; \
             carbimazole; thyroxine; liraglutide; semaglutide; ozempic; gliclazide; sitagliptin; \
             empagliflozin; dapagliflozin; glargine; finasteride; tamsulosin; solifenacin; \
             oxybutynin; sildenafil; tadalafil; testosterone; oestrogen; estrogen; progesterone; \
             utrogestan; levonorgestrel; depo provera; implanon; misoprostol; mifepristone; \
             oxytocin; methotrexate; azathioprine; hydroxychloroquine; sulfasalazine; \
             adalimumab; infliximab; etanercept; rituximab; cyclophosphamide; cisplatin; \
             letrozole; anastrozole; allopurinol; colchicine; naproxen; diclofenac; meloxicam; \
             celecoxib; oxycodone; hydrocodone; oxycontin; vicodin; dihydrocodeine; co codamol; \
             cocodamol; lidocaine; subutex; methadose; espranor; buvidal; disulfiram; \
             acamprosate; naltrexone; varenicline; champix; nicotine replacement; alendronic \
             acid; calcium supplement; vitamin d; vitamin b12; ferrous sulphate; cetirizine; \
             loratadine; fexofenadine; chlorphenamine; hydroxyzine; promethazine; aciclovir; \
             oseltamivir; tenofovir; lamivudine; zidovudine; efavirenz; nevirapine; \
             dolutegravir; lopinavir; ritonavir; truvada; rifampicin; rifampin; pyrazinamide; \
             ethambutol; bedaquiline; artemether; quinine; chloroquine; fluconazole; nystatin; \
             clotrimazole; metronidazole; trimethoprim; nitrofurantoin; flucloxacillin; \
             ciprofloxacin; doxycycline; vancomycin; gentamicin; ceftriaxone; cefalexin; \
             meropenem; penta 3; penta3; pentavalent vaccine; opv; ipv vaccine; yellow fever \
             vaccine; pmtct; art regimen line",
    )
    .sub_kind("medical-care")
    .unless("battery; ion; bus; railway; warehouse; site; storage; mine; train; vehicle"),
    Concept::new(
        "an aid or a test of somebody who is ill or disabled",
        &[Health],
        "zimmer; zimmer frame; walking frame; rollator; walking stick; white cane; guide dog; \
             stairlift need; cpap; bipap; ventilator support; nebuliser; nebulizer; splint; \
             orthotic; orthosis; insoles medical; compression stocking; tens machine; xray; x \
             ray result; psa; psa test; faecal; calprotectin; occult blood; pulse ox; review of \
             system; family hx; surgical hx; medical hx; past hx; code status; ghq; ghq12; ghq \
             12; scghq; audit c; auditc; problem description; amniocentesis; nuchal; anomaly \
             scan; dating scan; cvs test; guthrie; phlebotomy; venepuncture; catheterisation; \
             angiogram; angioplasty; bypass surgery; cabg; stent; echocardiogram; holter; \
             polysomnography; lumbar puncture; keyhole surgery; laparoscopy; colposcopy; \
             cystoscopy; bronchoscopy; gastroscopy; sigmoidoscopy; barium; dexa scan; pet ct; \
             fundoscopy; tonometry; retinal screening; foot screening; aaa screening; \
             spirometer; peak flow reading",
    )
    .sub_kind("medical-care")
    .unless(
        "baggage; luggage; airport; cargo; price; security; code; ticket; advert; public; \
             announcement; housing; precinct",
    ),
    Concept::new(
        "an offence by its name",
        &[CriminalOffence],
        "acquitted; acquitted date; aquited; acquittal; traffic conviction; traffic violation; \
             wounding; malicious wounding; violence against person; violence against the person; \
             money laundering conviction; forgery; counterfeiting; blackmail; extortion; kidnap; \
             kidnapping; abduction; false imprisonment; cultivation of cannabis; dangerous \
             driving; careless driving; drug driving; driving while disqualified; drink drive; \
             disqualified driver; driving ban; perverting justice; perverting course of justice; \
             perjury; contempt of court; harbouring offender; people smuggling; human \
             trafficker; county lines dealer; riot; violent disorder; threats to kill; making \
             threats kill; possession of weapon; bladed article; trespass with intent; going \
             equipped; going equipped for stealing; taking without consent; twoc; joyriding; \
             handling stolen; receiving stolen property; embezzlement; tax evasion; benefit \
             fraud conviction; identity theft offender; indecent exposure; voyeurism; indecent \
             image; possession indecent image; soliciting; kerb crawling; loitering; drunk and \
             disorderly; drunk disorderly; public intoxication; disorderly conduct; larceny; \
             homicide; manslaughter; felony; felonies; misdemeanour; misdemeanor; grand theft; \
             petty theft; hit and run; dui arrest; parole violation; probation violation; \
             failure to appear; vior; registered sex offender; curfew tag; electronic curfew; \
             fine imposed; court fine; conditional caution; final warning; reprimand youth; yro; \
             dto; youth rehabilitation; detention and training; iss programme; caution date; \
             police caution; simple caution; charge wording; charge laid; charged with; pnd \
             reference; tariff expiry; hdced; crd release; pss end; pss end date; parole board; \
             parole hearing; rotl; open conditions; recategorisation; adjudication prison; \
             prison adjudication; segregation unit; cellmate risk; csra; arrestee; armed with; \
             weapon armed; ptc reason; detention authorised",
    )
    .unless(
        "product; software; alarm; prevention; insurance; cover; statistic; game; film; rating; \
             kitchen; material; metal; report; victim; screening; policy; compliance; detection",
    ),
    Concept::new(
        "what precedes a suicide",
        &[Health],
        "access to means; giving away possessions; making plans; method planned; frequency of \
             thoughts; withdrawal from activities; final arrangements",
    )
    .sub_kind("mental-health")
    .needs("suicide; suicidal; self; risk; crisis; harm")
    .unless("project; travel; event; investment"),
    Concept::new(
        "political opinions, as a survey asks after them",
        &[PoliticalOpinions],
        "death penalty; capital punishment; political ideology; political view; polview; \
             partisanship; left right scale; legalise marijuana; legalize marijuana; gun control \
             view",
    )
    .unless("court; sentence; case"),
    Concept::new(
        "religion or belief, as a survey asks after it",
        &[ReligiousOrPhilosophicalBeliefs],
        "religiosity; afterlife; life after death; religious rating; bible belief; prayer \
             frequency; frequency of prayer; service attendance religious; church power",
    )
    .unless("game; character; film"),
];
