use caldicott_encryption::{Column, Sealer};

fn seal(mary: &Sealer, notes: &Column) {
    let _ = mary.seal(notes, b"low mood");
}

fn main() {}
