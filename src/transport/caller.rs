//! Who calls the server API, whichever way: what a key lets its owner do.

use http::{Extensions, HeaderMap};

use super::audit;
use crate::{
    auth::{ApiKey, ApiKeys},
    commands::Access,
    telemetry::metrics::ApiMethod,
};

const AUTHORIZATION: &str = "authorization";
const SCHEME: &str = "apikey";
const X_API_KEY: &str = "x-api-key";

/// Why somebody may not call the server API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// No key was sent.
    #[error(
        "the server API asks for a key: send `authorization: apikey KEY` or, over HTTP, \
         `X-API-Key: KEY` (on the command line --api-key or FANWIRE_API_KEY)"
    )]
    KeyMissing,
    /// What was sent is no key.
    #[error("`authorization` is not of the form `apikey KEY`")]
    KeyMalformed,
    /// What was sent is somebody else's key.
    #[error("the API key is none of this server's: compare it with api.keys")]
    KeyUnknown,
    /// The key's `methods`.
    #[error("API key {key:?} may not call {rpc}: add it to the key's methods")]
    Method {
        /// Name of the key.
        key: String,
        /// The method as the configuration names it.
        rpc: &'static str,
    },
    /// The key's `namespaces`.
    #[error("API key {key:?} may not use {}", place(.namespace))]
    Namespace {
        /// Name of the key.
        key: String,
        /// The namespace; empty for channels without one.
        namespace: String,
    },
}

fn place(namespace: &str) -> String {
    match namespace {
        "" => "channels without a namespace: add \"\" to the key's namespaces".to_owned(),
        name => format!("channels of namespace {name:?}: add it to the key's namespaces"),
    }
}

/// The owner of a key, or anybody where there are no keys.
#[derive(Clone, Copy)]
pub(super) struct Caller<'a>(Option<&'a ApiKey>);

impl<'a> Caller<'a> {
    /// Finds the caller's key. Logs a refusal, with the peer that is found in
    /// the request's `extensions`.
    pub(super) fn find(
        keys: &'a ApiKeys,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Self, Refusal> {
        let found = Self::authenticate(keys, headers);
        found.inspect_err(|refusal| audit::refused(refusal, extensions))
    }

    fn authenticate(keys: &'a ApiKeys, headers: &HeaderMap) -> Result<Self, Refusal> {
        if keys.is_empty() {
            return Ok(Self(None));
        }
        let presented = match (headers.get(X_API_KEY), headers.get(AUTHORIZATION)) {
            (Some(key), _) => key.as_bytes().trim_ascii(),
            (None, Some(authorization)) => {
                presented(authorization.as_bytes()).ok_or(Refusal::KeyMalformed)?
            }
            (None, None) => return Err(Refusal::KeyMissing),
        };
        keys.authenticate(presented).map(|key| Self(Some(key))).ok_or(Refusal::KeyUnknown)
    }

    /// The name of the caller's key, if it needs one.
    pub(super) fn key_name(self) -> Option<&'a str> {
        self.0.map(ApiKey::name)
    }

    /// Whether the caller may use all channels, those of namespaces to come too.
    pub(super) fn has_all_namespaces(self) -> bool {
        // No namespace has this name: only `*` in the list allows it.
        self.0.is_none_or(|key| key.allows_namespace("*"))
    }

    /// Whether the caller may call this method.
    pub(super) fn check_method(self, method: ApiMethod) -> Result<(), Refusal> {
        let rpc = method.rpc();
        match self.0 {
            Some(key) if !key.allows_method(rpc) => {
                Err(Refusal::Method { key: key.name().to_owned(), rpc })
            }
            _ => Ok(()),
        }
    }

    /// Whether the caller may use the channels of a namespace.
    pub(super) fn check_namespace(self, namespace: &str) -> Result<(), Refusal> {
        match self.0 {
            Some(key) if !key.allows_namespace(namespace) => {
                let (key, namespace) = (key.name().to_owned(), namespace.to_owned());
                Err(Refusal::Namespace { key, namespace })
            }
            _ => Ok(()),
        }
    }
}

impl Access for Caller<'_> {
    fn check(&self, namespace: &str) -> Result<(), String> {
        self.check_namespace(namespace).map_err(|refusal| refusal.to_string())
    }
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
}
