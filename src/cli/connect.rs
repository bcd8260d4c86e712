//! What the commands that talk to a server have in common.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Exit, Failure};
use crate::{
    client::{
        Api, ApiConfig, ApiError, Client, ClientConfig, ConfigError, ConnectionEvents,
        RequestError, TlsIdentity,
    },
    model::{Epoch, StreamPosition},
};

/// Flags of the commands that use the server API.
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub struct ApiFlags {
    /// URL of the API listener
    #[arg(
        long,
        value_name = "URL",
        env = "FANWIRE_API_URL",
        default_value = "http://127.0.0.1:9000"
    )]
    api_url: String,

    /// Key of the server API, where it asks for one
    #[arg(long, value_name = "KEY", env = "FANWIRE_API_KEY", hide_env_values = true)]
    api_key: Option<String>,

    /// Certificate (PEM) to present to a server that asks for one
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,

    #[command(flatten)]
    tls: TlsFlags,
}

/// Flags of the commands that connect as a client.
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub struct ClientFlags {
    /// URL of the client listener
    #[arg(long, value_name = "URL", env = "FANWIRE_URL", default_value = "http://127.0.0.1:8000")]
    url: String,

    /// Connection token (JWT); none connects anonymously
    #[arg(long, value_name = "TOKEN", env = "FANWIRE_TOKEN", hide_env_values = true)]
    token: Option<String>,

    #[command(flatten)]
    tls: TlsFlags,
}

#[derive(Debug, Args)]
struct TlsFlags {
    /// Certificate authorities (PEM) to check an https server against, instead of the public ones
    #[arg(long, value_name = "FILE")]
    tls_ca: Option<PathBuf>,
}

impl ApiFlags {
    /// The server API; connects with its first call.
    pub(super) fn api(self) -> Result<Api, Failure> {
        let tls_ca_pem = self.tls.pem()?;
        let tls_identity = match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => {
                Some(TlsIdentity { cert_pem: read(cert)?, key_pem: read(key)? })
            }
            _ => None,
        };
        let (api_key, config) = (self.api_key, ApiConfig::new(self.api_url));
        Ok(Api::new(ApiConfig { api_key, tls_ca_pem, tls_identity, ..config })?)
    }
}

impl ClientFlags {
    /// A client that is connecting.
    pub(super) fn client(self) -> Result<(Client, ConnectionEvents), Failure> {
        let tls_ca_pem = self.tls.pem()?;
        Ok(Client::new(ClientConfig {
            tls_ca_pem,
            name: "fanwire-cli".into(),
            token: self.token.unwrap_or_default(),
            ..ClientConfig::new(self.url)
        })?)
    }
}

impl TlsFlags {
    fn pem(&self) -> Result<Option<Vec<u8>>, Failure> {
        self.tls_ca.as_deref().map(read).transpose()
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let contents = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    contents.map_err(|error| Failure::new(Exit::Usage, error))
}

/// Reads `EPOCH:OFFSET`, as `history` and `subscribe` print it.
pub(super) fn position(text: &str) -> Result<StreamPosition, String> {
    let position = text.rsplit_once(':').and_then(|(epoch, offset)| {
        let offset = offset.parse().ok()?;
        (!epoch.is_empty()).then(|| StreamPosition { epoch: Epoch::from(epoch), offset })
    });
    position.ok_or_else(|| "write EPOCH:OFFSET, as `fanwire history` prints it".into())
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(Exit::Usage, error)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        let exit = match error {
            ApiError::Unreachable { .. } | ApiError::TimedOut { .. } => Exit::Unreachable,
            ApiError::Refused(_) => Exit::Refused,
        };
        Self::new(exit, error)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        let exit = match error {
            RequestError::Refused(_) | RequestError::Stopped(_) => Exit::Refused,
            RequestError::ConnectionLost | RequestError::TimedOut { .. } => Exit::Unreachable,
            _ => Exit::Failed,
        };
        Self::new(exit, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_positions_as_they_are_printed() {
        let epoch = Epoch::from("a:b");
        let printed = StreamPosition::new(&epoch, 7);
        assert_eq!(position(&printed.to_string()), Ok(printed));
        for wrong in ["", "7", "e:", ":7", "e:-1", "e:x"] {
            assert!(position(wrong).is_err(), "{wrong}");
        }
    }
}
