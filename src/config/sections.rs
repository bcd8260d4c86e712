//! The options: what each is called, what it may be, where it goes.

use std::time::Duration;

use super::{Config, ShutdownConfig, checks, consumers, reader::Reader, tokens};
use crate::{
    engine::{Durability, EngineConfig, StreamOptions},
    model::SlowConsumer,
    policy::{
        Action, Audience, ChannelConfig, ChannelOptions, ChannelRegex, NamespaceConfig,
        PublicationDataFormat, RecoveryMode,
    },
    session::SessionConfig,
    telemetry::log::{self, LogConfig, LogFormat},
    transport::{ListenerConfig, TlsConfig, TransportConfig},
};

const MILLISECOND: Duration = Duration::from_millis(1);

/// A reply carries up to 1 MiB, and a page of history must be able to carry
/// any publication.
const LARGEST_MESSAGE: usize = 1024 * 1024;

/// Reads everything.
pub(super) fn read(r: &mut Reader<'_>) -> Config {
    let allowed_origins = r.texts("client.allowed_origins", checks::origin);
    Config {
        auth: tokens::auth(r),
        api: tokens::api(r),
        client: client(r),
        channel: channel(r),
        transport: TransportConfig {
            client: listener(r, "listen.client", 8000),
            api: listener(r, "listen.api", 9000),
            allowed_origins,
        },
        engine: engine(r),
        consumers: consumers::consumers(r),
        shutdown: shutdown(r),
        log: LogConfig {
            level: r.parsed("log.level", LogConfig::default().level, |text| {
                log::check_level(text).map(|()| text.to_owned()).map_err(|e| e.to_string())
            }),
            format: r.choice(
                "log.format",
                &[("auto", LogFormat::Auto), ("text", LogFormat::Text), ("json", LogFormat::Json)],
            ),
        },
    }
}

fn client(r: &mut Reader<'_>) -> SessionConfig {
    let d = SessionConfig::default();
    let none = Duration::ZERO;
    SessionConfig {
        ping_interval: r.duration("client.ping_interval", d.ping_interval, none),
        pong_timeout: r.duration("client.pong_timeout", d.pong_timeout, MILLISECOND),
        stale_close_delay: r.duration("client.stale_close_delay", d.stale_close_delay, MILLISECOND),
        expired_close_delay: r.duration("client.expired_close_delay", d.expired_close_delay, none),
        expired_sub_close_delay: r.duration(
            "client.expired_sub_close_delay",
            d.expired_sub_close_delay,
            none,
        ),
        channel_position_check_delay: r.duration(
            "client.channel_position_check_delay",
            d.channel_position_check_delay,
            none,
        ),
        channel_limit: r.number("client.channel_limit", d.channel_limit, 1..=1_000_000),
        queue_max_size: r.number("client.queue_max_size", d.queue_max_size, 1..=1 << 30),
        connection_limit: r.number("client.connection_limit", d.connection_limit, 0..=10_000_000),
        user_connection_limit: r.number(
            "client.user_connection_limit",
            d.user_connection_limit,
            0..=10_000_000,
        ),
        connection_rate_limit: r.number(
            "client.connection_rate_limit",
            d.connection_rate_limit,
            0..=1_000_000,
        ),
        history_max_publication_limit: r.number(
            "client.history_max_publication_limit",
            d.history_max_publication_limit,
            1..=100_000,
        ),
        recovery_max_publication_limit: r.number(
            "client.recovery_max_publication_limit",
            d.recovery_max_publication_limit,
            1..=100_000,
        ),
        message_size_limit: r.number(
            "client.message_size_limit",
            d.message_size_limit,
            1..=LARGEST_MESSAGE,
        ),
        command_rate_limit: r.number(
            "client.command_rate_limit",
            d.command_rate_limit,
            0..=1_000_000,
        ),
    }
}

fn channel(r: &mut Reader<'_>) -> ChannelConfig {
    let personal_namespace = personal_namespace(r);
    let meta_ttl = r.duration(
        "channel.history_meta_ttl",
        ChannelOptions::default().stream.history_meta_ttl,
        MILLISECOND,
    );
    let max_length = r.number("channel.max_length", 255, 1..=65_535);
    let namespace_boundary =
        r.parsed("channel.namespace_boundary", ":".to_owned(), checks::boundary);
    let user_boundary = r.parsed("channel.user_boundary", "#".to_owned(), checks::user_boundary);
    let user_separator = r.text("channel.user_separator", ",");
    let without_namespace = channel_options(r, "channel.without_namespace", meta_ttl);
    let mut namespaces = Vec::new();
    for entry in r.entries("channel.namespaces") {
        let name = r.text(&format!("{entry}.name"), "");
        let options = channel_options(r, &entry, meta_ttl);
        namespaces.push(NamespaceConfig { name, options });
    }
    ChannelConfig {
        max_length,
        namespace_boundary,
        user_boundary,
        user_separator,
        personal_namespace,
        without_namespace,
        namespaces,
    }
}

/// Where users have channels of their own; none where they have not.
fn personal_namespace(r: &mut Reader<'_>) -> Option<String> {
    let path = |option: &str| format!("client.subscribe_to_user_personal_channel.{option}");
    let enabled = r.flag(&path("enabled"), false);
    let namespace = r.text(&path("personal_channel_namespace"), "");
    enabled.then_some(namespace)
}

fn channel_options(r: &mut Reader<'_>, table: &str, meta_ttl: Duration) -> ChannelOptions {
    let d = ChannelOptions::default();
    let path = |option: &str| format!("{table}.{option}");
    let none = Duration::ZERO;
    ChannelOptions {
        namespace: d.namespace,
        force_positioning: r.flag(&path("force_positioning"), d.force_positioning),
        allow_positioning: r.flag(&path("allow_positioning"), d.allow_positioning),
        force_recovery: r.flag(&path("force_recovery"), d.force_recovery),
        allow_recovery: r.flag(&path("allow_recovery"), d.allow_recovery),
        recovery_mode: r.choice(
            &path("force_recovery_mode"),
            &[
                ("", RecoveryMode::Stream),
                ("stream", RecoveryMode::Stream),
                ("cache", RecoveryMode::Cache),
            ],
        ),
        stream: StreamOptions {
            history_size: r.number(&path("history_size"), d.stream.history_size, 0..=1_000_000_000),
            history_ttl: r.duration(&path("history_ttl"), d.stream.history_ttl, none),
            history_meta_ttl: match r.duration(&path("history_meta_ttl"), none, none) {
                Duration::ZERO => meta_ttl,
                own => own,
            },
            durability: r.choice(
                &path("history_durability"),
                &[
                    ("sync", Durability::Sync),
                    ("async", Durability::Async),
                    ("memory", Durability::Memory),
                ],
            ),
            idempotency_window: r.duration(
                &path("idempotency_window"),
                d.stream.idempotency_window,
                none,
            ),
        },
        slow_consumer: r.choice(
            &path("slow_consumer"),
            &[
                ("disconnect", SlowConsumer::Disconnect),
                ("drop_oldest", SlowConsumer::DropOldest),
                ("keep_latest", SlowConsumer::KeepLatest),
            ],
        ),
        presence: r.flag(&path("presence"), d.presence),
        join_leave: r.flag(&path("join_leave"), d.join_leave),
        force_push_join_leave: r.flag(&path("force_push_join_leave"), d.force_push_join_leave),
        join_leave_max_members: r.number(
            &path("join_leave_max_members"),
            d.join_leave_max_members,
            1..=1_000_000,
        ),
        allow_tags_filter: r.flag(&path("allow_tags_filter"), d.allow_tags_filter),
        allow_user_limited_channels: r
            .flag(&path("allow_user_limited_channels"), d.allow_user_limited_channels),
        allow_subscribe: audience(r, table, Action::Subscribe),
        allow_publish: audience(r, table, Action::Publish),
        allow_history: audience(r, table, Action::History),
        allow_presence: audience(r, table, Action::Presence),
        channel_regex: r.parsed(&path("channel_regex"), d.channel_regex, |text| {
            ChannelRegex::new(text)
                .map_err(|e| format!("{text:?} is not a regular expression ({e}): correct it"))
        }),
        publication_data_format: r.choice(
            &path("publication_data_format"),
            &[
                ("", PublicationDataFormat::Any),
                ("json", PublicationDataFormat::Json),
                ("json_object", PublicationDataFormat::JsonObject),
                ("binary", PublicationDataFormat::Any),
            ],
        ),
    }
}

/// The options that let clients do `action`.
fn audience(r: &mut Reader<'_>, table: &str, action: Action) -> Audience {
    let mut flag = |who: &str| r.flag(&format!("{table}.allow_{}_for_{who}", action.name()), false);
    Audience {
        client: flag("client"),
        subscriber: action != Action::Subscribe && flag("subscriber"),
        anonymous: flag("anonymous"),
    }
}

fn listener(r: &mut Reader<'_>, table: &str, port: u16) -> ListenerConfig {
    let address = r.parsed(&format!("{table}.address"), ([127, 0, 0, 1], port).into(), |text| {
        text.parse().map_err(|_| {
            format!(
                "{text:?} is not an IP address with a port: \
                 write for example \"127.0.0.1:{port}\" or \"[::1]:{port}\""
            )
        })
    });
    let path = |option: &str| format!("{table}.tls.{option}");
    let enabled = r.flag(&path("enabled"), false);
    let cert_pem_file = r.file(&path("cert_pem_file"));
    let key_pem_file = r.file(&path("key_pem_file"));
    let client_ca_pem_file = r.file(&path("client_ca_pem_file"));
    let tls = enabled.then(|| TlsConfig {
        cert_pem_file: cert_pem_file.unwrap_or_default(),
        key_pem_file: key_pem_file.unwrap_or_default(),
        client_ca_pem_file,
    });
    ListenerConfig { address, tls }
}

fn engine(r: &mut Reader<'_>) -> EngineConfig {
    let embedded = r.choice("engine.type", &[("embedded", true), ("memory", false)]);
    let path = r.parsed("engine.embedded.path", "fanwire.redb".to_owned(), |text| match text {
        "" => Err("is empty: leave it out for \"fanwire.redb\"".to_owned()),
        path => Ok(path.to_owned()),
    });
    match embedded {
        true => EngineConfig::Embedded { path: path.into() },
        false => EngineConfig::Memory,
    }
}

fn shutdown(r: &mut Reader<'_>) -> ShutdownConfig {
    let d = ShutdownConfig::default();
    ShutdownConfig {
        timeout: r.duration("shutdown.timeout", d.timeout, MILLISECOND),
        reconnect_spread: r.duration(
            "shutdown.reconnect_spread",
            d.reconnect_spread,
            Duration::ZERO,
        ),
    }
}
