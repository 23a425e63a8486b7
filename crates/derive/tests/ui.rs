//! What must not compile, and what it says then.

#[test]
fn what_must_not_compile_says_why() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
