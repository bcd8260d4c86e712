mod capabilities;
mod checks;
mod matrix;
mod users;

use std::sync::Arc;

use super::{ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces};
use crate::model::Channel;

/// Channels without a namespace and those of `chat` have the same options.
fn namespaces(options: ChannelOptions) -> Namespaces {
    Namespaces::new(ChannelConfig {
        without_namespace: options.clone(),
        namespaces: vec![NamespaceConfig { name: "chat".into(), options }],
        ..ChannelConfig::default()
    })
    .unwrap()
}

fn channel(namespaces: &Namespaces, name: &str) -> (Channel, Arc<ChannelOptions>) {
    let channel = Channel::parse(name, 255).unwrap();
    let options = namespaces.resolve(&channel).unwrap();
    (channel, options)
}
