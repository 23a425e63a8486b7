//! A throwaway PostgreSQL server, set up for speed, and what its processes have spent.

use std::time::Duration;

use caldicott_scratch_postgres::Server;
use postgres::{Client, NoTls};

/// The settings it comes with but for durability: no write is waited for.
///
/// # Errors
/// Why there is none.
pub fn start() -> Result<Server, String> {
    Server::start(&[
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_wal_size=4GB",
        "shared_buffers=1GB",
        "autovacuum=off",
    ])
}

/// A connection.
#[must_use]
pub fn connect(server: &Server) -> Client {
    Client::connect(&server.address(), NoTls).expect("a server of our own")
}

/// The processor time that a server process has had, as Linux counts it.
#[must_use]
pub fn spent_by(process: i32) -> Duration {
    let text = std::fs::read_to_string(format!("/proc/{process}/schedstat")).expect("Linux");
    let first = text.split_whitespace().next().and_then(|word| word.parse().ok());
    Duration::from_nanos(first.expect("nanoseconds"))
}
