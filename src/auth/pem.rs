//! Keys from PEM text.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use rustls_pki_types::{
    PrivateKeyDer, SubjectPublicKeyInfoDer,
    alg_id::{AlgorithmIdentifier, ECDSA_P256, ECDSA_P384, ED25519, RSA_ENCRYPTION},
    pem::PemObject,
};

/// The algorithms that an RSA key is for.
pub(super) const RSA: &[Algorithm] = &[Algorithm::RS256, Algorithm::RS384, Algorithm::RS512];

/// What the PEM label "PUBLIC KEY" holds: one of these, and its key.
const KINDS: [(AlgorithmIdentifier, &[Algorithm]); 4] = [
    (RSA_ENCRYPTION, RSA),
    (ECDSA_P256, &[Algorithm::ES256]),
    (ECDSA_P384, &[Algorithm::ES384]),
    (ED25519, &[Algorithm::EdDSA]),
];

/// A PKCS #1 key of 2,048 bits is a little longer than its modulus.
const SHORTEST_RSA: usize = 256;

/// A public key and what it verifies.
pub(super) struct PublicKey {
    pub(super) algorithms: &'static [Algorithm],
    pub(super) key: DecodingKey,
}

/// Reads a public key.
///
/// # Errors
/// The cause and the fix.
pub(super) fn public_key(pem: &str) -> Result<PublicKey, String> {
    let spki =
        SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes()).map_err(|_| not_public(pem))?;
    let (identifier, key) = split(&spki).ok_or("is not a public key: its DER is malformed")?;
    let kind = KINDS.iter().find(|(kind, _)| kind.as_ref() == identifier);
    let Some((_, algorithms)) = kind else {
        let fix = "use RSA, ECDSA on P-256 or P-384, or Ed25519";
        return Err(format!("is a public key of a kind that is not available: {fix}"));
    };
    let key = match algorithms[0] {
        Algorithm::RS256 if key.len() <= SHORTEST_RSA => {
            return Err("is an RSA key of less than 2048 bits: use a longer one".to_owned());
        }
        Algorithm::RS256 => DecodingKey::from_rsa_der(key),
        Algorithm::EdDSA => DecodingKey::from_ed_der(key),
        _ => DecodingKey::from_ec_der(key),
    };
    Ok(PublicKey { algorithms, key })
}

/// Reads a private key, with the algorithms that it might sign with.
///
/// # Errors
/// The cause and the fix.
pub(super) fn private_keys(pem: &str) -> Result<Vec<(Algorithm, EncodingKey)>, String> {
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes())
        .map_err(|_| "is not a private key: give a PEM file with \"PRIVATE KEY\"".to_owned())?;
    let der = key.secret_der();
    Ok(match key {
        PrivateKeyDer::Pkcs1(_) => vec![(Algorithm::RS256, EncodingKey::from_rsa_der(der))],
        PrivateKeyDer::Pkcs8(_) => vec![
            (Algorithm::EdDSA, EncodingKey::from_ed_der(der)),
            (Algorithm::ES256, EncodingKey::from_ec_der(der)),
            (Algorithm::ES384, EncodingKey::from_ec_der(der)),
            (Algorithm::RS256, EncodingKey::from_rsa_der(der)),
        ],
        _ => {
            let fix = "convert it: openssl pkcs8 -topk8 -nocrypt -in KEY";
            return Err(format!("is not in PKCS #8 (\"PRIVATE KEY\"): {fix}"));
        }
    })
}

fn not_public(pem: &str) -> String {
    let has = |label: &str| pem.contains(&format!("-----BEGIN {label}"));
    let (what, fix) = if has("CERTIFICATE") {
        ("is a certificate", "openssl x509 -pubkey -noout -in FILE")
    } else if has("RSA PUBLIC KEY") {
        ("is in PKCS #1 (\"RSA PUBLIC KEY\")", "openssl rsa -RSAPublicKey_in -pubout -in FILE")
    } else if pem.contains("PRIVATE KEY-----") {
        ("is a private key, which does not belong here", "openssl pkey -pubout -in FILE")
    } else {
        return "is not PEM text: write it with \"-----BEGIN PUBLIC KEY-----\" and all its lines, \
                or name the file in the option that ends in _file"
            .to_owned();
    };
    format!("{what}: make it a public key: {fix}")
}

/// SubjectPublicKeyInfo: SEQUENCE { SEQUENCE { algorithm }, BIT STRING }. Gives
/// the algorithm's fields and the bits.
fn split(spki: &[u8]) -> Option<(&[u8], &[u8])> {
    const SEQUENCE: u8 = 0x30;
    const BIT_STRING: u8 = 0x03;
    let (fields, after) = element(SEQUENCE, spki)?;
    let (algorithm, rest) = element(SEQUENCE, fields)?;
    let (bits, end) = element(BIT_STRING, rest)?;
    // The first byte counts the bits that are left over in the last one.
    let key = bits.strip_prefix(&[0])?;
    (after.is_empty() && end.is_empty()).then_some((algorithm, key))
}

/// The contents of the DER element at the start of `der`, and what follows it.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.strip_prefix(&[tag])?.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => (usize::from(*rest.first()?), &rest[1..]),
        0x82 => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*length)), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}
