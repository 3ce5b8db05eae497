//! What an import leaves as it is in the project.

use crate::interchange::remark::EntryFault;

/// Things in which a dump differs from the project; the project's are kept.
#[derive(Default)]
pub(super) struct Kept {
    pub description: bool,
    pub values: usize,
    pub document_values: usize,
    pub passages: usize,
    pub memos: usize,
}

impl Kept {
    pub fn faults(self) -> impl Iterator<Item = EntryFault> {
        let Self { description, values, document_values, passages, memos } = self;
        let found = [
            description.then_some(EntryFault::OtherDescription),
            (values > 0).then_some(EntryFault::OtherValues { count: values }),
            (document_values > 0).then_some(EntryFault::OtherDocumentValues { count: document_values }),
            (passages > 0).then_some(EntryFault::ChangedPassages { count: passages }),
            (memos > 0).then_some(EntryFault::ChangedMemos { count: memos }),
        ];
        found.into_iter().flatten()
    }
}
