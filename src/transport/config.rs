use std::{net::SocketAddr, path::PathBuf};

/// What the room is configured with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportConfig {
    /// gRPC and grpc-web for clients (`listen.client`).
    pub client: ListenerConfig,
    /// Server API, health, metrics (`listen.api`).
    pub api: ListenerConfig,
    /// Origins from which browsers may connect (`client.allowed_origins`);
    /// `*` in an entry stands for any characters.
    pub allowed_origins: Vec<String>,
}

/// One listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerConfig {
    /// Where it listens; port 0 takes a free one.
    pub address: SocketAddr,
    /// None for plain text.
    pub tls: Option<TlsConfig>,
}

/// TLS from files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsConfig {
    /// Certificate chain.
    pub cert_pem_file: PathBuf,
    /// Private key.
    pub key_pem_file: PathBuf,
    /// When set, clients must present a certificate signed by one of these.
    pub client_ca_pem_file: Option<PathBuf>,
}
