//! Plain words of schemas: they let a run of letters be taken apart, and mean nothing themselves.

pub(super) const WORDS: &str = "account active actual after age agency agent agreed agreement all allocated \
             amount annual answer applicant application approved area assessed assessment \
             assigned attended authority available average award background balance band bank \
             base batch bed before begin benefit blank branch building bulk buyer call cancel \
             case category cell change changed check child children city class client close \
             closed code collection comment company completed confirmed consent contact \
             contract cost count country county court create created current custom data date \
             day days decision default delete deleted delivery deposit description detail \
             details discharge discount district document due duplicate duration education \
             email employer employment end ended enrolled enrolment entered entry error event \
             exit expected expiry export external family field file final first flag follow \
             form former found frequency from full fund funding gender gift given goal grade \
             grant group history home hold hour house household housing identifier import \
             incident income index indicator information input intake interview issue item \
             job joint key kind known label language last lead length letter level list local \
             location long main manager marital member membership message method middle \
             mobile mode modified money month monthly mortgage move name national need needs \
             new next note notes number occupation offer office officer open option order \
             organisation organization origin other outcome owner owning paid parent parental \
             partner payment pending percent period person phone photo place plan point post \
             postal postcode preferred present previous price primary prior problem programme \
             program project property provider purchase quality quantity question quick range \
             rate rating reason receipt received record reference referral referred region \
             registered registration related relation relationship release rent report \
             request required resident residence result review risk role room sale savings \
             scale scheme school score search secondary section sector security selected \
             sequence service session set sex shared short site size social sort source stage \
             start started state status stay still street student subject summary support \
             surname survey system target task team tenant tenure term text three time title \
             total town transfer type unit until update updated upload url used user username \
             valid value verified version visit volunteer voucher wage week weekly weight \
             work worker year zip birth death stack trace grace space embrace race abuse \
             abused victim violence domestic harassment bailout capability capital command \
             coverage demand large manage management mandate package pilot village \
             hospitality policeman courtyard therapist grape essex sussex middlesex wessex \
             unisex sexton analyst brother sister mother father guardian sibling spouse \
             husband wife son daughter carer staff";
