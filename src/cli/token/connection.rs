use clap::Args;
use serde_json::{Map, Value};

use super::{
    json,
    mint::{Kind, MintArgs},
    named_json,
};
use crate::cli::Failure;

#[derive(Debug, Args)]
pub(in crate::cli) struct ConnectionArgs {
    /// A channel that the server subscribes the client to. May be repeated
    #[arg(long = "channel", value_name = "CHANNEL", conflicts_with = "subs")]
    channels: Vec<String>,

    /// The same with options: {"info", "data", "override"}. May be repeated
    #[arg(long = "sub", value_name = "CHANNEL=JSON", value_parser = named_json)]
    subs: Vec<(String, Value)>,

    /// A capability, such as {"channels":["news:*"],"match":"wildcard","allow":["sub"]}. May be
    /// repeated
    #[arg(long = "cap", value_name = "JSON", value_parser = json)]
    caps: Vec<Value>,

    /// What the server knows of the user and no client sees, as JSON
    #[arg(long, value_name = "JSON", value_parser = json)]
    meta: Option<Value>,

    #[command(flatten)]
    mint: MintArgs,
}

impl ConnectionArgs {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let mut claims = Map::new();
        if !self.channels.is_empty() {
            claims.insert("channels".to_owned(), self.channels.into());
        }
        if !self.subs.is_empty() {
            claims.insert("subs".to_owned(), self.subs.into_iter().collect::<Map<_, _>>().into());
        }
        if !self.caps.is_empty() {
            claims.insert("caps".to_owned(), self.caps.into());
        }
        if let Some(meta) = self.meta {
            claims.insert("meta".to_owned(), meta);
        }
        self.mint.run(Kind::Connection, claims).await
    }
}
