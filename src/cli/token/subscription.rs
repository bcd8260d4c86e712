use clap::Args;
use serde_json::{Map, Value};

use super::{
    json,
    mint::{Kind, MintArgs},
};
use crate::cli::Failure;

#[derive(Debug, Args)]
pub(in crate::cli) struct SubscriptionArgs {
    /// The channel
    #[arg(long, value_name = "CHANNEL")]
    channel: String,

    /// What the user may do in the channel: sub, pub, hst, prs
    #[arg(long, value_name = "ACTION", value_delimiter = ',')]
    allow: Vec<String>,

    /// What the client gets with the subscription, as JSON
    #[arg(long, value_name = "JSON", value_parser = json)]
    data: Option<Value>,

    #[command(flatten)]
    mint: MintArgs,
}

impl SubscriptionArgs {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let mut claims = Map::new();
        claims.insert("channel".to_owned(), self.channel.into());
        if !self.allow.is_empty() {
            claims.insert("allow".to_owned(), self.allow.into());
        }
        if let Some(data) = self.data {
            claims.insert("data".to_owned(), data);
        }
        self.mint.run(Kind::Subscription, claims).await
    }
}
