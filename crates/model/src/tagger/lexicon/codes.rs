//! Code names of well-known data sets that no dictionary of English has: hospital episodes, the national
//! drug treatment system, the household and health surveys of the United Kingdom and the United States
//! (SC-01, SC-07). Written from general knowledge of these standards.

use super::Concept;
use crate::Category::{
    CriminalOffence, Health, RacialOrEthnicOrigin, ReligiousOrPhilosophicalBeliefs,
    SexualOrientation,
};

pub(super) const CONCEPTS: &[Concept] = &[
    Concept::new(
        "a stay in hospital, in the codes of hospital episodes",
        &[Health],
        "admidate; admimeth; admisorc; admincat; admistat; admiage; disdate; dismeth; \
             disdest; disreadydate; operstat; opertn; opdate; posopdur; preopdur; tretspef; \
             mainspef; speldur; spelbgin; spelend; epidur; epistat; epitype; epistart; epiend; \
             classpat; intmanig; intdays; neocare; neodur; delmeth; delonset; delposn; delprean; \
             delposan; delplac; delinten; delchang; delstat; birweit; birordr; birstat; \
             birresus; biresus; gestat; numbaby; numpreg; numtailb; anasdate; anagest; antedur; \
             postdur; domproc; suscorehrg; sushrg; acscflag; wellbaby; causecode; alcdiag; \
             alcfrac; wardstrt; censtat; censward; detncat; detndate; mentcat; legalcat; \
             legalstat; leglstat; elecdate; elecdur; waitdays; rttperstart; rttperend; firstatt; \
             atentype; aearrivalmode; aeattendcat; aeattenddisp; aeattenddate; aedepttype; \
             aeincloctype; aepatgroup; aerefsource; concldur; depdur; tretdur; initdur; \
             procodet; gpprac; primercp; hrgnhs; ccstartdate; ccdisdate; ccunitfun; acpsour; \
             acpdisp; acploc; acpplan; bressupdays; aressupdays; liversupdays; rensupdays; \
             neurosupdays; dermsupdays; gisupdays; unbirdate; consdate; constype; enttype; \
             prodcode; bnfcode; issueseq; normfrom; normto; numdays; medcode; medcodeid; \
             prodcodeid; testresult; obsdate; obstypeid; drugsubstance; issuedate; estnhscost; \
             dosageid; quantunitid; sctconceptid; admtype; hesid; spno; admidt; disdt",
    )
    .sub_kind("medical-care"),
    Concept::new(
        "treatment for drugs or drink, in the codes of the national system",
        &[Health],
        "rfls; drug1age; alcddays; alcunits; prevtr; injstat; hepbstat; hepbvac; hepcstat; \
             hepctst; hepctstd; hepcpos; hlcassdt; mthtret; mthneed; benzodose; benzostat; \
             opiatedose; alcuse; opiuse; crause; cocause; amphuse; cannuse; otrdrguse; ivdrguse; \
             tobuse; nicuse; drguse; psyhstat; phystat; qualife; quallife; topid; topdate; \
             topcc; modst; modend; modexit; disrsn; sadq; audit c; nalprv; naloxone; hivtstd; \
             rcvrysupp; psyint; phaint; recsup; trstage; routeadm; cpneeds; methuse; noprior; \
             frstuse; frstuse1; frstuse2; route1; route2; freq1; freq2; sub1; sub2; sub3; \
             alcflg; cokeflg; marflg; herflg; opsynflg; methamflg; pcpflg; hallflg; mthamflg; \
             amphflg; stimflg; benzflg; trnqflg; barbflg; sedhpflg; inhflg; otcflg; otherflg; \
             dsmcrit; psyprob; idu; alcdrug; daywait; selfhelp; self help attendance",
    )
    .sub_kind("substance-misuse")
    .unless("ui; dialog; window; css; popup; button; html"),
    Concept::new(
        "health, in the codes of household surveys",
        &[Health],
        "hehelf; heill; helim; hesight; hehear; hepain; hefla; heska; heskb; heskc; heskd; \
             hesmk; hefunc; hefrac; heji; hejt; heyra; hemobwa; hemobsi; hemobch; hemobcs; \
             hemobcl; hemobst; hemobre; hemobpu; hemobli; hemobpi; hemob; headldr; headlwa; \
             headlba; headlea; headlbe; headlwc; headlma; headlpr; headlsh; headlph; headlme; \
             headlho; headlmo; headl; hediabp; hediaan; hediami; hediahf; hediahm; hediaar; \
             hediadi; hediast; hediach; hedibar; hediblu; hedibas; hedibos; hedibca; hedibpd; \
             hedibps; hedibad; hedibde; hedimbp; hedimar; hedimdi; hedimst; hedim; hedia; hedib; \
             psceda; pscedb; pscedc; pscedd; pscede; pscedf; pscedg; pscedh; cesd; cflisen; \
             cflisd; cfmetm; cfani; cfdatd; mmgsd; mmgsn; mmgsp; mmwlk; mmcrre; scako; scalcm; \
             scalcf; hlstat; hlsf; hlsv; hlprb; hlprxa; hlendw; hlghq; hllt; hlltw; sclfsat1; \
             scsf1; scsf2a; scsf7; scghqa; scghqb; scghq1; scghq2; ghq12; ghq12scr; scghq; \
             disdif; hcond; hconda; hcondn; hcondever; hconds; hcondcode; hcondna; hcondnew; \
             ncigs; smever; smnow; smcigs; aglquit; evrsmo; cigsta; cigsta3; cigst1; evralc; \
             fivealcdr; auditc; scalcohol; dnoft; dnoft3; dnnow; dnany; totalwu; hl2gp; hl2hosp; \
             hosp; hospd; hosph; pregout; pregft; pregend; lactbk; bmival; wtval; htval; bmivg5; \
             omsysval; omdiaval; omsysva; genhelf; genhelf2; limlast; limitill; longill; \
             longill12; lastfort; illsm1; compm1; adtot30; adtot; wemwbs; wemwbsc; eq5d; eqvas; \
             eqv; lareg; discurr; lnglst; lnglim; limita; limitk; limact; dishea; heal01; \
             healyr; health01; disd01; disea; dda; ddacur; diffhr; hsvper; heathch; wrkprob; \
             dsability; disabled11; llti; limiting long term; sf12pcs; sf12mcs; pcs12; mcs12",
    )
    .sub_kind("medical-care"),
    Concept::new(
        "health, in the codes of American surveys",
        &[Health],
        "genhlth; physhlth; menthlth; poorhlth; bphigh; bpmeds; cholchk; cholmed; toldhi; \
             cvdinfr; cvdcrhd; cvdstrk; asthnow; chcscncr; chcocncr; chccopd; havarth; addepev; \
             chckidny; chckdny; diabete; diabage; prediab; smoke100; smokday; lastsmk; usenow; \
             ecigaret; avedrnk; drnk3ge5; maxdrnks; exerany; flushot; pneuvac; hivtst; diffwalk; \
             diffdres; diffalon; rfhlth; ltasth; casthm; drdxar; totinda; rfbing; rfdrhv; \
             mentwell; dratx; bpxsy; bpxdi; bpxpls; bmxbmi; bmxwt; bmxht; bmxwaist; dpq; smq; \
             alq; duq; diq; huq; hsd010; slq; rxduse; rxddrug; lbxgh; lbdldl; lbxtc; lbxglu; \
             lbxcot; whq; kiq; paq; osq; rhq; ohq; hlthmntl; mntlhlth; satfin health; racehosp; \
             srhealth; hstatus; disabworker; diffhear; diffeye; diffphys; diffrem; diffmob; \
             diffcare; diffany; disabwrk; vetdisab",
    )
    .sub_kind("medical-care"),
    Concept::new(
        "a disability, in the codes of the American census",
        &[Health],
        "dear; deye; dphy; drem; ddrs; dout; dis; dratx; drat",
    )
    .whole()
    .needs("acs; pum; ipum; census; survey; brfss"),
    Concept::new(
        "treatment for drugs or drink, in the codes of the national system",
        &[Health],
        "modal; triaged; disd; route; sharing; prescribing",
    )
    .whole()
    .needs("ndtm"),
    Concept::new(
        "origin, in the codes of the American census",
        &[RacialOrEthnicOrigin],
        "hisp; anc1p; anc2p; white; asian; black",
    )
    .whole()
    .needs("acs; pum; ipum; census; race; hmis; ethnicity; ethnic"),
    Concept::new(
        "origin, in the codes of surveys and returns",
        &[RacialOrEthnicOrigin],
        "ethnos; ethrawl; ethnicraw; racel; racelo; racelwt; racelt; ethukeul; ethuk11; \
             ethcen15; ethcen6; eth11ew; ethgrp; ethgp; ethnb; ethwh; ethew; ethnicgp; ethpuk11; \
             fqethnic; rac1p; rac2p; rac3p; racaian; racasn; racblk; racnh; racpi; racsor; \
             racwht; racnum; rachsing; racamind; racasian; racpacis; racesing; ridreth1; \
             ridreth3; ridreth; imprace; hispanc; mrace; mrace1; racegr3; raceg21; racecen1; \
             ethnicity dv; hispan; hispand; hisprace; ethnicity self; midenafrican; \
             mideastnafrican; nativehipacific; blackafamerican; amindaknative; hispaniclatinaeo; \
             icwa; icwa eligible; tribal enrolment; tribal enrollment",
    ),
    Concept::new(
        "belief, in the codes of surveys",
        &[ReligiousOrPhilosophicalBeliefs],
        "oprlg; oprlg1; oprlg2; oprlg3; oprlg0ni; relig11; religew; relige; relpuk11; \
             religsc; relig16; reliten; reborn; relpersn; sprtprsn; religiosity; nrmlrelig; \
             religbelong; religionsex; rlgblg; rlgdnm; rlgatnd; rlgdgr",
    ),
    Concept::new(
        "sexual orientation, in the codes of surveys",
        &[SexualOrientation],
        "sexuor; sexuo; sexualo; sexorn; sexornt; sexorient; sxorient; somale; sofemale; \
             sexidentity; sxor; sidgb; sexid; sexualid; sexual id uk",
    ),
    Concept::new(
        "offending, in the codes of returns",
        &[CriminalOffence],
        "offhist; offend1; crimtot; convict1; yotinv; ytohist; convictd; arrst; nconv; \
             priorsct; juvfelcount; juvmisdcount; chargedeg; arrestcd; detcrim; arrests d; \
             noarrest; arrest30",
    ),
];
