use caldicott_encryption::SecretKey;

fn main() {
    println!("{}", SecretKey::from_bytes(&[7; 32]));
}
