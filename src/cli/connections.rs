use std::time::{Duration, UNIX_EPOCH};

use clap::Args;
use serde_json::{Map, Value, json};

use super::{
    Failure,
    connect::ApiFlags,
    render::{self, Reader},
};
use crate::pb::api::{Connection, ConnectionsRequest, Subscription};

/// List open connections: queue, positions, subscriptions, grants
#[derive(Debug, Args)]
pub struct ConnectionsArgs {
    /// Only connections of this user
    #[arg(long, value_name = "USER", default_value = "", hide_default_value = true)]
    user: String,

    /// Only this connection
    #[arg(long, value_name = "CLIENT", default_value = "", hide_default_value = true)]
    client: String,

    /// Print one JSON object for each connection
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: ConnectionsArgs) -> Result<(), Failure> {
    let api = args.api.api()?;
    let mut request =
        ConnectionsRequest { user: args.user, client: args.client, ..Default::default() };
    loop {
        let page = api.connections(request.clone()).await?;
        for connection in &page.connections {
            let text = match args.json {
                true => json(connection).to_string(),
                false => text(connection),
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

fn json(from: &Connection) -> Value {
    let mut object = Map::new();
    let mut insert = |name: &str, value: Value| object.insert(name.into(), value);
    insert("client", json!(from.client));
    insert("user", json!(from.user));
    insert("busy", json!(from.busy));
    insert("queued_messages", json!(from.queued_messages));
    insert("queued_bytes", json!(from.queued_bytes));
    if from.busy {
        return object.into();
    }
    insert("connected_at_ms", json!(from.connected_at_ms));
    insert("transport", json!(from.transport));
    insert("name", json!(from.name));
    insert("version", json!(from.version));
    insert("expire_at_s", json!(from.expire_at_s));
    insert("capabilities", json!(from.capabilities));
    insert("subscriptions", from.subscriptions.iter().map(subscription_json).collect());
    insert("truncated", json!(from.truncated));
    for (name, data) in [("meta", &from.meta), ("info", &from.info)] {
        if !data.is_empty() {
            render::insert_bytes(&mut object, name, data);
        }
    }
    object.into()
}

fn subscription_json(from: &Subscription) -> Value {
    let position = from.position.as_ref();
    json!({
        "channel": from.channel,
        "origin": from.origin,
        "epoch": position.map(|position| &position.epoch),
        "offset": position.map(|position| position.offset),
        "expire_at_s": from.expire_at_s,
        "recoverable": from.recoverable,
        "positioned": from.positioned,
        "join_leave": from.join_leave,
        "filtered": from.filtered,
        "granted": from.granted,
    })
}

fn text(from: &Connection) -> String {
    let user = match &*from.user {
        "" => "anonymous".to_owned(),
        user => format!("user {}", render::text(user)),
    };
    let queue = format!("{} messages, {} bytes", from.queued_messages, from.queued_bytes);
    let mut lines = vec![format!("{} {user}", from.client), line("queue", &queue)];
    if from.busy {
        lines.push(
            "  busy: it did not answer in time, it may wait for the store or for keys of tokens"
                .into(),
        );
        return lines.join("\n");
    }
    let since = time(from.connected_at_ms.try_into().unwrap_or(0));
    lines.push(line("connected", &format!("{since}, {}", from.transport)));
    lines.push(line("expires", &expiry(from.expire_at_s)));
    let library = format!("{} {}", render::text(&from.name), render::text(&from.version));
    let grants = from.capabilities.join("; ");
    let (meta, info) = (render::payload(&from.meta), render::payload(&from.info));
    for (name, value) in
        [("library", library.trim()), ("meta", &*meta), ("info", &*info), ("grants", &*grants)]
    {
        if !value.is_empty() {
            lines.push(line(name, value));
        }
    }
    lines.extend(table(&from.subscriptions));
    if from.truncated {
        lines.push("  and more, which do not fit into one answer".to_owned());
    }
    lines.join("\n")
}

fn line(name: &str, value: &str) -> String {
    format!("  {name:<10} {value}")
}

/// The subscriptions in columns, under their names.
fn table(subscriptions: &[Subscription]) -> Vec<String> {
    if subscriptions.is_empty() {
        return vec![line("channels", "none")];
    }
    let head = ["CHANNEL", "POSITION", "FROM", "EXPIRES", "PROPERTIES", "GRANTED"];
    let rows = std::iter::once(head.map(str::to_owned)).chain(subscriptions.iter().map(row));
    let rows: Vec<_> = rows.collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; 6] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let text = |row: &[String; 6]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    rows.iter().map(text).collect()
}

fn row(from: &Subscription) -> [String; 6] {
    let position = from.position.as_ref();
    let properties: Vec<_> = [
        (from.recoverable, "recoverable"),
        (from.positioned, "positioned"),
        (from.join_leave, "join_leave"),
        (from.filtered, "filtered"),
    ]
    .iter()
    .filter(|(has, _)| *has)
    .map(|(_, name)| *name)
    .collect();
    [
        from.channel.clone(),
        position
            .map_or("-".to_owned(), |position| format!("{}:{}", position.epoch, position.offset)),
        from.origin.clone(),
        expiry(from.expire_at_s),
        or_dash(properties.join(",")),
        or_dash(from.granted.join(",")),
    ]
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}

fn expiry(expire_at_s: u64) -> String {
    match expire_at_s {
        0 => "never".to_owned(),
        seconds => time(seconds.saturating_mul(1000)),
    }
}

/// Unix milliseconds for people.
fn time(unix_ms: u64) -> String {
    /// The last second of the year 9999.
    const LAST_MS: u64 = 253_402_300_799_000;
    let time = UNIX_EPOCH + Duration::from_millis(unix_ms.min(LAST_MS));
    humantime::format_rfc3339_seconds(time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pb::api::StreamPosition;

    fn connection() -> Connection {
        Connection {
            client: "abc".into(),
            user: "4\n2".into(),
            queued_messages: 3,
            queued_bytes: 70,
            subscriptions: vec![
                Subscription {
                    channel: "chat:a".into(),
                    origin: "client".into(),
                    position: Some(StreamPosition { offset: 7, epoch: "e".into() }),
                    recoverable: true,
                    positioned: true,
                    granted: vec!["sub".into(), "pub".into()],
                    ..Default::default()
                },
                Subscription { channel: "b".into(), origin: "api".into(), ..Default::default() },
            ],
            ..Default::default()
        }
    }

    #[test]
    fn people_see_a_table_and_nothing_that_clients_write_breaks_it() {
        let text = text(&Connection { expire_at_s: u64::MAX, ..connection() });
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "abc user 4\\n2");
        assert!(text.contains("3 messages, 70 bytes"), "{text}");
        assert!(text.contains("9999-12-31"), "{text}");
        let (a, b) = (lines[lines.len() - 2], lines[lines.len() - 1]);
        assert!(a.contains("e:7") && a.ends_with("recoverable,positioned  sub,pub"), "{text}");
        assert_eq!(a.find("client"), b.find("api"), "{text}");
    }

    #[test]
    fn a_busy_connection_says_so_and_no_more() {
        let busy = Connection { busy: true, ..connection() };
        assert!(text(&busy).contains("busy") && !text(&busy).contains("chat:a"));
        assert_eq!(json(&busy).get("subscriptions"), None);
        assert_eq!(json(&connection())["subscriptions"][0]["offset"], 7);
    }
}
