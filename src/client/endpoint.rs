use std::{error::Error, fmt, time::Duration};

use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity};

use super::ConfigError;

/// Bytes the server may send on a stream ahead of the application; a slow
/// application costs no more than this and its event buffers.
const STREAM_WINDOW_BYTES: u32 = 256 * 1024;
const CONNECTION_WINDOW_BYTES: u32 = 1024 * 1024;

/// Largest message taken from a server: its replies end at 1 MiB, a publication
/// may be as large as gRPC's usual 4 MiB.
pub(super) const MAX_MESSAGE_BYTES: usize = 8 * 1024 * 1024;

/// A certificate of the client's own, for servers that ask for one.
#[derive(Clone)]
pub struct TlsIdentity {
    /// The certificate chain in PEM.
    pub cert_pem: Vec<u8>,
    /// Its private key in PEM.
    pub key_pem: Vec<u8>,
}

/// Shows no key.
impl fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsIdentity(..)")
    }
}

/// Checks `url`, the authorities and the identity, and sets what every connection needs.
pub(super) fn endpoint(
    url: &str,
    tls_ca_pem: Option<&[u8]>,
    tls_identity: Option<&TlsIdentity>,
    connect_timeout: Duration,
) -> Result<Endpoint, ConfigError> {
    let tls = match url.split_once("://") {
        Some(("http", _)) => false,
        Some(("https", _)) => true,
        _ => return Err(ConfigError::Scheme { url: url.into() }),
    };
    let invalid =
        |cause: &dyn Error| ConfigError::Url { url: url.into(), cause: root_cause(cause) };
    let endpoint = Endpoint::from_shared(url.to_owned())
        .map_err(|cause| invalid(&cause))?
        .connect_timeout(connect_timeout)
        .tcp_nodelay(true)
        .tcp_keepalive(Some(Duration::from_secs(20)))
        .http2_keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10))
        .keep_alive_while_idle(true)
        .initial_stream_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(CONNECTION_WINDOW_BYTES);
    if !tls {
        return match (tls_ca_pem, tls_identity) {
            (Some(_), _) => Err(ConfigError::CaWithoutTls { url: url.into() }),
            (_, Some(_)) => Err(ConfigError::IdentityWithoutTls { url: url.into() }),
            (None, None) => Ok(endpoint),
        };
    }
    let mut config = match tls_ca_pem {
        Some(pem) => ClientTlsConfig::new().ca_certificate({
            let pem = checked(pem).map_err(|cause| ConfigError::Ca { cause })?;
            Certificate::from_pem(pem)
        }),
        None => ClientTlsConfig::new().with_webpki_roots(),
    };
    let Some(identity) = tls_identity else {
        let unusable = |cause| ConfigError::Ca { cause: root_cause(&cause) };
        return endpoint.tls_config(config).map_err(unusable);
    };
    checked(&identity.cert_pem).map_err(|cause| ConfigError::Identity { cause })?;
    config = config.identity(Identity::from_pem(&identity.cert_pem, &identity.key_pem));
    let unusable = |cause| ConfigError::Identity { cause: root_cause(&cause) };
    endpoint.tls_config(config).map_err(unusable)
}

/// A file without a certificate would otherwise mean "trust nobody" and show
/// only as failed handshakes.
fn checked(pem: &[u8]) -> Result<&[u8], String> {
    use rustls_pki_types::{CertificateDer, pem::PemObject as _};
    match CertificateDer::pem_slice_iter(pem).next() {
        Some(Ok(_)) => Ok(pem),
        Some(Err(cause)) => Err(cause.to_string()),
        None => Err("no certificate in it".into()),
    }
}

/// What is at the bottom of an error: the layers above only say that it was in
/// the transport.
pub(super) fn root_cause(error: &dyn Error) -> String {
    let mut root = error;
    while let Some(cause) = root.source() {
        root = cause;
    }
    root.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str, ca: Option<&[u8]>) -> String {
        endpoint(url, ca, None, Duration::from_secs(1)).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn refuses_urls_with_the_fix() {
        assert!(refused("127.0.0.1:8000", None).contains("http://127.0.0.1:8000"));
        assert!(refused("ftp://a", None).contains("http://"));
        assert!(refused("http://", None).contains("http://"));
        assert!(refused("http://a b", None).contains("not a URL"));
    }

    #[test]
    fn refuses_authorities_that_could_not_work() {
        assert!(refused("http://127.0.0.1:1", Some(b"x")).contains("https"));
        assert!(refused("https://127.0.0.1:1", Some(b"x")).contains("no certificate"));
        let nobody = TlsIdentity { cert_pem: b"x".into(), key_pem: b"top secret".into() };
        let of = |url| endpoint(url, None, Some(&nobody), Duration::from_secs(1)).map(|_| ());
        assert!(of("http://127.0.0.1:1").unwrap_err().to_string().contains("https"));
        assert!(of("https://127.0.0.1:1").unwrap_err().to_string().contains("no certificate"));
        assert!(!format!("{nobody:?}").contains("secret"));
        assert!(endpoint("https://127.0.0.1:1", None, None, Duration::from_secs(1)).is_ok());
    }
}
