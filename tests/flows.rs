//! Flows through the command line and the engine, on temporary projects: a researcher's daily work, and what may go
//! wrong. Start reading at `flows/support.rs`.

mod importing;
mod patience;

mod flows {
    mod support;

    mod accounts;
    mod again;
    mod agreement;
    mod agreement_plain;
    mod alike;
    mod blind;
    mod checking;
    mod codebook;
    mod coders;
    mod coming_in;
    mod command_line;
    mod compare;
    mod consensus;
    mod consensus_changed;
    mod consensus_counted;
    mod contradictions;
    mod cooccurring;
    mod correcting;
    mod counted;
    mod crash;
    mod creating;
    mod decisions;
    mod displaced;
    mod document_attributes;
    mod documents;
    mod every_word;
    mod every_word_office;
    mod exchange;
    mod exported_passages;
    mod exporting;
    mod faults;
    mod figures;
    mod finishing;
    mod folder;
    mod folder_positions;
    mod forms;
    #[cfg(unix)]
    mod guarded;
    mod history;
    mod hostile;
    mod hues;
    mod identifiers;
    mod import;
    mod joining;
    mod locking;
    mod marks;
    mod merge;
    mod merge_choices;
    mod merge_differences;
    mod merging_speakers;
    mod one_file;
    mod owners;
    mod participation;
    mod pdf;
    mod peers;
    mod planned;
    mod positions;
    mod project_files;
    mod project_losses;
    mod quirks;
    mod random;
    mod reports;
    mod reread;
    mod rooms;
    mod round_trip;
    mod sample;
    mod sample_pairs;
    mod segments_in;
    mod session;
    mod sets;
    mod sharing;
    mod speaking;
    mod subtitles;
    mod tables;
    mod tables_in;
    mod turns;
    mod who_speaks;
    mod written;
}
