//! Which publications a subscriber wants, by their tags: the `tf` of a
//! subscribe command. Checked and compiled once, asked for every publication
//! and subscriber, so asking allocates nothing.

mod compile;
mod decimal;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

pub use compile::BadFilter;
use decimal::Decimal;

use crate::model::Tags;

/// A filter as the client wrote it: a comparison when `op` is empty, otherwise
/// a combination of `nodes`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterNode {
    /// `and`, `or`, `not`; empty for a comparison.
    pub op: String,
    /// The tag that is compared.
    pub key: String,
    /// `eq`, `neq`, `in`, `nin`, `ex`, `nex`, `sw`, `ew`, `ct`, `lt`, `lte`,
    /// `gt`, `gte`.
    pub cmp: String,
    /// What it is compared with.
    pub val: String,
    /// What `in` and `nin` compare with.
    pub vals: Vec<String>,
    /// What `op` combines.
    pub nodes: Vec<FilterNode>,
}

/// A filter ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagsFilter(Node);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    And(Box<[Node]>),
    Or(Box<[Node]>),
    Not(Box<Node>),
    Leaf { key: Box<str>, test: Test },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Equal(Box<str>),
    NotEqual(Box<str>),
    /// Sorted.
    In(Box<[String]>),
    /// Sorted.
    NotIn(Box<[String]>),
    Exists,
    NotExists,
    StartsWith(Box<str>),
    EndsWith(Box<str>),
    Contains(Box<str>),
    /// Numbers: the text is one.
    Number(Relation, Box<str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl TagsFilter {
    /// Checks and compiles a filter.
    ///
    /// # Errors
    /// [`BadFilter`] names the bad node and the fix: answered with code 107.
    pub fn new(node: FilterNode) -> Result<Self, BadFilter> {
        compile::compile(node).map(Self)
    }

    /// True for a publication with these tags. A missing tag is neither equal to
    /// anything nor a number; to `in` and `nin` it is the empty text.
    pub fn matches(&self, tags: &Tags) -> bool {
        self.0.matches(tags)
    }
}

impl Node {
    fn matches(&self, tags: &Tags) -> bool {
        match self {
            Self::And(nodes) => nodes.iter().all(|node| node.matches(tags)),
            Self::Or(nodes) => nodes.iter().any(|node| node.matches(tags)),
            Self::Not(node) => !node.matches(tags),
            Self::Leaf { key, test } => test.holds(tags.get(&**key).map(String::as_str)),
        }
    }
}

impl Test {
    fn holds(&self, tag: Option<&str>) -> bool {
        match self {
            Self::Equal(val) => tag == Some(&**val),
            Self::NotEqual(val) => tag != Some(&**val),
            Self::In(vals) => listed(vals, tag),
            Self::NotIn(vals) => !listed(vals, tag),
            Self::Exists => tag.is_some(),
            Self::NotExists => tag.is_none(),
            Self::StartsWith(val) => tag.is_some_and(|tag| tag.starts_with(&**val)),
            Self::EndsWith(val) => tag.is_some_and(|tag| tag.ends_with(&**val)),
            Self::Contains(val) => tag.is_some_and(|tag| tag.contains(&**val)),
            Self::Number(relation, val) => {
                let numbers = tag.and_then(Decimal::parse).zip(Decimal::parse(val));
                numbers.is_some_and(|(tag, val)| relation.holds(tag.cmp(&val)))
            }
        }
    }
}

impl Relation {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

fn listed(sorted: &[String], tag: Option<&str>) -> bool {
    sorted.binary_search_by(|val| val.as_str().cmp(tag.unwrap_or_default())).is_ok()
}
