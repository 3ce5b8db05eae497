//! What detection costs, and that it can be cancelled.

use super::Page;
use crate::model::{Cancelled, Origin, Progress};
use crate::text::{TextIndex, Turns};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

#[test]
fn many_labels_cost_a_bounded_number_of_readings_each() {
    let text: String = (0..50_000).map(|at| format!("Name{at}x: so - it (was) [here].\n")).collect();
    let index = TextIndex::new(&text);
    let progress = Progress::default();
    let page = Page::read(&text, &index, &[], &progress).unwrap();
    assert!(page.readings.len() <= 8 * 50_000 && page.rows.len() == 50_001);
    let text: String = (0..40_000).map(|at| format!("Name{}x: so\n", at / 2)).collect();
    assert_eq!(Turns::find(&text, &TextIndex::new(&text), &Origin::default()).speakers().len(), 20_000);
}

/// A progress that cancels at its report number `last`, counted from 1; and the number of reports so far.
fn cancelled_at(last: usize) -> (Progress, Arc<AtomicUsize>) {
    let steps = Arc::new(AtomicUsize::new(0));
    let itself = Arc::new(OnceLock::<Progress>::new());
    let (counted, shared) = (steps.clone(), itself.clone());
    let progress = itself.get_or_init(|| {
        Progress::new(move |_, _| {
            if counted.fetch_add(1, Ordering::Relaxed) + 1 == last {
                shared.get().into_iter().for_each(Progress::cancel);
            }
        })
    });
    (progress.clone(), steps)
}

#[test]
fn a_long_text_is_given_up_when_that_is_asked_for() {
    let text = "Ana: Why?\nBen: So.\n".repeat(20_000);
    let index = TextIndex::new(&text);
    let steps_until = |last: usize| {
        let (progress, steps) = cancelled_at(last);
        let found = Turns::with_labels(&text, &index, &Origin::default(), &progress);
        (found.is_ok(), steps.load(Ordering::Relaxed))
    };
    let (found, total) = steps_until(usize::MAX);
    assert!(found && total >= 2 * 40_000 / 5_000, "{total}");
    for last in [1, total / 2, total - 1] {
        assert_eq!(steps_until(last), (false, last));
    }
    let cancelled = Progress::default();
    cancelled.cancel();
    assert_eq!(Turns::with_labels(&text, &index, &Origin::default(), &cancelled).map(drop), Err(Cancelled));
}

#[test]
fn judging_a_large_group_can_be_stopped_all_along() {
    // Labels of one form: some recur, most occur once.
    let line =
        |at: usize| format!("Name {}x: Where was it? There.\n", if at.is_multiple_of(3) { at % 900 } else { at });
    let text: String = (0..60_000).map(line).collect();
    let index = TextIndex::new(&text);
    let (progress, steps) = cancelled_at(usize::MAX);
    let page = Page::read(&text, &index, &[], &progress).unwrap();
    let mut groups = page.groups();
    let before = steps.load(Ordering::Relaxed);
    groups.iter_mut().for_each(|group| group.judge(&page));
    // Every examined line counts, and judging examines each line several times.
    let (total, least) = (steps.load(Ordering::Relaxed), 2 * 60_000 / super::STEP);
    assert!(total - before >= least, "{} of {total}", total - before);
    // If it is cancelled during judging, it examines no more lines and finds nothing.
    let (progress, steps) = cancelled_at(before + 6);
    assert_eq!(super::detect(&text, &index, &[], &progress).map(drop), Err(Cancelled));
    assert_eq!(steps.load(Ordering::Relaxed), before + 6);
}
