//! The whole window, operated through its accessibility labels as a screen reader finds them: no display, no GPU.

mod importing;
mod patience;

mod window {
    pub mod support;

    mod accounts;
    mod blind;
    mod by_keyboard;
    mod cautious;
    mod cells;
    mod choosing;
    mod closing;
    mod code_form;
    mod codebook;
    mod codebook_panel;
    mod coding;
    mod comparing;
    mod comparing_whom;
    mod context_menus;
    mod contradicting;
    mod correcting;
    mod deciding;
    mod detecting;
    mod dialogs;
    mod dimension_values;
    mod document_attributes;
    mod documents;
    mod documents_found;
    #[cfg(unix)]
    mod ending;
    mod entering;
    mod exporting;
    mod failing;
    mod finishing;
    mod gate;
    mod gate_rooms;
    mod gone;
    mod guide;
    mod half_typed;
    mod idle;
    mod importing;
    mod input_method;
    mod interviewers;
    mod languages;
    mod languages_walked;
    mod leaving;
    mod listing;
    mod low;
    mod merging;
    mod naming;
    mod narrow;
    mod overlapping;
    mod owners;
    mod palette;
    mod panes;
    mod passage;
    mod passages;
    mod placing;
    mod polish;
    mod positions;
    mod projects;
    mod read_only;
    mod refused;
    mod rooms;
    mod saving;
    mod scrolling;
    mod sets;
    mod speaking;
    mod tables;
    mod tables_by_choosing;
    mod tables_in;
    mod toasts;
    mod typed_paths;
    mod unsaved;
    mod without_attributes;
}
