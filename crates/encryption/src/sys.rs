//! The one place that asks the C library for something: to be told of a fork.
//!
//! Audited: a single call, with a handler that does one atomic addition, which POSIX lets a handler
//! do in the child of a program with many threads. Nothing is dereferenced and nothing borrowed.

/// A number that differs between a process and every child it forks.
#[cfg(unix)]
#[expect(unsafe_code, reason = "registering a fork handler is a call into the C library")]
pub(crate) fn fork_generation() -> u64 {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static GENERATION: AtomicU64 = AtomicU64::new(0);
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    static UNREGISTERED: AtomicU64 = AtomicU64::new(1 << 63);

    extern "C" fn in_the_child() {
        GENERATION.fetch_add(1, Ordering::Relaxed);
    }

    let registered = REGISTERED.get_or_init(|| {
        // SAFETY: the handler is a function that lives as long as the program, takes nothing and
        // touches one static atomic.
        unsafe { libc::pthread_atfork(None, None, Some(in_the_child)) == 0 }
    });
    if *registered {
        GENERATION.load(Ordering::Relaxed)
    } else {
        // Without the handler every draw reseeds: slower, and never a repeated nonce.
        UNREGISTERED.fetch_add(1, Ordering::Relaxed)
    }
}

/// Other systems have no fork.
#[cfg(not(unix))]
pub(crate) fn fork_generation() -> u64 {
    0
}
