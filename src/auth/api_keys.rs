use std::fmt;

use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use subtle::ConstantTimeEq as _;

use super::Secret;

const NEW_KEY: &str = "make one with `openssl rand -hex 32`";

/// In a list: everything.
const ANY: &str = "*";

/// Who may use the server API: the `[api]` section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiConfig {
    /// The keys; none when the listener is on loopback, asks for client
    /// certificates, or `insecure` is set.
    pub keys: Vec<ApiKeyConfig>,
    /// Anybody who reaches the listener may do anything.
    pub insecure: bool,
}

/// One key of the server API, as configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyConfig {
    /// Names it in logs and errors.
    pub name: String,
    /// The key itself; or its hash.
    pub key: Option<Secret>,
    /// The SHA-256 of the key, in hex.
    pub key_sha256: Option<Secret>,
    /// The rpcs that it may call, such as `Publish`; `*` for all.
    pub methods: Vec<String>,
    /// The namespaces whose channels it may use, `""` for channels without one;
    /// `*` for all.
    pub namespaces: Vec<String>,
}

/// Why a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("api.keys[{index}].{option}: {message}")]
pub struct ApiKeyError {
    /// Its place in the list.
    pub index: usize,
    /// The option to change.
    pub option: &'static str,
    /// The cause and the fix.
    pub message: String,
}

/// The keys of the server API. Only their hashes are kept.
#[derive(Default)]
pub struct ApiKeys(Vec<ApiKey>);

/// One key of the server API: what it may do.
pub struct ApiKey {
    name: String,
    sha256: [u8; SHA256_OUTPUT_LEN],
    methods: Vec<String>,
    namespaces: Vec<String>,
}

impl ApiKeys {
    /// Checks the keys and hashes them.
    ///
    /// # Errors
    /// The first key that cannot be used, and why.
    pub fn new(config: &[ApiKeyConfig]) -> Result<Self, ApiKeyError> {
        let mut keys: Vec<ApiKey> = Vec::new();
        for (index, config) in config.iter().enumerate() {
            let named = |(option, message)| ApiKeyError { index, option, message };
            let key = ApiKey::new(config).map_err(named)?;
            if keys.iter().any(|other| other.name == key.name) {
                let message = format!("{:?} is there twice: rename one", key.name);
                return Err(named(("name", message)));
            }
            if let Some(other) = keys.iter().find(|other| other.sha256 == key.sha256) {
                let message = format!("is the key of {:?} too: give each its own", other.name);
                return Err(named(("key", message)));
            }
            keys.push(key);
        }
        Ok(Self(keys))
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The key that was presented; none when it is empty or not among them.
    /// Takes as long for a wrong key as for a right one.
    pub fn authenticate(&self, presented: &[u8]) -> Option<&ApiKey> {
        if presented.is_empty() {
            return None;
        }
        let presented = sha256(presented);
        // All are compared, so that the time does not tell which one is near.
        self.0.iter().fold(None, |found, key| match bool::from(key.sha256.ct_eq(&presented)) {
            true => Some(key),
            false => found,
        })
    }
}

impl ApiKey {
    fn new(config: &ApiKeyConfig) -> Result<Self, (&'static str, String)> {
        if config.name.is_empty() {
            let message = "is empty: name the key, for logs and errors";
            return Err(("name", message.to_owned()));
        }
        let sha256 = match (&config.key, &config.key_sha256) {
            (Some(key), None) => hash_of(key.reveal()).map_err(|problem| ("key", problem))?,
            (None, Some(hex)) => {
                read_hash(hex.reveal()).map_err(|problem| ("key_sha256", problem))?
            }
            (Some(_), Some(_)) => {
                let message = "is set together with key: remove one of them";
                return Err(("key_sha256", message.to_owned()));
            }
            (None, None) => {
                let message = format!("is not set: {NEW_KEY}, or give its hash as key_sha256");
                return Err(("key", message));
            }
        };
        for (option, list) in [("methods", &config.methods), ("namespaces", &config.namespaces)] {
            if list.is_empty() {
                let message = "is empty, so the key could do nothing: leave it out for [\"*\"]";
                return Err((option, message.to_owned()));
            }
        }
        let (methods, namespaces) = (config.methods.clone(), config.namespaces.clone());
        Ok(Self { name: config.name.clone(), sha256, methods, namespaces })
    }

    /// Its name in the configuration.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True when it may call the rpc of this name, such as `Publish`.
    pub fn allows_method(&self, method: &str) -> bool {
        self.methods.iter().any(|allowed| allowed == ANY || allowed == method)
    }

    /// True when it may use the channels of this namespace; `""` for those
    /// without one.
    pub fn allows_namespace(&self, namespace: &str) -> bool {
        self.namespaces.iter().any(|allowed| allowed == ANY || allowed == namespace)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, methods, namespaces, .. } = self;
        write!(f, "ApiKey({name:?}, methods {methods:?}, namespaces {namespaces:?})")
    }
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

/// The hash of a key, if callers can send it.
fn hash_of(key: &str) -> Result<[u8; SHA256_OUTPUT_LEN], String> {
    if key.is_empty() {
        return Err(format!("is empty, which is no key: {NEW_KEY}"));
    }
    if key.trim() != key {
        return Err("begins or ends with white space, which callers cannot send: remove it there"
            .to_owned());
    }
    Ok(sha256(key.as_bytes()))
}

fn read_hash(hex: &str) -> Result<[u8; SHA256_OUTPUT_LEN], String> {
    let hash = from_hex(hex).ok_or_else(|| {
        let fix = "write what `printf %s KEY | sha256sum` prints";
        format!("is not 64 hexadecimal digits: {fix}")
    })?;
    if hash == sha256(b"") {
        let cause = "is the hash of an empty text, as if KEY in `printf %s KEY | sha256sum` was";
        return Err(format!("{cause} a variable that is not set: hash the key"));
    }
    Ok(hash)
}

fn sha256(key: &[u8]) -> [u8; SHA256_OUTPUT_LEN] {
    let mut hash = [0; SHA256_OUTPUT_LEN];
    hash.copy_from_slice(digest(&SHA256, key).as_ref());
    hash
}

fn from_hex(text: &str) -> Option<[u8; SHA256_OUTPUT_LEN]> {
    let mut hash = [0; SHA256_OUTPUT_LEN];
    let digits = text.as_bytes();
    if digits.len() != 2 * SHA256_OUTPUT_LEN {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_A_HASH: &str = "ab1bc8c1b51bbdb4eb8bb9b2a2cf9ea3";

    fn key(name: &str, key: &str) -> ApiKeyConfig {
        ApiKeyConfig {
            name: name.into(),
            key: Some(key.into()),
            key_sha256: None,
            methods: vec![ANY.into()],
            namespaces: vec![ANY.into()],
        }
    }

    fn hex(hash: &[u8]) -> String {
        hash.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    #[test]
    fn only_the_whole_key_is_accepted() {
        let hashed = Some(hex(&sha256(b"second")).into());
        let second = ApiKeyConfig { key: None, key_sha256: hashed, ..key("b", "") };
        let keys = ApiKeys::new(&[key("a", "first"), second]).unwrap();
        let name = |presented: &[u8]| keys.authenticate(presented).map(ApiKey::name);
        assert_eq!(name(b"first"), Some("a"));
        assert_eq!(name(b"second"), Some("b"));
        let hash = hex(&sha256(b"second"));
        for wrong in [&b""[..], b"firs", b"first ", b"First", hash.as_bytes(), &sha256(b"first")] {
            assert_eq!(name(wrong), None, "{wrong:?}");
        }
        assert!(ApiKeys::new(&[]).unwrap().authenticate(b"").is_none());
    }

    #[test]
    fn nothing_is_no_key() {
        let all = vec![ANY.to_owned()];
        let (name, sha256) = ("a".to_owned(), sha256(b""));
        let key = ApiKey { name, sha256, methods: all.clone(), namespaces: all };
        assert!(ApiKeys(vec![key]).authenticate(b"").is_none());
    }

    #[test]
    fn a_key_may_do_what_its_lists_say() {
        let config = ApiKeyConfig {
            methods: vec!["Publish".into(), "Info".into()],
            namespaces: vec!["chat".into(), String::new()],
            ..key("a", "k")
        };
        let keys = ApiKeys::new(&[config, key("b", "all")]).unwrap();
        let (some, all) = (keys.authenticate(b"k").unwrap(), keys.authenticate(b"all").unwrap());
        assert!(some.allows_method("Publish") && some.allows_method("Info"));
        assert!(!some.allows_method("Broadcast") && !some.allows_method("publish"));
        assert!(some.allows_namespace("chat") && some.allows_namespace(""));
        assert!(!some.allows_namespace("secret") && !some.allows_namespace("*"));
        assert!(all.allows_method("Broadcast") && all.allows_namespace("secret"));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let no_key = ApiKeyConfig { key: None, ..key("a", "") };
        let short = ApiKeyConfig { key_sha256: Some(HALF_A_HASH.into()), ..no_key.clone() };
        let letters = ApiKeyConfig { key_sha256: Some("g".repeat(64).into()), ..no_key.clone() };
        let both = ApiKeyConfig { key_sha256: Some("a".repeat(64).into()), ..key("a", "k") };
        let unset = Some(hex(&sha256(b"")).into());
        let unset = ApiKeyConfig { key_sha256: unset, ..no_key.clone() };
        let useless = ApiKeyConfig { methods: Vec::new(), ..key("a", "k") };
        for (config, part) in [
            (vec![key("", "k")], "api.keys[0].name: is empty"),
            (vec![no_key], "api.keys[0].key: is not set"),
            (vec![short], "api.keys[0].key_sha256: is not 64 hexadecimal digits"),
            (vec![letters], "is not 64 hexadecimal digits"),
            (vec![key("a", "")], "api.keys[0].key: is empty, which is no key"),
            (vec![key("a", "k ")], "api.keys[0].key: begins or ends with white space"),
            (vec![key("a", "\tk")], "api.keys[0].key: begins or ends with white space"),
            (vec![key("a", " ")], "api.keys[0].key: begins or ends with white space"),
            (vec![unset], "api.keys[0].key_sha256: is the hash of an empty text"),
            (vec![both], "set together with key"),
            (vec![useless], "api.keys[0].methods: is empty"),
            (vec![key("a", "k"), key("a", "l")], "api.keys[1].name: \"a\" is there twice"),
            (vec![key("a", "k"), key("b", "k")], "api.keys[1].key: is the key of \"a\" too"),
        ] {
            let error = ApiKeys::new(&config).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn nothing_secret_shows_in_debug_output() {
        let config = ApiConfig { keys: vec![key("a", "top-secret")], insecure: false };
        let keys = ApiKeys::new(&config.keys).unwrap();
        let hash = format!("{:?}", sha256(b"top-secret"));
        let shown = format!("{config:?} {keys:?}");
        assert!(!shown.contains("top-secret") && !shown.contains(&hash), "{shown}");
    }
}
