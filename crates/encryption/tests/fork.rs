//! A process and the children it forks never draw the same nonce.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forking is a call into the C library")]

use std::collections::HashSet;
use std::io::{Read as _, Write as _, pipe};

use caldicott_encryption::{Buffered, RandomSource as _};

const CHILDREN: usize = 64;

fn draw() -> [u8; 12] {
    let mut nonce = [0; 12];
    Buffered.fill(&mut nonce).unwrap();
    nonce
}

#[test]
fn sixty_four_children_and_their_parent_draw_different_nonces() {
    let mut all = vec![draw(), draw()];
    let (mut from_children, mut to_parent) = pipe().unwrap();
    let mut children = Vec::new();
    for _ in 0..CHILDREN {
        // SAFETY: the child draws, writes to a pipe and leaves, past every handler and destructor.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let drawn = [draw(), draw()].concat();
            let written = to_parent.write_all(&drawn).is_ok();
            // SAFETY: it ends the child and returns to nobody.
            unsafe { libc::_exit(i32::from(!written)) };
        }
        assert!(child > 0);
        children.push(child);
        // The parent goes on from the state that the child had a copy of.
        all.push(draw());
    }
    drop(to_parent);
    let mut drawn = Vec::new();
    from_children.read_to_end(&mut drawn).unwrap();
    for child in children {
        let mut status = 0;
        // SAFETY: it waits for a child of this process and writes to one integer.
        let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
        assert_eq!((waited, status), (child, 0));
    }
    let (drawn, rest) = drawn.as_chunks::<12>();
    assert!(rest.is_empty());
    all.extend_from_slice(drawn);
    assert_eq!(all.len(), 2 + 3 * CHILDREN);
    let different: HashSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len());
}
