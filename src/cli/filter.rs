use serde::Deserialize;

use crate::pb::client::FilterNode;

/// A tags filter as JSON, with the names of the wire.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Node {
    op: String,
    key: String,
    cmp: String,
    val: String,
    vals: Vec<String>,
    nodes: Vec<Node>,
}

impl From<Node> for FilterNode {
    fn from(node: Node) -> Self {
        let Node { op, key, cmp, val, vals, nodes } = node;
        Self { op, key, cmp, val, vals, nodes: nodes.into_iter().map(Self::from).collect() }
    }
}

/// Reads the value of `--filter`. What it means is checked by the server.
pub(super) fn filter(json: &str) -> Result<FilterNode, String> {
    serde_json::from_str::<Node>(json).map(FilterNode::from).map_err(|error| {
        format!("{error}: write for example {{\"key\":\"lang\",\"cmp\":\"eq\",\"val\":\"en\"}}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_wire_has_and_names_what_it_has_not() {
        let json = r#"{"op": "not", "nodes": [{"key": "k", "cmp": "in", "vals": ["a"]}]}"#;
        let node = filter(json).unwrap();
        assert_eq!((node.op.as_str(), node.nodes[0].cmp.as_str()), ("not", "in"));
        let error = filter(r#"{"keys": "k"}"#).unwrap_err();
        assert!(error.contains("unknown field `keys`") && error.contains("for example"), "{error}");
    }
}
