//! The keys of the configuration, each bound to its own algorithms.

use jsonwebtoken::{Algorithm, DecodingKey};

use super::{TokenConfig, pem};

const HMAC: &[Algorithm] = &[Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
const ECDSA: &[Algorithm] = &[Algorithm::ES256, Algorithm::ES384];
const EDDSA: &[Algorithm] = &[Algorithm::EdDSA];

/// An option, and what is wrong with it.
pub(super) type KeyProblem = (&'static str, String);

pub(super) struct Keys(Vec<Key>);

struct Key {
    algorithms: &'static [Algorithm],
    key: DecodingKey,
}

impl Keys {
    pub(super) fn new(config: &TokenConfig) -> Result<Self, KeyProblem> {
        let mut keys = Vec::new();
        let hmac = [&config.hmac_secret_key, &config.hmac_previous_secret_key];
        for secret in hmac.into_iter().flatten() {
            let key = DecodingKey::from_secret(secret.reveal().as_bytes());
            keys.push(Key { algorithms: HMAC, key });
        }
        if config.hmac_secret_key.is_none() && config.hmac_previous_secret_key.is_some() {
            let fix = "set the current key there, or use hmac_secret_key for this one";
            let message = format!("is the one before hmac_secret_key, which is not set: {fix}");
            return Err(("hmac_previous_secret_key", message));
        }
        for (option, pem, algorithms) in [
            ("rsa_public_key", &config.rsa_public_key, pem::RSA),
            ("ecdsa_public_key", &config.ecdsa_public_key, ECDSA),
            ("eddsa_public_key", &config.eddsa_public_key, EDDSA),
        ] {
            if let Some(pem) = pem {
                keys.push(public(pem, algorithms).map_err(|message| (option, message))?);
            }
        }
        Ok(Self(keys))
    }

    /// The keys that verify tokens signed with `algorithm`.
    pub(super) fn of(&self, algorithm: Algorithm) -> impl Iterator<Item = &DecodingKey> {
        let fits = move |key: &&Key| key.algorithms.contains(&algorithm);
        self.0.iter().filter(fits).map(|key| &key.key)
    }
}

/// A key for some of `algorithms` and no others.
fn public(pem: &str, algorithms: &[Algorithm]) -> Result<Key, String> {
    let public = pem::public_key(pem)?;
    if !public.algorithms.iter().all(|algorithm| algorithms.contains(algorithm)) {
        let is_for = format!("{:?}", public.algorithms[0]);
        return Err(format!("is a key for {is_for}, which is another option: move it there"));
    }
    Ok(Key { algorithms: public.algorithms, key: public.key })
}
