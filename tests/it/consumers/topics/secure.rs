//! A broker that wants TLS and a user.

use rcgen::{CertificateParams, DnType, KeyPair};

use super::{
    super::{
        outbox::{tls::authority, trouble::until},
        story::Follower,
    },
    story::{TOPIC, Topics, broker, consumer_at},
};
use crate::crash::server::Server;

#[tokio::test]
async fn users_and_certificates_are_checked() {
    let (ours, issuer) = authority();
    let (other, _) = authority();
    let key = KeyPair::generate().unwrap();
    let mut certificate = CertificateParams::new(vec!["127.0.0.1".into()]).unwrap();
    // The same name as the issuer's would make it one that has signed itself.
    certificate.distinguished_name.push(DnType::CommonName, "broker");
    let certificate = certificate.signed_by(&key, &issuer).unwrap().pem();
    let key = key.serialize_pem();
    let mut broker = broker();
    let address = broker.listen("SASL_SSL");
    let login = "org.apache.kafka.common.security.plain.PlainLoginModule required \
                 user_alice=\"open sesame\";";
    let prefix = |name: &str| format!("listener.name.sasl_ssl.{name}");
    let settings = [
        (prefix("sasl.enabled.mechanisms"), "PLAIN"),
        (prefix("plain.sasl.jaas.config"), login),
        (prefix("ssl.keystore.type"), "PEM"),
        (prefix("ssl.keystore.certificate.chain"), &certificate),
        (prefix("ssl.keystore.key"), &key),
    ];
    let settings: Vec<_> = settings.iter().map(|(name, value)| (&**name, &**value)).collect();
    let mut broker = broker.with(&settings);
    broker.up().await;
    let topics = Topics::of(&broker);
    topics.create(TOPIC, 1).await;

    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (ours, other) = (file("ours.pem", &ours), file("other.pem", &other));
    let password = file("password", "open sesame\n");
    let tls = |ca: &str| format!("tls = {{ enabled = true, server_ca_pem_file = \"{ca}\" }}\n");
    let user = "sasl_mechanism = \"plain\"\nsasl_user = \"alice\"\n";
    let known = format!("{user}sasl_password_file = \"{password}\"\n");
    let cases = [
        (format!("{}{known}", tls(&ours)), ""),
        (format!("{}{user}sasl_password = \"wrong\"\n", tls(&ours)), "Kafka refuses the user"),
        (format!("{}{known}", tls(&other)), "no TLS with Kafka"),
        (tls(&ours), "cannot reach Kafka"),
        (format!("{}{known}", tls("/nowhere")), "/nowhere"),
    ];
    let config = cases.iter().enumerate().map(|(n, (more, _))| {
        let named =
            consumer_at(&address, more).replace("name = \"orders\"", &format!("name = \"c{n}\""));
        named.replace("\"fanwire\"", &format!("\"group{n}\""))
    });
    let mut server = Server::configured(&config.collect::<String>());
    server.up().await;
    for (n, (_, problem)) in cases.iter().enumerate() {
        until(&server, n, problem).await;
    }
    topics.write(0, 0..3).await;
    Follower::of(&server, "sync:0").await.expect(0..3).await;
    assert!(server.terminate().await.success());
}
