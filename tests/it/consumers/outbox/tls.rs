//! A database whose certificate is looked at as the dsn says.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use super::{
    super::{
        postgres::Postgres,
        story::{consumer, schema},
    },
    trouble::until,
};
use crate::crash::server::Server;

/// A database with a certificate for 127.0.0.1.
pub struct Secured {
    pub postgres: Postgres,
    /// The certificate of its authority, and that of another one: files.
    pub ours: String,
    pub other: String,
    _folder: TempDir,
}

impl Secured {
    pub async fn start(schema: &str) -> Self {
        let (ours, issuer) = authority();
        let (other, _) = authority();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec!["127.0.0.1".into()]).unwrap();
        let certificate = certificate.signed_by(&key, &issuer).unwrap();
        let mut postgres = Postgres::new().await;
        postgres.set_tls(&certificate.pem(), &key.serialize_pem()).await;
        postgres.up().await;
        postgres.run(schema).await;
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, pem: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, pem).unwrap();
            path.display().to_string()
        };
        let (ours, other) = (file("ours.pem", &ours), file("other.pem", &other));
        Self { postgres, ours, other, _folder: folder }
    }
}

pub fn authority() -> (String, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    (certificate.pem(), Issuer::new(params, key))
}

#[tokio::test]
async fn certificates_are_verified_as_the_dsn_says() {
    let Secured { postgres, ours, other, .. } = &Secured::start(&schema(&[]).await).await;
    let cases = [
        ("127.0.0.1", format!("verify-full&sslrootcert={ours}"), ""),
        ("localhost", format!("verify-full&sslrootcert={ours}"), "not valid for name"),
        ("localhost", format!("verify-ca&sslrootcert={ours}"), ""),
        ("127.0.0.1", format!("verify-ca&sslrootcert={other}"), "invalid peer certificate"),
        ("127.0.0.1", "verify-full".to_owned(), "UnknownIssuer"),
        ("localhost", "require".to_owned(), ""),
        ("127.0.0.1", "verify-full&sslrootcert=/nowhere".to_owned(), "/nowhere"),
    ];
    let port = postgres.port();
    let config = cases.iter().enumerate().map(|(n, (host, mode, _))| {
        let dsn = format!("postgres://postgres@{host}:{port}/postgres?sslmode={mode}");
        consumer(&dsn, 1, "").replace("\"orders\"", &format!("\"orders{n}\""))
    });
    let mut server = Server::configured(&config.collect::<String>());
    server.up().await;
    for (n, (_, _, problem)) in cases.iter().enumerate() {
        until(&server, n, problem).await;
    }
    let database = postgres.connect().await;
    let encrypted = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                     WHERE application_name LIKE 'fanwire%' AND NOT ssl";
    assert_eq!(database.number(encrypted).await, 0);
}
