//! The server API, for backends that publish, ask and control.

mod calls;
mod config;
mod error;

use std::{error::Error as _, future::Future, time::Duration};

use tonic::{
    Request, Response, Status,
    metadata::{Ascii, MetadataValue},
    service::{Interceptor, interceptor::InterceptedService},
    transport::Channel,
};
use tonic_types::StatusExt as _;

use super::{
    ConfigError,
    endpoint::{MAX_MESSAGE_BYTES, endpoint, root_cause},
};
use crate::pb::api::api_service_client::ApiServiceClient;

pub use config::ApiConfig;
pub use error::{ApiError, Refusal};

/// A client of the server API. Connects when it is first used, and again when
/// the connection was lost. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Api {
    client: ApiServiceClient<InterceptedService<Channel, Key>>,
    url: String,
    timeout: Duration,
}

impl Api {
    /// Checks the configuration; connects with the first call.
    ///
    /// # Errors
    /// [`ConfigError`] when the URL, the authorities or the key cannot be used.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(config: ApiConfig) -> Result<Self, ConfigError> {
        let (ca, identity) = (config.tls_ca_pem.as_deref(), config.tls_identity.as_ref());
        let endpoint = endpoint(&config.url, ca, identity, config.connect_timeout)?;
        let key = Key::new(config.api_key.as_deref())?;
        let client = ApiServiceClient::with_interceptor(endpoint.connect_lazy(), key)
            .max_decoding_message_size(MAX_MESSAGE_BYTES);
        Ok(Self { client, url: config.url, timeout: config.timeout })
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
            Some(cause) => {
                ApiError::Unreachable { url: self.url.clone(), cause: root_cause(cause) }
            }
            None => ApiError::Refused(Refusal::new(
                status.code(),
                status.message(),
                status.get_details_error_info(),
            )),
        }
    }
}

/// Presents the key with each call.
#[derive(Debug, Clone)]
struct Key(Option<MetadataValue<Ascii>>);

impl Key {
    fn new(key: Option<&str>) -> Result<Self, ConfigError> {
        let Some(key) = key else { return Ok(Self(None)) };
        let mut value: MetadataValue<Ascii> =
            format!("apikey {key}").parse().map_err(|_| ConfigError::ApiKey)?;
        value.set_sensitive(true);
        Ok(Self(Some(value)))
    }
}

impl Interceptor for Key {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(key) = &self.0 {
            request.metadata_mut().insert("authorization", key.clone());
        }
        Ok(request)
    }
}
