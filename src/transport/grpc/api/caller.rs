use tonic::{Code, Request, Status};

use super::Api;
use crate::{
    model::Channel,
    node::Node,
    telemetry::metrics::ApiMethod,
    transport::{
        audit::Act,
        caller::{self, Refusal},
        status::api_status,
    },
};

/// Who calls: the owner of a key, or anybody where there are no keys.
pub(super) struct Caller<'a>(caller::Caller<'a>);

impl Api {
    /// Finds the caller's key and whether it allows `method`.
    pub(super) fn caller(
        &self,
        method: ApiMethod,
        request: &Request<impl Sized>,
    ) -> Result<Caller<'_>, Status> {
        let (headers, extensions) = (request.metadata().as_ref(), request.extensions());
        let caller = caller::Caller::find(&self.keys, headers, extensions);
        let caller = caller.map_err(|refusal| refused(&refusal, ""))?;
        caller.check_method(method).map_err(|refusal| refused(&refusal, ""))?;
        Ok(Caller(caller))
    }
}

impl Caller<'_> {
    /// Whether the caller may use the channel of this name, if it is one.
    pub(super) fn check(&self, node: &Node, channel: &str) -> Result<(), Status> {
        let namespace = node.namespace_of(&Channel::trusted(channel));
        self.0.check_namespace(&namespace).map_err(|refusal| refused(&refusal, channel))
    }

    /// A call of this caller, for the log.
    pub(super) fn act(&self, method: ApiMethod, user: &str, client: &str, channel: &str) -> Act {
        Act::new(self.0, method, user, client, channel)
    }

    /// Whether the caller may see what is in no namespace.
    pub(super) fn sees_all(&self) -> bool {
        self.0.has_all_namespaces()
    }

    /// Whether the caller may see the channels of a namespace.
    pub(super) fn sees(&self, namespace: &str) -> bool {
        self.0.check_namespace(namespace).is_ok()
    }
}

fn refused(refusal: &Refusal, channel: &str) -> Status {
    let message = refusal.to_string();
    let status = |code, reason, metadata: &[_]| api_status(code, reason, &message, metadata);
    match refusal {
        Refusal::KeyMissing => status(Code::Unauthenticated, "API_KEY_MISSING", &[]),
        Refusal::KeyMalformed | Refusal::KeyUnknown => {
            status(Code::Unauthenticated, "API_KEY_INVALID", &[])
        }
        Refusal::Method { key, rpc } => {
            let metadata = [("key", key.as_str()), ("method", rpc)];
            status(Code::PermissionDenied, "METHOD_NOT_ALLOWED", &metadata)
        }
        Refusal::Namespace { key, namespace } => {
            let metadata = [("key", key.as_str()), ("channel", channel), ("namespace", namespace)];
            status(Code::PermissionDenied, "NAMESPACE_NOT_ALLOWED", &metadata)
        }
    }
}
