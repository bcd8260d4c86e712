use std::{error::Error, time::Duration};

use tonic::transport::{Certificate, ClientTlsConfig, Endpoint};

use super::ConfigError;

/// Bytes the server may send on a stream ahead of the application; a slow
/// application costs no more than this and its event buffers.
const STREAM_WINDOW_BYTES: u32 = 256 * 1024;
const CONNECTION_WINDOW_BYTES: u32 = 1024 * 1024;

/// Largest message taken from a server: its replies end at 1 MiB, a publication
/// may be as large as gRPC's usual 4 MiB.
pub(super) const MAX_MESSAGE_BYTES: usize = 8 * 1024 * 1024;

/// Checks `url` and the authorities, and sets what every connection needs.
pub(super) fn endpoint(
    url: &str,
    tls_ca_pem: Option<&[u8]>,
    connect_timeout: Duration,
) -> Result<Endpoint, ConfigError> {
    let tls = match url.split_once("://") {
        Some(("http", _)) => false,
        Some(("https", _)) => true,
        _ => return Err(ConfigError::Scheme { url: url.into() }),
    };
    let invalid = |cause: &dyn Error| ConfigError::Url { url: url.into(), cause: causes(cause) };
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
        return match tls_ca_pem {
            Some(_) => Err(ConfigError::CaWithoutTls { url: url.into() }),
            None => Ok(endpoint),
        };
    }
    let config = match tls_ca_pem {
        Some(pem) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(checked(pem)?)),
        None => ClientTlsConfig::new().with_webpki_roots(),
    };
    endpoint.tls_config(config).map_err(|cause| ConfigError::Ca { cause: causes(&cause) })
}

/// A file without a certificate would otherwise mean "trust nobody" and show
/// only as failed handshakes.
fn checked(pem: &[u8]) -> Result<&[u8], ConfigError> {
    use rustls_pki_types::{CertificateDer, pem::PemObject as _};
    match CertificateDer::pem_slice_iter(pem).next() {
        Some(Ok(_)) => Ok(pem),
        Some(Err(cause)) => Err(ConfigError::Ca { cause: cause.to_string() }),
        None => Err(ConfigError::Ca { cause: "no certificate in it".into() }),
    }
}

/// An error and what caused it as one line, without repetitions.
pub(super) fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str, ca: Option<&[u8]>) -> String {
        endpoint(url, ca, Duration::from_secs(1)).map(|_| ()).unwrap_err().to_string()
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
        assert!(endpoint("https://127.0.0.1:1", None, Duration::from_secs(1)).is_ok());
    }
}
