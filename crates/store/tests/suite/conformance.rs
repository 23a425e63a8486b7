//! What every backend must do, the same in each.

mod cases;
mod keys;
mod model;
mod state;

use crate::place::InFile;

/// Each case as a test in a file and, where a server is installed, in PostgreSQL.
macro_rules! in_both {
    ($($module:ident :: $case:ident),* $(,)?) => {
        mod in_a_file {
            $(#[test] fn $case() { super::$module::$case(&super::InFile::new()); })*
        }
        #[cfg(feature = "postgres")]
        mod in_postgresql {
            $(#[test] fn $case() {
                if let Some(place) = crate::server::InServer::new(stringify!($case)) {
                    super::$module::$case(&place);
                }
            })*
        }
    };
}

in_both! {
    keys::a_backup_from_before_an_epoch_opens_nothing,
    cases::a_batch_that_is_dropped_leaves_nothing_and_work_goes_on,
    cases::a_cell_opens_under_a_column_that_another_store_added_since,
    cases::a_record_is_replaced_whole_and_found_by_its_new_value_alone,
    cases::a_refused_record_does_not_spoil_the_batch,
    cases::a_search_that_would_miss_somebody_is_refused_until_indexed_anew,
    cases::a_second_store_sees_what_the_first_destroyed,
    cases::an_erased_person_leaves_no_row_and_does_not_come_back,
    cases::an_erasure_done_twice_is_recorded_twice_and_changes_nothing_more,
    cases::another_organisation_is_refused,
    keys::keys_and_rotations_are_told_as_they_stand,
    cases::names_that_a_database_would_change_are_refused,
    keys::resealing_goes_on_where_it_was_stopped,
    cases::tables_beside_the_log_are_held_against_what_was_sealed,
    cases::what_is_put_is_read_back_after_reopening,
    cases::writers_in_turn_lose_nothing_and_break_no_log,
    model::anything_done_in_any_order_is_what_plain_maps_would_hold,
    state::a_history_takes_no_event_that_was_overtaken,
    state::a_history_goes_with_its_person,
    state::a_history_that_is_replaced_is_gone_and_nobody_adds_to_it_unaware,
    state::a_moved_event_or_page_does_not_open,
    state::an_import_of_somebody_erased_is_refused_and_logged,
    state::two_spenders_of_one_budget_never_spend_it_twice,
    state::what_became_due_is_told_once,
}
