//! Hash tables for short keys that are looked up for every line or coding: ids, labels and words. Their hash takes a
//! fraction of the time of the standard library's, and is seeded anew in each run.

use foldhash::fast::RandomState;

pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;
pub(crate) type HashSet<T> = std::collections::HashSet<T, RandomState>;
