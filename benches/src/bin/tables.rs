//! Prints what it takes to protect tables of counts in three dimensions, and whether the choice is proved least.

fn main() {
    caldicott_benches::statistics::print_three_dimensions();
}
