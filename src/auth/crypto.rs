//! What jsonwebtoken calls to sign and to verify: ring, which TLS uses anyway.

use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result, new_error},
    signature::{Error, Signer, Verifier},
};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, RsaEncoding, RsaKeyPair,
        RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
    },
};

static RING: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    // For making JWKs from keys; verifying with one needs none of it.
    key_utils: KeyUtils::new_unimplemented(),
};

/// Must have been called before the first token. A provider that the program
/// has chosen before stays.
pub(super) fn install() {
    let _ = RING.install_default();
}

/// The algorithms of one kind of key.
enum Scheme {
    Hmac(hmac::Algorithm),
    Rsa(&'static RsaParameters, &'static dyn RsaEncoding),
    Ecdsa(&'static dyn VerificationAlgorithm, &'static EcdsaSigningAlgorithm),
    Ed25519,
}

fn scheme(algorithm: Algorithm) -> Result<Scheme> {
    use signature as s;
    Ok(match algorithm {
        Algorithm::HS256 => Scheme::Hmac(hmac::HMAC_SHA256),
        Algorithm::HS384 => Scheme::Hmac(hmac::HMAC_SHA384),
        Algorithm::HS512 => Scheme::Hmac(hmac::HMAC_SHA512),
        Algorithm::RS256 => Scheme::Rsa(&s::RSA_PKCS1_2048_8192_SHA256, &s::RSA_PKCS1_SHA256),
        Algorithm::RS384 => Scheme::Rsa(&s::RSA_PKCS1_2048_8192_SHA384, &s::RSA_PKCS1_SHA384),
        Algorithm::RS512 => Scheme::Rsa(&s::RSA_PKCS1_2048_8192_SHA512, &s::RSA_PKCS1_SHA512),
        Algorithm::ES256 => {
            Scheme::Ecdsa(&s::ECDSA_P256_SHA256_FIXED, &s::ECDSA_P256_SHA256_FIXED_SIGNING)
        }
        Algorithm::ES384 => {
            Scheme::Ecdsa(&s::ECDSA_P384_SHA384_FIXED, &s::ECDSA_P384_SHA384_FIXED_SIGNING)
        }
        Algorithm::EdDSA => Scheme::Ed25519,
        _ => return Err(new_error(ErrorKind::UnsupportedAlgorithm)),
    })
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if key.family() != algorithm.family() {
        return Err(new_error(ErrorKind::InvalidAlgorithm));
    }
    let (algorithm, scheme) = (*algorithm, scheme(*algorithm)?);
    Ok(Box::new(RingVerifier { algorithm, scheme, key: key.clone() }))
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    if key.family() != algorithm.family() {
        return Err(new_error(ErrorKind::InvalidAlgorithm));
    }
    let (algorithm, scheme) = (*algorithm, scheme(*algorithm)?);
    Ok(Box::new(RingSigner { algorithm, scheme, key: key.clone() }))
}

struct RingVerifier {
    algorithm: Algorithm,
    scheme: Scheme,
    key: DecodingKey,
}

impl JwtVerifier for RingVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

impl Verifier<Vec<u8>> for RingVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let public = |algorithm, key: &[u8]| {
            UnparsedPublicKey::new(algorithm, key).verify(message, signature)
        };
        let good = match (&self.scheme, self.key.kind()) {
            (Scheme::Hmac(algorithm), DecodingKeyKind::SecretOrDer(secret)) => {
                hmac::verify(&hmac::Key::new(*algorithm, secret), message, signature)
            }
            (Scheme::Rsa(parameters, _), DecodingKeyKind::SecretOrDer(der)) => {
                public(*parameters, der)
            }
            (Scheme::Rsa(parameters, _), DecodingKeyKind::RsaModulusExponent { n, e }) => {
                RsaPublicKeyComponents { n, e }.verify(parameters, message, signature)
            }
            (Scheme::Ecdsa(algorithm, _), DecodingKeyKind::SecretOrDer(point)) => {
                public(*algorithm, point)
            }
            (Scheme::Ed25519, DecodingKeyKind::SecretOrDer(key)) => {
                public(&signature::ED25519, key)
            }
            (_, DecodingKeyKind::RsaModulusExponent { .. }) => return Err(Error::new()),
        };
        good.map_err(|_| Error::new())
    }
}

struct RingSigner {
    algorithm: Algorithm,
    scheme: Scheme,
    key: EncodingKey,
}

impl JwtSigner for RingSigner {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

impl Signer<Vec<u8>> for RingSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        let key = self.key.as_bytes();
        let random = SystemRandom::new();
        let rejected = |_| Error::new();
        let failed = |_| Error::new();
        Ok(match &self.scheme {
            Scheme::Hmac(algorithm) => {
                hmac::sign(&hmac::Key::new(*algorithm, key), message).as_ref().to_vec()
            }
            Scheme::Rsa(_, encoding) => {
                let pair = RsaKeyPair::from_pkcs8(key).or_else(|_| RsaKeyPair::from_der(key));
                let pair = pair.map_err(rejected)?;
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(*encoding, &random, message, &mut signature).map_err(failed)?;
                signature
            }
            Scheme::Ecdsa(_, algorithm) => {
                let pair = EcdsaKeyPair::from_pkcs8(algorithm, key, &random).map_err(rejected)?;
                pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()
            }
            Scheme::Ed25519 => {
                let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key).map_err(rejected)?;
                pair.sign(message).as_ref().to_vec()
            }
        })
    }
}
