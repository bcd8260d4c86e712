/// True when `pattern` stands for all of `text`: `*` for any characters, `?`
/// for one. Takes at most the product of their lengths.
pub(super) fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where the last `*` stood and how far it reaches; it grows when what is
    // behind it does not fit.
    let mut star = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, reached)) = star else { return false };
                star = Some((at, reached + 1));
                p = at + 1;
                t = reached + 1;
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::matches;

    fn model(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((b'*', rest)), _) => {
                model(rest, text) || (!text.is_empty() && model(pattern, &text[1..]))
            }
            (Some((b'?', pattern)), Some((_, text))) => model(pattern, text),
            (Some((p, pattern)), Some((t, text))) => p == t && model(pattern, text),
            _ => false,
        }
    }

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("chat:*", "chat:room", true),
            ("chat:*", "chats:room", false),
            ("chat:?", "chat:", false),
            ("*:room", "chat:room:room", true),
            ("*room", "chat:rooms", false),
        ] {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_obvious_way(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
            prop_assert_eq!(matches(pattern, text), model(pattern, text));
        }
    }
}
