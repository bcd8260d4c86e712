use tonic::{Code, Status, metadata::MetadataMap};

use super::Api;
use crate::{
    auth::{ApiKey, ApiKeys},
    model::Channel,
    node::Node,
    telemetry::metrics::ApiMethod,
    transport::status::api_status,
};

const AUTHORIZATION: &str = "authorization";
const SCHEME: &str = "apikey";

/// Who calls: the owner of a key, or anybody where there are no keys.
pub(super) struct Caller<'a>(Option<&'a ApiKey>);

impl Api {
    /// Finds the caller's key and whether it allows `method`.
    pub(super) fn caller(
        &self,
        method: ApiMethod,
        metadata: &MetadataMap,
    ) -> Result<Caller<'_>, Status> {
        if self.keys.is_empty() {
            return Ok(Caller(None));
        }
        let key = authenticate(&self.keys, metadata)?;
        let rpc = method.rpc();
        if key.allows_method(rpc) {
            return Ok(Caller(Some(key)));
        }
        let name = key.name();
        let message = format!("API key {name:?} may not call {rpc}: add it to the key's methods");
        let metadata = [("key", name), ("method", rpc)];
        Err(api_status(Code::PermissionDenied, "METHOD_NOT_ALLOWED", &message, &metadata))
    }
}

impl Caller<'_> {
    /// Whether the caller may use the channel of this name, if it is one.
    pub(super) fn check(&self, node: &Node, channel: &str) -> Result<(), Status> {
        let Some(key) = self.0 else { return Ok(()) };
        let namespace = node.namespace_of(&Channel::trusted(channel));
        if key.allows_namespace(&namespace) {
            return Ok(());
        }
        let name = key.name();
        let place = match &*namespace {
            "" => "channels without a namespace: add \"\" to the key's namespaces".to_owned(),
            name => format!("channels of namespace {name:?}: add it to the key's namespaces"),
        };
        let message = format!("API key {name:?} may not use {place}");
        let metadata = [("key", name), ("channel", channel), ("namespace", &namespace)];
        Err(api_status(Code::PermissionDenied, "NAMESPACE_NOT_ALLOWED", &message, &metadata))
    }

    /// Whether the caller may see the channels of a namespace.
    pub(super) fn sees(&self, namespace: &str) -> bool {
        self.0.is_none_or(|key| key.allows_namespace(namespace))
    }
}

fn authenticate<'a>(keys: &'a ApiKeys, metadata: &MetadataMap) -> Result<&'a ApiKey, Status> {
    let refused = |reason, message| Err(api_status(Code::Unauthenticated, reason, message, &[]));
    let Some(authorization) = metadata.get(AUTHORIZATION) else {
        let message = "the server API asks for a key: send the metadata `authorization: apikey \
                       KEY` (on the command line --api-key or FANWIRE_API_KEY)";
        return refused("API_KEY_MISSING", message);
    };
    let Some(presented) = presented(authorization.as_bytes()) else {
        let message = "the metadata `authorization` is not of the form `apikey KEY`";
        return refused("API_KEY_INVALID", message);
    };
    let found = keys.authenticate(presented);
    let message = "the API key is none of this server's: compare it with api.keys";
    found.map_or_else(|| refused("API_KEY_INVALID", message), Ok)
}

fn presented(authorization: &[u8]) -> Option<&[u8]> {
    let (scheme, key) = authorization.split_at_checked(SCHEME.len())?;
    let is_scheme = scheme.eq_ignore_ascii_case(SCHEME.as_bytes());
    let key = key.strip_prefix(b" ").filter(|_| is_scheme)?;
    Some(key.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pb;

    #[test]
    fn a_key_comes_behind_its_scheme() {
        for (authorization, key) in [
            ("apikey k", Some("k")),
            ("ApiKey  k ", Some("k")),
            ("apikey ", Some("")),
            ("apikey", None),
            ("apikeyk", None),
            ("Bearer k", None),
            ("", None),
        ] {
            let presented = presented(authorization.as_bytes());
            assert_eq!(presented, key.map(str::as_bytes), "{authorization:?}");
        }
    }

    #[test]
    fn every_rpc_can_be_named_in_a_key() {
        let (mut known, mut called) = (pb::API_METHODS.to_vec(), ApiMethod::RPCS);
        known.sort_unstable();
        called.sort_unstable();
        assert_eq!(known, called);
    }
}
