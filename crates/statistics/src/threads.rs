//! Work on several processors, where the feature `rayon` is on; otherwise the same work, one part after another.
//!
//! What is split is put together in the order of its parts, so that the answer is the same to the byte.

/// How many parts work is split into.
pub(crate) fn count() -> usize {
    #[cfg(test)]
    if let Some(pretended) = tests::PRETENDED.get() {
        return pretended;
    }
    #[cfg(all(feature = "rayon", not(target_family = "wasm")))]
    return rayon::current_num_threads();
    #[cfg(not(all(feature = "rayon", not(target_family = "wasm"))))]
    return 1;
}

/// What becomes of each part, in their order.
pub(crate) fn map<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    #[cfg(all(feature = "rayon", not(target_family = "wasm")))]
    if parts.len() > 1 {
        use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
        return parts.into_par_iter().map(&work).collect();
    }
    parts.into_iter().map(work).collect()
}

/// The sums of counts of the same things in several parts.
pub(crate) fn sum<N: Copy + std::ops::AddAssign>(parts: Vec<Vec<N>>) -> Vec<N> {
    let mut parts = parts.into_iter();
    let mut sum = parts.next().unwrap_or_default();
    for part in parts {
        sum.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
    }
    sum
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    thread_local! {
        /// As if there were so many processors.
        pub(crate) static PRETENDED: Cell<Option<usize>> = const { Cell::new(None) };
    }

    #[test]
    fn parts_come_back_in_their_order_and_add_up() {
        let parts: Vec<u64> = (0..100).collect();
        assert_eq!(super::map(parts, |part| part * 2), (0..200).step_by(2).collect::<Vec<_>>());
        assert_eq!(super::sum(vec![vec![1, 2], vec![10, 20], vec![100, 200]]), [111, 222]);
        assert_eq!(super::sum(Vec::<Vec<u64>>::new()), [0; 0]);
    }
}
