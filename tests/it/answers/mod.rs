//! The rows of the protocol's table of answers, against a running server.

mod first_words;
