//! Checks a filter node by node.

use super::{Decimal, FilterNode, Node, Relation, Test};

/// Deepest nesting; a filter of one comparison has depth 1.
const MAX_DEPTH: usize = 16;
/// Most nodes.
const MAX_NODES: usize = 256;
/// Most bytes of keys and values together: a connection keeps every
/// subscription's filter.
const MAX_BYTES: usize = 8 * 1024;

const COMPARISONS: &str = "eq, neq, in, nin, ex, nex, sw, ew, ct, lt, lte, gt, gte";

/// Why a filter cannot be used. Names the bad node, such as
/// `tf.nodes[1].nodes[0]`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{node}: {problem}")]
pub struct BadFilter {
    node: String,
    problem: String,
}

/// What is left of the limits.
struct Budget {
    nodes: usize,
    bytes: usize,
}

/// The way to a node.
struct Path<'a> {
    parent: Option<(&'a Path<'a>, usize)>,
    depth: usize,
}

pub(super) fn compile(root: FilterNode) -> Result<Node, BadFilter> {
    let mut budget = Budget { nodes: MAX_NODES, bytes: MAX_BYTES };
    node(root, &Path { parent: None, depth: 1 }, &mut budget)
}

impl Path<'_> {
    fn text(&self) -> String {
        match self.parent {
            None => "tf".to_owned(),
            Some((parent, place)) => format!("{}.nodes[{place}]", parent.text()),
        }
    }

    fn bad<T>(&self, problem: impl Into<String>) -> Result<T, BadFilter> {
        Err(BadFilter { node: self.text(), problem: problem.into() })
    }
}

fn node(node: FilterNode, path: &Path<'_>, budget: &mut Budget) -> Result<Node, BadFilter> {
    if path.depth > MAX_DEPTH {
        return path.bad(format!("is nested too deep: use at most {MAX_DEPTH} levels"));
    }
    if budget.nodes == 0 {
        return path.bad(format!("is one node too many: use at most {MAX_NODES}"));
    }
    budget.nodes -= 1;
    let of_node = node.key.len() + node.val.len() + node.cmp.len();
    let of_vals: usize = node.vals.iter().map(|val| val.len() + size_of::<String>()).sum();
    match budget.bytes.checked_sub(of_node + of_vals) {
        Some(left) => budget.bytes = left,
        None => {
            return path.bad(format!(
                "makes the filter too big: keys and values may have {MAX_BYTES} bytes together"
            ));
        }
    }
    if node.op.is_empty() {
        return leaf(node, path);
    }
    combination(node, path, budget)
}

fn combination(node: FilterNode, path: &Path<'_>, budget: &mut Budget) -> Result<Node, BadFilter> {
    let FilterNode { op, key, cmp, val, vals, nodes } = node;
    if !matches!(&*op, "and" | "or" | "not") {
        return path
            .bad(format!("op {} is unknown: use one of and, or, not, or none", quoted(&op)));
    }
    if !(key.is_empty() && cmp.is_empty() && val.is_empty() && vals.is_empty()) {
        return path.bad(format!("op {op:?} combines nodes: put key, cmp, val and vals into one"));
    }
    let count = nodes.len();
    match &*op {
        "not" if count != 1 => {
            return path.bad(format!("op \"not\" has {count} nodes: give exactly one"));
        }
        _ if count == 0 => return path.bad(format!("op {op:?} has no nodes: give at least one")),
        _ => {}
    }
    let mut compiled = Vec::with_capacity(count.min(budget.nodes));
    for (place, child) in nodes.into_iter().enumerate() {
        let path = Path { parent: Some((path, place)), depth: path.depth + 1 };
        compiled.push(self::node(child, &path, budget)?);
    }
    Ok(match &*op {
        "and" => Node::And(compiled.into()),
        "or" => Node::Or(compiled.into()),
        _ => Node::Not(Box::new(compiled.remove(0))),
    })
}

fn leaf(node: FilterNode, path: &Path<'_>) -> Result<Node, BadFilter> {
    let FilterNode { key, cmp, val, vals, nodes, .. } = node;
    if !nodes.is_empty() {
        return path.bad("has nodes but no op: set op to and, or, not");
    }
    if cmp.is_empty() {
        return path.bad(format!("has no cmp: use one of {COMPARISONS}"));
    }
    let Some(takes) = Takes::of(&cmp) else {
        return path.bad(format!("cmp {} is unknown: use one of {COMPARISONS}", quoted(&cmp)));
    };
    if key.is_empty() {
        return path.bad(format!("cmp {cmp:?} has no key: name the tag to compare"));
    }
    match takes {
        Takes::Val | Takes::Number if val.is_empty() => {
            return path.bad(format!("cmp {cmp:?} has no val: give what to compare with"));
        }
        Takes::Vals if vals.is_empty() => {
            return path.bad(format!("cmp {cmp:?} has no vals: give at least one"));
        }
        Takes::Number if Decimal::parse(&val).is_none() => {
            return path.bad(format!(
                "val {} is no number, which cmp {cmp:?} compares: write one such as \"-12.5\"",
                quoted(&val)
            ));
        }
        Takes::Vals | Takes::Nothing if !val.is_empty() => {
            return path.bad(format!("cmp {cmp:?} takes no val: remove it"));
        }
        Takes::Val | Takes::Number | Takes::Nothing if !vals.is_empty() => {
            return path.bad(format!("cmp {cmp:?} takes no vals: remove them"));
        }
        _ => {}
    }
    Ok(Node::Leaf { key: key.into(), test: test(&cmp, val, vals) })
}

/// What a comparison needs.
enum Takes {
    Val,
    Number,
    Vals,
    Nothing,
}

impl Takes {
    fn of(cmp: &str) -> Option<Self> {
        Some(match cmp {
            "eq" | "neq" | "sw" | "ew" | "ct" => Self::Val,
            "lt" | "lte" | "gt" | "gte" => Self::Number,
            "in" | "nin" => Self::Vals,
            "ex" | "nex" => Self::Nothing,
            _ => return None,
        })
    }
}

/// `cmp` was checked.
fn test(cmp: &str, val: String, mut vals: Vec<String>) -> Test {
    vals.sort_unstable();
    let val = val.into_boxed_str();
    match cmp {
        "eq" => Test::Equal(val),
        "neq" => Test::NotEqual(val),
        "in" => Test::In(vals.into()),
        "nin" => Test::NotIn(vals.into()),
        "ex" => Test::Exists,
        "nex" => Test::NotExists,
        "sw" => Test::StartsWith(val),
        "ew" => Test::EndsWith(val),
        "ct" => Test::Contains(val),
        "lt" => Test::Number(Relation::Less, val),
        "lte" => Test::Number(Relation::LessOrEqual, val),
        "gt" => Test::Number(Relation::Greater, val),
        _ => Test::Number(Relation::GreaterOrEqual, val),
    }
}

/// Somebody else's text, in quotes and not too long.
fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}
