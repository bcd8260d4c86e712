use crate::{pb::client as pb, policy::FilterNode};

/// A tags filter as the client wrote it. How deep it may be is bounded by the
/// decoder, and checked by whoever compiles it.
pub fn filter_from_pb(node: pb::FilterNode) -> FilterNode {
    let pb::FilterNode { op, key, cmp, val, vals, nodes } = node;
    let nodes = nodes.into_iter().map(filter_from_pb).collect();
    FilterNode { op, key, cmp, val, vals, nodes }
}
