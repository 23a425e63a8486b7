use caldicott_encryption::{Column, Sealed, Sealer};

fn open(mary: &Sealer, notes: &Column, sealed: &Sealed) {
    let _ = mary.open(notes, &41_u64, sealed);
}

fn main() {}
