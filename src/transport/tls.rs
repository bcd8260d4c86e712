use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    RootCertStore, ServerConfig,
    crypto::{CryptoProvider, ring},
    server::{WebPkiClientVerifier, danger::ClientCertVerifier},
};
use rustls_pki_types::{
    CertificateDer, PrivateKeyDer,
    pem::{self, PemObject},
};
use tokio_rustls::TlsAcceptor;

use super::{TlsConfig, TransportError};

/// An acceptor for TLS 1.2 and 1.3 that offers HTTP/2 and HTTP/1.1: tonic's
/// own offers HTTP/2 only, which some browsers' runtimes cannot speak.
pub(super) fn acceptor(
    option: &'static str,
    config: &TlsConfig,
) -> Result<TlsAcceptor, TransportError> {
    let files = Files { option };
    let provider = Arc::new(ring::default_provider());
    let chain = files.certificates("cert_pem_file", &config.cert_pem_file)?;
    let key = files.private_key(&config.key_pem_file)?;
    let broken = |error: rustls::Error| TransportError::Tls { option, problem: error.to_string() };

    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(broken)?;
    let builder = match &config.client_ca_pem_file {
        None => builder.with_no_client_auth(),
        Some(path) => builder.with_client_cert_verifier(files.client_verifier(path, provider)?),
    };
    let mut server = builder.with_single_cert(chain, key).map_err(broken)?;
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    // Stateless tickets: after a restart of the network everybody comes back
    // at once, and a resumed handshake needs no signature.
    server.ticketer = ring::Ticketer::new().map_err(broken)?;
    Ok(TlsAcceptor::from(Arc::new(server)))
}

/// Reads PEM files and names their option when they are no good.
struct Files {
    option: &'static str,
}

impl Files {
    fn certificates(
        &self,
        key: &'static str,
        path: &Path,
    ) -> Result<Vec<CertificateDer<'static>>, TransportError> {
        let fix = "give a PEM file with BEGIN CERTIFICATE blocks that this process may read";
        let certificates = CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| self.error(key, path, describe(&error), fix))?;
        if certificates.is_empty() {
            return Err(self.error(key, path, "there is no certificate in it".into(), fix));
        }
        Ok(certificates)
    }

    fn private_key(&self, path: &Path) -> Result<PrivateKeyDer<'static>, TransportError> {
        PrivateKeyDer::from_pem_file(path).map_err(|error| {
            let problem = match error {
                pem::Error::NoItemsFound => "there is no private key in it".into(),
                other => describe(&other),
            };
            let fix = "give a PEM file with an unencrypted private key that this process may read";
            self.error("key_pem_file", path, problem, fix)
        })
    }

    fn client_verifier(
        &self,
        path: &Path,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ClientCertVerifier>, TransportError> {
        let key = "client_ca_pem_file";
        let fix = "give the certificates of the authorities that sign your clients' certificates";
        let mut roots = RootCertStore::empty();
        for certificate in self.certificates(key, path)? {
            roots
                .add(certificate)
                .map_err(|error| self.error(key, path, error.to_string(), fix))?;
        }
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| self.error(key, path, error.to_string(), fix))
    }

    fn error(
        &self,
        key: &'static str,
        path: &Path,
        problem: String,
        fix: &'static str,
    ) -> TransportError {
        let path = PathBuf::from(path);
        TransportError::TlsFile { option: self.option, key, path, problem, fix }
    }
}

fn describe(error: &pem::Error) -> String {
    match error {
        pem::Error::Io(error) => format!("it cannot be read ({error})"),
        other => format!("it is not valid PEM ({other})"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rcgen::{CertifiedKey, generate_simple_self_signed};

    use super::*;

    fn refusal(config: &TlsConfig) -> String {
        match acceptor("listen.client", config) {
            Ok(_) => panic!("accepted {config:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn bad_files_are_named_with_their_option() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = dir.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let foreign = generate_simple_self_signed(["localhost".to_owned()]).unwrap().signing_key;
        let good = TlsConfig {
            cert_pem_file: file("cert", &cert.pem()),
            key_pem_file: file("key", &signing_key.serialize_pem()),
            client_ca_pem_file: None,
        };
        assert!(acceptor("listen.client", &good).is_ok());

        let missing = dir.path().join("missing");
        let junk = file("junk", "not a pem file");
        let foreign = file("foreign", &foreign.serialize_pem());
        let with_cert = |path: &PathBuf| TlsConfig { cert_pem_file: path.clone(), ..good.clone() };
        let with_key = |path: &PathBuf| TlsConfig { key_pem_file: path.clone(), ..good.clone() };
        let with_ca =
            |path: &PathBuf| TlsConfig { client_ca_pem_file: Some(path.clone()), ..good.clone() };
        for (config, key, problem) in [
            (with_cert(&missing), "listen.client.tls.cert_pem_file", "cannot be read"),
            (with_cert(&junk), "listen.client.tls.cert_pem_file", "no certificate in it"),
            (with_cert(&foreign), "listen.client.tls.cert_pem_file", "no certificate in it"),
            (with_key(&missing), "listen.client.tls.key_pem_file", "cannot be read"),
            (with_key(&junk), "listen.client.tls.key_pem_file", "no private key in it"),
            (with_key(&foreign), "listen.client.tls", "key_pem_file is the key of cert_pem_file"),
            (with_ca(&junk), "listen.client.tls.client_ca_pem_file", "no certificate in it"),
        ] {
            let text = refusal(&config);
            assert!(text.contains(key) && text.contains(problem), "{key}, {problem}: {text}");
        }
    }
}
