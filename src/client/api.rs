//! The server API, for backends that publish and ask.

use std::{collections::BTreeMap, error::Error, future::Future, time::Duration};

use tonic::{Code, Response, Status, transport::Channel};
use tonic_types::{ErrorInfo, RpcStatusExt as _, StatusExt as _};

use super::{
    ConfigError,
    endpoint::{MAX_MESSAGE_BYTES, causes, endpoint},
};
use crate::pb::api::{
    BroadcastRequest, BroadcastResponse, HistoryRemoveRequest, HistoryRemoveResponse,
    HistoryRequest, HistoryResponse, InfoRequest, InfoResponse, PublishRequest, PublishResponse,
    api_service_client::ApiServiceClient,
};

/// What an [`Api`] is configured with. [`ApiConfig::new`] fills in the defaults.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// API listener of the server, such as `http://127.0.0.1:9000`; `https` for
    /// TLS.
    pub url: String,
    /// Authorities in PEM to check the server's certificate against; none, the
    /// default, stands for the public ones.
    pub tls_ca_pem: Option<Vec<u8>>,
    /// Longest wait for a connection. Default 5 s.
    pub connect_timeout: Duration,
    /// Longest wait for an answer. Default 10 s.
    pub timeout: Duration,
}

impl ApiConfig {
    /// The defaults, for the server at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            tls_ca_pem: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
        }
    }
}

/// Why a call of the server API failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No connection, or it was lost.
    #[error(
        "no answer from the server API at {url} ({cause}): check that the server runs and that this is its API listener"
    )]
    Unreachable {
        /// Where it was looked for.
        url: String,
        /// What went wrong.
        cause: String,
    },
    /// No answer in time: the outcome is unknown.
    #[error(
        "no answer from the server API at {url} within {}, so the outcome is unknown: try again (a publish with the same idempotency key)",
        humantime::format_duration(*.after)
    )]
    TimedOut {
        /// Where it was looked for.
        url: String,
        /// `timeout`.
        after: Duration,
    },
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
}

/// The server's refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({})", if .reason.is_empty() { .code.description() } else { .reason })]
pub struct Refusal {
    /// gRPC status code.
    pub code: Code,
    /// For programs, in UPPER_SNAKE; empty when the server gave none.
    pub reason: String,
    /// Such as channel and namespace.
    pub metadata: BTreeMap<String, String>,
    /// Cause and fix, for people.
    pub message: String,
}

impl Refusal {
    fn new(code: Code, message: &str, info: Option<ErrorInfo>) -> Self {
        let (reason, metadata) = match info {
            Some(info) => (info.reason, info.metadata.into_iter().collect()),
            None => Default::default(),
        };
        Self { code, reason, metadata, message: message.into() }
    }
}

impl From<&tonic_types::Status> for Refusal {
    fn from(status: &tonic_types::Status) -> Self {
        Self::new(Code::from(status.code), &status.message, status.get_details_error_info())
    }
}

/// A client of the server API. Connects when it is first used, and again when
/// the connection was lost. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Api {
    client: ApiServiceClient<Channel>,
    url: String,
    timeout: Duration,
}

impl Api {
    /// Checks the configuration; connects with the first call.
    ///
    /// # Errors
    /// [`ConfigError`] when the URL or the authorities cannot be used.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(config: ApiConfig) -> Result<Self, ConfigError> {
        let endpoint = endpoint(&config.url, config.tls_ca_pem.as_deref(), config.connect_timeout)?;
        let client = ApiServiceClient::new(endpoint.connect_lazy())
            .max_decoding_message_size(MAX_MESSAGE_BYTES);
        Ok(Self { client, url: config.url, timeout: config.timeout })
    }

    /// Publishes to one channel.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn publish(&self, request: PublishRequest) -> Result<PublishResponse, ApiError> {
        self.call(self.client.clone().publish(request)).await
    }

    /// Publishes to many channels; each has an outcome of its own, and
    /// [`Refusal`] can be made from those that failed.
    ///
    /// # Errors
    /// [`ApiError`] when the call as a whole failed.
    pub async fn broadcast(
        &self,
        request: BroadcastRequest,
    ) -> Result<BroadcastResponse, ApiError> {
        self.call(self.client.clone().broadcast(request)).await
    }

    /// Reads a page of a channel's history.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn history(&self, request: HistoryRequest) -> Result<HistoryResponse, ApiError> {
        self.call(self.client.clone().history(request)).await
    }

    /// Empties a channel's history.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn history_remove(
        &self,
        request: HistoryRemoveRequest,
    ) -> Result<HistoryRemoveResponse, ApiError> {
        self.call(self.client.clone().history_remove(request)).await
    }

    /// Asks about the node.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn info(&self) -> Result<InfoResponse, ApiError> {
        self.call(self.client.clone().info(InfoRequest {})).await
    }

    async fn call<T>(
        &self,
        call: impl Future<Output = Result<Response<T>, Status>>,
    ) -> Result<T, ApiError> {
        match tokio::time::timeout(self.timeout, call).await {
            Ok(Ok(response)) => Ok(response.into_inner()),
            Ok(Err(status)) => Err(self.error(&status)),
            Err(_) => Err(ApiError::TimedOut { url: self.url.clone(), after: self.timeout }),
        }
    }

    /// A status that came from the server has no source; one made by the
    /// transport does.
    fn error(&self, status: &Status) -> ApiError {
        match status.source() {
            Some(cause) => ApiError::Unreachable { url: self.url.clone(), cause: causes(cause) },
            None => ApiError::Refused(Refusal::new(
                status.code(),
                status.message(),
                status.get_details_error_info(),
            )),
        }
    }
}
