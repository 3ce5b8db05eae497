//! Marks are taken away again, and the text is what it was.
