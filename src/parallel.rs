//! The same work on many items. In: items and the work. Out: the results in the order of the items.

use rayon::prelude::*;

/// Does the work on all cores where that pays.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    /// Starting the threads takes as long as a few small files or objects.
    const FEW: usize = 4;
    if items.len() <= FEW {
        items.iter().map(work).collect()
    } else {
        items.par_iter().map(work).collect()
    }
}
