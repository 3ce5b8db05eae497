//! The whole window through its accessibility labels, as a screen reader finds them: no display, no GPU.

mod window {
    pub mod support;

    mod coding;
    mod projects;
    mod rooms;
    mod tables;
}
