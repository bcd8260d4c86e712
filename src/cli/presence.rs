use clap::Args;
use serde_json::{Map, Value, json};

use super::{
    Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::{
    client::Api,
    pb::api::{ClientInfo, PresenceRequest, PresenceStatsRequest},
};

/// Tell who is subscribed to a channel
#[derive(Debug, Args)]
pub struct PresenceArgs {
    /// The channel
    channel: String,

    /// Only tell how many
    #[arg(long)]
    stats: bool,

    /// Print one JSON object for each client; with --stats, one
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: PresenceArgs) -> Result<(), Failure> {
    let api = args.api.api()?;
    match args.stats {
        true => stats(&api, args.channel, args.json).await,
        false => clients(&api, args.channel, args.json).await,
    }
}

async fn stats(api: &Api, channel: String, json: bool) -> Result<(), Failure> {
    let request = PresenceStatsRequest { channel: channel.clone() };
    let stats = api.presence_stats(request).await?;
    let (clients, users) = (stats.num_clients, stats.num_users);
    let text = match json {
        true => json!({ "channel": channel, "clients": clients, "users": users }).to_string(),
        false => format!("{channel}: clients {clients}, users {users}"),
    };
    let (Reader::Reads | Reader::Gone) = render::line(&text)?;
    Ok(())
}

async fn clients(api: &Api, channel: String, json: bool) -> Result<(), Failure> {
    let mut request = PresenceRequest { channel, ..Default::default() };
    loop {
        let page = api.presence(request.clone()).await?;
        for info in &page.clients {
            let text = match json {
                true => client_json(info).to_string(),
                false => client_text(info),
            };
            if render::line(&text)? == Reader::Gone {
                return Ok(());
            }
        }
        if page.next_page_token.is_empty() {
            return Ok(());
        }
        request.page_token = page.next_page_token;
    }
}

fn client_json(info: &ClientInfo) -> Value {
    let mut object = Map::new();
    object.insert("client".into(), (&*info.client).into());
    object.insert("user".into(), (&*info.user).into());
    for (name, data) in [("conn_info", &info.conn_info), ("chan_info", &info.chan_info)] {
        if !data.is_empty() {
            render::insert_bytes(&mut object, name, data);
        }
    }
    object.into()
}

fn client_text(info: &ClientInfo) -> String {
    let user = match &*info.user {
        "" => "anonymous".to_owned(),
        user => format!("user {}", render::text(user)),
    };
    let infos = [&info.conn_info, &info.chan_info].map(|data| match data.is_empty() {
        true => String::new(),
        false => format!(" {}", render::payload(data)),
    });
    format!("{} {user}{}", info.client, infos.concat())
}
