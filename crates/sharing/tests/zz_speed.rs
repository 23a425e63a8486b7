//! Speed, by hand.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#[path = "support/documents.rs"]
mod support;
use std::time::Instant;
#[test]
fn speed() {
    let t=Instant::now(); let rb=support::st_martins(); println!("load {:?}", t.elapsed());
    for line in include_str!("../../../examples/requests/st-martins.jsonl").lines() {
        let v:serde_json::Value=serde_json::from_str(line).unwrap();
        let r=support::request(&v).unwrap(); let day=r.day.unwrap();
        let t=Instant::now(); let _=caldicott_sharing::decide(&rb,&r,day); let a=t.elapsed();
        let t=Instant::now(); for _ in 0..1000 { std::hint::black_box(caldicott_sharing::judge(&rb,&r,day)); } let b=t.elapsed();
        println!("{} decide {:?} judge {:?}", v["id"], a, b/1000);
    }
}
