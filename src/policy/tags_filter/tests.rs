use proptest::prelude::*;

use super::{Decimal, FilterNode, TagsFilter};
use crate::model::Tags;

fn leaf(key: &str, cmp: &str, val: &str, vals: &[&str]) -> FilterNode {
    FilterNode {
        key: key.into(),
        cmp: cmp.into(),
        val: val.into(),
        vals: vals.iter().map(|val| (*val).to_owned()).collect(),
        ..FilterNode::default()
    }
}

fn op(op: &str, nodes: Vec<FilterNode>) -> FilterNode {
    FilterNode { op: op.into(), nodes, ..FilterNode::default() }
}

fn tags(pairs: &[(&str, &str)]) -> Tags {
    pairs.iter().map(|(key, val)| ((*key).to_owned(), (*val).to_owned())).collect()
}

fn matches(node: FilterNode, pairs: &[(&str, &str)]) -> bool {
    TagsFilter::new(node).unwrap().matches(&tags(pairs))
}

fn refused(node: FilterNode) -> String {
    TagsFilter::new(node).unwrap_err().to_string()
}

#[test]
fn comparisons_against_a_tag_another_tag_and_none() {
    // cmp, val, vals; with the tag as "AAPL", as "x", missing.
    let table: [(&str, &str, &[&str], [bool; 3]); 9] = [
        ("eq", "AAPL", &[], [true, false, false]),
        ("neq", "AAPL", &[], [false, true, true]),
        ("in", "", &["MSFT", "AAPL"], [true, false, false]),
        ("nin", "", &["MSFT", "AAPL"], [false, true, true]),
        ("ex", "", &[], [true, true, false]),
        ("nex", "", &[], [false, false, true]),
        ("sw", "AA", &[], [true, false, false]),
        ("ew", "PL", &[], [true, false, false]),
        ("ct", "AP", &[], [true, false, false]),
    ];
    for (cmp, val, vals, wanted) in table {
        let of = |pairs: &[(&str, &str)]| matches(leaf("ticker", cmp, val, vals), pairs);
        let got = [of(&[("ticker", "AAPL")]), of(&[("ticker", "x")]), of(&[("other", "AAPL")])];
        assert_eq!(got, wanted, "{cmp}");
    }
    assert!(matches(leaf("k", "in", "", &["", "b"]), &[]), "a missing tag is the empty text");
    assert!(!matches(leaf("k", "nin", "", &["", "b"]), &[]));
}

#[test]
fn numbers_compare_as_numbers() {
    let holds = |tag: &str, cmp: &str, val: &str| matches(leaf("n", cmp, val, &[]), &[("n", tag)]);
    // In ascending order; those in one row are equal.
    let rows: [&[&str]; 9] = [
        &["-100000000000000000000000000000000001"],
        &["-2", "-2.0", "-02"],
        &["-1.5"],
        &["0", "-0", "+0", "0.000", "00"],
        &["0.009"],
        &["0.01"],
        &["9", "+9"],
        &["10", "10.0", "0010.00"],
        &["10.0000000000000000000000000001"],
    ];
    for (i, left) in rows.iter().enumerate() {
        for (j, right) in rows.iter().enumerate() {
            for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (a, b))) {
                assert_eq!(holds(a, "lt", b), i < j, "{a} lt {b}");
                assert_eq!(holds(a, "lte", b), i <= j, "{a} lte {b}");
                assert_eq!(holds(a, "gt", b), i > j, "{a} gt {b}");
                assert_eq!(holds(a, "gte", b), i >= j, "{a} gte {b}");
            }
        }
    }
    for no_number in ["", "x", "1e3", " 1", "1 ", ".5", "1.", "--1", "1,5", "0x1", "٣", "-"] {
        for cmp in ["lt", "lte", "gt", "gte"] {
            assert!(!holds(no_number, cmp, "0"), "{no_number:?} {cmp}");
        }
        assert!(Decimal::parse(no_number).is_none(), "{no_number:?}");
    }
    assert!(!holds(&"1".repeat(201), "gt", "0") && holds(&"1".repeat(200), "gt", "0"));
    assert!(!matches(leaf("n", "lt", "0", &[]), &[]), "a missing tag is no number");
}

#[test]
fn combinations() {
    let yes = || leaf("a", "ex", "", &[]);
    let no = || leaf("b", "ex", "", &[]);
    let of = |node| matches(node, &[("a", "1")]);
    assert!(of(op("and", vec![yes(), yes()])) && !of(op("and", vec![yes(), no()])));
    assert!(of(op("or", vec![no(), yes()])) && !of(op("or", vec![no(), no()])));
    assert!(of(op("not", vec![no()])) && !of(op("not", vec![yes()])));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let good = || leaf("a", "ex", "", &[]);
    let cases: Vec<(FilterNode, &str, &str)> = vec![
        (FilterNode::default(), "tf: ", "has no cmp"),
        (leaf("a", "foo", "x", &[]), "tf: ", "cmp \"foo\" is unknown: use one of eq, neq, in"),
        (leaf("", "eq", "x", &[]), "tf: ", "has no key"),
        (leaf("", "ex", "", &[]), "tf: ", "has no key"),
        (leaf("a", "eq", "", &[]), "tf: ", "has no val"),
        (leaf("a", "gt", "", &[]), "tf: ", "has no val"),
        (leaf("a", "gt", "many", &[]), "tf: ", "val \"many\" is no number"),
        (leaf("a", "eq", "x", &["y"]), "tf: ", "takes no vals"),
        (leaf("a", "in", "", &[]), "tf: ", "has no vals"),
        (leaf("a", "nin", "x", &["y"]), "tf: ", "takes no val:"),
        (leaf("a", "ex", "x", &[]), "tf: ", "takes no val:"),
        (leaf("a", "nex", "", &["x"]), "tf: ", "takes no vals"),
        (op("xor", vec![good()]), "tf: ", "op \"xor\" is unknown: use one of and, or, not"),
        (op("and", vec![]), "tf: ", "op \"and\" has no nodes"),
        (op("or", vec![]), "tf: ", "op \"or\" has no nodes"),
        (op("not", vec![]), "tf: ", "op \"not\" has 0 nodes"),
        (op("not", vec![good(), good()]), "tf: ", "op \"not\" has 2 nodes"),
        (FilterNode { nodes: vec![good()], ..good() }, "tf: ", "has nodes but no op"),
        (FilterNode { key: "a".into(), ..op("and", vec![good()]) }, "tf: ", "op \"and\" combines"),
        (
            op("and", vec![good(), op("not", vec![leaf("a", "foo", "x", &[])])]),
            "tf.nodes[1].nodes[0]: ",
            "cmp \"foo\"",
        ),
    ];
    for (node, place, problem) in cases {
        let message = refused(node);
        assert!(message.starts_with(place) && message.contains(problem), "{message}");
    }
    let message = refused(leaf("a", &"é".repeat(1000), "x", &[]));
    assert!(message.len() < 300, "{message}");
}

#[test]
fn limits_are_exact() {
    let nested =
        |depth: usize| (1..depth).fold(leaf("a", "ex", "", &[]), |node, _| op("not", vec![node]));
    assert!(TagsFilter::new(nested(16)).is_ok());
    let message = refused(nested(17));
    assert!(message.starts_with("tf.nodes[0].nodes[0]") && message.contains("16"), "{message}");
    let wide = |nodes: usize| op("or", vec![leaf("a", "ex", "", &[]); nodes - 1]);
    assert!(TagsFilter::new(wide(256)).is_ok());
    assert!(refused(wide(257)).starts_with("tf.nodes[255]: "));
    let big = |bytes: usize| leaf("a", "eq", &"x".repeat(bytes - 3), &[]);
    assert!(TagsFilter::new(big(8192)).is_ok());
    assert!(refused(big(8193)).contains("8192"));
    assert!(TagsFilter::new(leaf("a", "in", "", &vec!["x"; 1000])).is_err(), "many small values");
}

/// The rules once more, word for word and in another way: with `i64` and lists.
fn naive(node: &FilterNode, tags: &Tags) -> bool {
    let tag = tags.get(&node.key);
    let text = tag.cloned().unwrap_or_default();
    let number = || Some((tag?.parse::<i64>().ok()?, node.val.parse::<i64>().unwrap()));
    match (&*node.op, &*node.cmp) {
        ("and", _) => !node.nodes.iter().any(|node| !naive(node, tags)),
        ("or", _) => node.nodes.iter().filter(|node| naive(node, tags)).count() > 0,
        ("not", _) => !naive(&node.nodes[0], tags),
        (_, "eq") => tag == Some(&node.val),
        (_, "neq") => tag != Some(&node.val),
        (_, "in") => node.vals.contains(&text),
        (_, "nin") => !node.vals.contains(&text),
        (_, "ex") => tags.contains_key(&node.key),
        (_, "nex") => !tags.contains_key(&node.key),
        (_, "sw") => tag.is_some() && text.find(&node.val) == Some(0),
        (_, "ew") => {
            tag.is_some_and(|tag| tag.chars().rev().take(node.val.len()).eq(node.val.chars().rev()))
        }
        (_, "ct") => tag.is_some() && text.find(&node.val).is_some(),
        (_, "lt") => number().is_some_and(|(tag, val)| tag < val),
        (_, "lte") => number().is_some_and(|(tag, val)| tag <= val),
        (_, "gt") => number().is_some_and(|(tag, val)| tag > val),
        (_, "gte") => number().is_some_and(|(tag, val)| tag >= val),
        other => panic!("{other:?}"),
    }
}

fn any_node() -> impl Strategy<Value = FilterNode> {
    let key = || "[abc]";
    let text = || prop_oneof!["[xy]{1,2}", (-3_i64..4).prop_map(|n| n.to_string())];
    let with_val = prop::sample::select(vec!["eq", "neq", "sw", "ew", "ct"]);
    let with_number = prop::sample::select(vec!["lt", "lte", "gt", "gte"]);
    let with_vals = prop::sample::select(vec!["in", "nin"]);
    let alone = prop::sample::select(vec!["ex", "nex"]);
    let leaf_of = |(key, cmp, val): (String, &str, String)| leaf(&key, cmp, &val, &[]);
    let number = (-3_i64..4).prop_map(|n| n.to_string());
    let vals =
        prop::collection::vec(prop_oneof![text().boxed(), Just(String::new()).boxed()], 1..4);
    let leaves = prop_oneof![
        (key(), with_val, text()).prop_map(leaf_of),
        (key(), with_number, number).prop_map(leaf_of),
        (key(), alone).prop_map(|(key, cmp)| leaf(&key, cmp, "", &[])),
        (key(), with_vals, vals)
            .prop_map(|(key, cmp, vals)| FilterNode { vals, ..leaf(&key, cmp, "", &[]) }),
    ];
    leaves.prop_recursive(4, 24, 3, |node| {
        prop_oneof![
            prop::collection::vec(node.clone(), 1..4).prop_map(|nodes| op("and", nodes)),
            prop::collection::vec(node.clone(), 1..4).prop_map(|nodes| op("or", nodes)),
            node.prop_map(|node| op("not", vec![node])),
        ]
    })
}

fn any_tags() -> impl Strategy<Value = Tags> {
    let value = prop_oneof!["[xy]{0,3}", (-4_i64..5).prop_map(|n| n.to_string())];
    prop::collection::btree_map("[abcd]", value, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn filters_as_the_rules_say(node in any_node(), tags in prop::collection::vec(any_tags(), 8)) {
        let filter = TagsFilter::new(node.clone()).unwrap();
        for tags in tags {
            prop_assert_eq!(filter.matches(&tags), naive(&node, &tags), "{:?} {:?}", node, tags);
        }
    }

    #[test]
    fn decimals_compare_as_integers_of_the_same_scale(a in any::<i64>(), b in any::<i64>(), scale in 0_usize..25) {
        // The point moves both alike.
        let text = |n: i64| {
            let digits = format!("{:0>1$}", n.unsigned_abs(), scale + 1);
            let (whole, fraction) = digits.split_at(digits.len() - scale);
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{}{whole}{point}{fraction}", if n < 0 { "-" } else { "" })
        };
        let (a_text, b_text) = (text(a), text(b));
        let (x, y) = (Decimal::parse(&a_text).unwrap(), Decimal::parse(&b_text).unwrap());
        prop_assert_eq!(x.cmp(&y), a.cmp(&b), "{} {}", a_text, b_text);
    }
}
