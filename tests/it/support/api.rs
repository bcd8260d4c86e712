use fanwire::pb::api::{PublishRequest, PublishResponse, api_service_client::ApiServiceClient};
use tonic::{Status, transport::Channel};
use tonic_types::{ErrorInfo, StatusExt};

use super::{Server, dial, within};

impl Server {
    /// A caller of the server API.
    pub async fn api(&self) -> ApiServiceClient<Channel> {
        ApiServiceClient::new(dial(&self.api).await)
    }

    /// Publishes numbered payloads one after the other: `first`, `first` + 1 ...
    pub async fn publish_numbers(&self, channel: &str, numbers: std::ops::Range<u64>) {
        let mut api = self.api().await;
        for number in numbers {
            let request = publish_request(channel, number.to_string());
            within(api.publish(request)).await.unwrap();
        }
    }

    pub async fn publish(&self, channel: &str, data: impl Into<Vec<u8>>) -> PublishResponse {
        let request = publish_request(channel, data);
        within(self.api().await.publish(request)).await.unwrap().into_inner()
    }
}

pub fn publish_request(channel: &str, data: impl Into<Vec<u8>>) -> PublishRequest {
    let (channel, data) = (channel.into(), data.into().into());
    PublishRequest { channel, data, ..Default::default() }
}

/// What a refusal says to programs.
pub fn error_info(status: &Status) -> ErrorInfo {
    let info = status.get_details_error_info().expect("has ErrorInfo");
    assert_eq!(info.domain, "fanwire");
    info
}
