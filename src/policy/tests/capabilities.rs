use proptest::prelude::*;

use crate::policy::{Action, Actions, BadCapability, Capabilities, Capability, ChannelMatch};

fn entry(channels: &[&str], matching: ChannelMatch) -> Capability {
    let channels = channels.iter().map(|channel| (*channel).to_owned()).collect();
    Capability { channels, matching, allow: Actions::default().with(Action::Subscribe) }
}

fn matches(pattern: &str, matching: ChannelMatch, channel: &str) -> bool {
    let capabilities = Capabilities::new(vec![entry(&[pattern], matching)]).unwrap();
    capabilities.of(channel).is_some()
}

#[test]
fn a_star_is_any_text_and_nothing_else_is_special() {
    let wildcard = |pattern, channel| matches(pattern, ChannelMatch::Wildcard, channel);
    assert!(wildcard("news:*", "news:a") && wildcard("news:*", "news:") && wildcard("*", "x"));
    assert!(wildcard("news:*", "news:a:b#c") && !wildcard("news:*", "newsa"));
    assert!(wildcard("a*a", "aa") && !wildcard("a*a", "a") && !wildcard("a*b*a", "aba2"));
    assert!(!wildcard("a?c", "abc") && !wildcard("[ab]", "a") && !wildcard("a.c", "abc"));
    assert!(!wildcard("", "a") && !wildcard("room", "room2"));
}

#[test]
fn names_and_expressions() {
    let exact = |pattern, channel| matches(pattern, ChannelMatch::Exact, channel);
    assert!(exact("news:*", "news:*") && !exact("news:*", "news:a") && !exact("a", "A"));
    let regex = |pattern, channel| matches(pattern, ChannelMatch::Regex, channel);
    assert!(regex(r"^posts_[\d]+$", "posts_42") && !regex(r"^posts_[\d]+$", "posts_42x"));
    assert!(regex("room", "chat:room2"), "found anywhere unless anchored");
}

#[test]
fn the_first_entry_that_matches_decides() {
    let with = |channels: &[&str], matching, action| Capability {
        allow: Actions::default().with(action),
        ..entry(channels, matching)
    };
    let capabilities = Capabilities::new(vec![
        with(&["other"], ChannelMatch::Exact, Action::History),
        with(&["news", "user_42"], ChannelMatch::Exact, Action::Subscribe),
        with(&["user_*"], ChannelMatch::Wildcard, Action::Publish),
    ])
    .unwrap();
    let of = |channel| capabilities.of(channel);
    assert_eq!(of("user_42"), Some((1, Actions::default().with(Action::Subscribe))));
    assert_eq!(of("user_7"), Some((2, Actions::default().with(Action::Publish))));
    assert_eq!(of("nothing"), None);
    assert_eq!(Capabilities::default().of(""), None);
}

#[test]
fn what_could_cost_too_much_is_refused() {
    let refused = |entries: Vec<Capability>| Capabilities::new(entries).unwrap_err();
    let many = vec!["x"; 257];
    assert_eq!(refused(vec![entry(&many, ChannelMatch::Exact)]), BadCapability::TooMany(257));
    let empty = vec![entry(&[], ChannelMatch::Exact); 257];
    assert_eq!(refused(empty), BadCapability::TooMany(257));
    assert!(Capabilities::new(vec![entry(&many[..256], ChannelMatch::Exact)]).is_ok());
    let regexes = vec![entry(&many[..33], ChannelMatch::Regex)];
    assert_eq!(refused(regexes), BadCapability::TooManyRegexes(33));
    let long = "x".repeat(1025);
    assert_eq!(
        refused(vec![entry(&["a"], ChannelMatch::Exact), entry(&[&long], ChannelMatch::Exact)]),
        BadCapability::TooLong { entry: 1, length: 1025 }
    );
    for bad in ["(", "[a", r"\p{Greek}", "((a{100}){100}){100}", &"(".repeat(500)] {
        let error = refused(vec![entry(&[bad], ChannelMatch::Regex)]);
        assert!(matches!(error, BadCapability::BadRegex { entry: 0, .. }), "{bad}: {error}");
        assert!(error.to_string().starts_with("caps[0]: "), "{error}");
    }
}

#[test]
fn regular_expressions_share_a_budget_of_memory() {
    let small = [r"^posts_[a-z0-9]+:(news|sport)$"; 32];
    let big = r"^[a-z]{900}$";
    let groups = format!("^{}$", "()".repeat(200));
    let regex = |patterns: &[&str]| Capabilities::new(vec![entry(patterns, ChannelMatch::Regex)]);
    assert!(regex(&small).is_ok() && regex(&[big]).is_ok());
    let exhausted = |result: Result<Capabilities, BadCapability>, place: usize| match result {
        Err(BadCapability::TooMuchMemory { entry, .. }) => assert_eq!(entry, place),
        other => panic!("{other:?}"),
    };
    exhausted(regex(&[big, big]), 0);
    // Small when compiled, but every group makes each search remember more.
    exhausted(regex(&[&groups]), 0);
    let entries = [big, "small", big].map(|pattern| entry(&[pattern], ChannelMatch::Regex));
    exhausted(Capabilities::new(entries.into()), 2);
}

#[test]
fn claims_name_the_ways_to_match() {
    let of = ChannelMatch::from_claim;
    assert_eq!(of(""), Some(ChannelMatch::Exact));
    assert_eq!(of("wildcard"), Some(ChannelMatch::Wildcard));
    assert_eq!(of("regex"), Some(ChannelMatch::Regex));
    assert_eq!(of("exact"), None);
}

/// Tries every way to cut the text.
fn naive(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|at| naive(rest, &text[at..])),
        Some((byte, rest)) => text.first() == Some(byte) && naive(rest, &text[1..]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wildcards_match_as_every_way_to_cut_says(pattern in "[ab*]{0,7}", text in "[ab]{0,8}") {
        let wanted = naive(pattern.as_bytes(), text.as_bytes());
        prop_assert_eq!(matches(&pattern, ChannelMatch::Wildcard, &text), wanted);
    }
}
