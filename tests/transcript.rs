//! The transcript in a window without a screen: mouse, keyboard, and what is painted. Start reading at
//! `transcript/support.rs`.

mod transcript {
    mod support;

    mod layout;
    mod passages;
    mod selecting;
}
