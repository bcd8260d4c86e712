use std::{fs, path::Path, sync::Arc};

use fanwire::transport::{ServeOptions, TlsConfig};
use http::StatusCode;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, pem::PemObject,
};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::support::{Http2, Server, echo, raw};

type Identity = (CertificateDer<'static>, PrivateKeyDer<'static>);

/// An authority, a server certificate made by it, and the files of both.
pub struct Pki {
    pub authority: CertifiedIssuer<'static, KeyPair>,
    dir: TempDir,
}

impl Pki {
    pub fn new() -> Self {
        let pki = Self { authority: authority(), dir: tempfile::tempdir().unwrap() };
        let (certificate, key) = leaf(&pki.authority);
        fs::write(pki.path("cert"), certificate).unwrap();
        fs::write(pki.path("key"), key).unwrap();
        fs::write(pki.path("ca"), pki.authority.pem()).unwrap();
        pki
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        Path::join(self.dir.path(), name)
    }

    fn config(&self, client_ca: bool) -> TlsConfig {
        TlsConfig {
            cert_pem_file: self.path("cert"),
            key_pem_file: self.path("key"),
            client_ca_pem_file: client_ca.then(|| self.path("ca")),
        }
    }

    fn start(&self, client_ca: bool) -> Server {
        Server::start(echo(), ServeOptions::client(), Some(self.config(client_ca)))
    }

    async fn connect(
        &self,
        server: &Server,
        alpn: &[&str],
        identity: Option<Identity>,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.der().clone()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match identity {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                builder.with_client_auth_cert(vec![certificate], key).unwrap()
            }
        };
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, server.tcp().await).await
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Certificate and key as PEM, good for servers and clients.
pub fn leaf(authority: &CertifiedIssuer<'static, KeyPair>) -> (String, String) {
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    (certificate.pem(), key.serialize_pem())
}

fn identity(authority: &CertifiedIssuer<'static, KeyPair>) -> Identity {
    let (certificate, key) = leaf(authority);
    let key = PrivatePkcs8KeyDer::from_pem_slice(key.as_bytes()).unwrap();
    (CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap(), key.into())
}

const REQUEST: &str = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn serves_http2_and_http1_as_alpn_says() {
    let pki = Pki::new();
    let server = pki.start(false);
    let tls = pki.connect(&server, &["h2", "http/1.1"], None).await.unwrap();
    assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    assert_eq!(Http2::handshake(tls).await.get("/").await.unwrap().status(), StatusCode::OK);

    let tls = pki.connect(&server, &["http/1.1"], None).await.unwrap();
    assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    let answer = raw(tls, REQUEST).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn plain_text_and_garbage_on_the_tls_port_cost_others_nothing() {
    let pki = Pki::new();
    let server = pki.start(false);
    let client = Http2::handshake(pki.connect(&server, &["h2"], None).await.unwrap()).await;
    for garbage in [REQUEST, "\u{1}\u{2}\u{3}\u{4} not a tls record"] {
        let answer = raw(server.tcp().await, garbage).await.unwrap_or_default();
        assert!(!answer.contains("200"), "{answer}");
        assert_eq!(client.get("/").await.unwrap().status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn a_client_ca_lets_only_its_own_clients_in() {
    let pki = Pki::new();
    let server = pki.start(true);
    for refused in [None, Some(identity(&authority()))] {
        // TLS 1.3 tells the client only after its own part of the handshake.
        let answer = match pki.connect(&server, &["http/1.1"], refused).await {
            Ok(tls) => raw(tls, REQUEST).await,
            Err(error) => Err(error),
        };
        assert!(answer.is_err(), "let in: {answer:?}");
    }
    let own = Some(identity(&pki.authority));
    let tls = pki.connect(&server, &["h2"], own).await.unwrap();
    assert_eq!(Http2::handshake(tls).await.get("/").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_silent_tls_peer_is_closed_by_deadline_and_by_drain() {
    let pki = Pki::new();
    let short = ServeOptions {
        handshake_timeout: std::time::Duration::from_millis(50),
        ..ServeOptions::client()
    };
    let server = Server::start(echo(), short, Some(pki.config(false)));
    let _ = raw(server.tcp().await, "").await;

    let mut server = pki.start(false);
    let silent = server.tcp().await;
    let client = Http2::handshake(pki.connect(&server, &["h2"], None).await.unwrap()).await;
    // Accepted in order: the silent one is in its handshake by now.
    client.get("/").await.unwrap();
    server.shutdown.stop.cancel();
    let _ = raw(silent, "").await;
    server.ended().await;
}
