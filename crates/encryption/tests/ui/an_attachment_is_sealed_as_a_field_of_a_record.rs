use caldicott_encryption::{Column, Sealer};

fn seal(mary: &Sealer, scan: &Column) {
    let _ = mary.seal_attachment(scan);
}

fn main() {}
