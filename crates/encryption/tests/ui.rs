//! What must not compile, and how the compiler says so.
#![cfg(all(feature = "ring", feature = "os-entropy"))]

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
