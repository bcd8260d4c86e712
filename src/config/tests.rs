#[cfg(feature = "postgresql")]
mod channels;
mod consumers;
mod security;

use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::Path, time::Duration};

use super::*;
use crate::{
    engine::Durability,
    policy::{
        Action, Audience, ChannelConfig, ChannelOptions, Namespaces, PublicationDataFormat,
        RecoveryMode,
    },
    telemetry::log::LogFormat,
};

/// Sources that differ from test to test; insecure, so that it could run.
#[derive(Default)]
struct Sources<'a> {
    presets: &'a [(&'a str, &'a str)],
    toml: &'a str,
    env: &'a [(&'a str, &'a str)],
    flags: &'a [(&'a str, &'a str)],
}

fn load(sources: &Sources<'_>) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "fanwire.toml", sources.toml);
    let assign = |list: &[(&str, &str)], by| {
        let one = |(path, value): &(&str, &str)| Assignment {
            path: (*path).to_owned(),
            value: (*value).to_owned(),
            by,
        };
        list.iter().map(one).collect::<Vec<_>>()
    };
    let env = |(name, value): &(&str, &str)| ((*name).to_owned(), OsString::from(value));
    inspect(LoadOptions {
        presets: [assign(&[("client.insecure", "true")], "test"), assign(sources.presets, "dev")]
            .concat(),
        file: Some(file),
        env: sources.env.iter().map(env).collect(),
        flags: assign(sources.flags, "--set"),
        ..LoadOptions::default()
    })
}

fn write(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn file(name: &str, text: &str) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    let file = Some(write(dir.path(), name, text));
    inspect(LoadOptions { file, ..LoadOptions::default() })
}

/// The problems of a file, one per line.
fn problems(toml: &str) -> String {
    load(&Sources { toml, ..Sources::default() }).config.unwrap_err().to_string()
}

#[track_caller]
fn refuses(toml: &str, parts: &[&str]) {
    let problems = problems(toml);
    for part in parts {
        assert!(problems.contains(part), "no {part:?} in: {problems}");
    }
    assert!(problems.starts_with("the configuration has a problem\n"), "{problems}");
}

#[test]
fn defaults_are_those_of_the_rooms() {
    let config = load(&Sources::default()).config.unwrap();
    assert_eq!(config.client, SessionConfig::default());
    assert_eq!(config.channel, ChannelConfig::default());
    assert_eq!(config.shutdown, ShutdownConfig::default());
    assert_eq!(config.log, LogConfig::default());
    assert_eq!(config.engine, EngineConfig::Embedded { path: "fanwire.redb".into() });
    assert_eq!(config.transport.client.address.to_string(), "127.0.0.1:8000");
    assert_eq!(config.transport.api.address.to_string(), "127.0.0.1:9000");
    assert_eq!((&config.transport.client.tls, &config.transport.api.tls), (&None, &None));
}

#[test]
fn flag_beats_environment_beats_file_beats_preset() {
    let path = "client.channel_limit";
    let all = Sources {
        presets: &[(path, "1")],
        toml: "client.channel_limit = 2",
        env: &[("FANWIRE_CLIENT_CHANNEL_LIMIT", "3")],
        flags: &[(path, "4"), (path, "5")],
    };
    let seen = |sources: &Sources<'_>| {
        let loaded = load(sources);
        let setting = loaded.settings.iter().find(|s| s.path == path).unwrap();
        (loaded.config.unwrap().client.channel_limit, setting.source.kind())
    };
    assert_eq!(seen(&all), (5, "flag"));
    assert_eq!(seen(&Sources { flags: &[], ..all }), (3, "env"));
    assert_eq!(seen(&Sources { flags: &[], env: &[], ..all }), (2, "file"));
    assert_eq!(seen(&Sources { flags: &[], env: &[], toml: "", ..all }), (1, "preset"));
    assert_eq!(seen(&Sources::default()), (128, "default"));
}

#[test]
fn every_kind_of_option_can_come_from_the_environment() {
    let env = [
        ("FANWIRE_CLIENT_PING_INTERVAL", "10s"),
        ("FANWIRE_CLIENT_ALLOWED_ORIGINS", r#"["https://a.example", "*"]"#),
        ("FANWIRE_CHANNEL_WITHOUT_NAMESPACE", r#"{"history_size": 5, "history_ttl": "1h"}"#),
        ("FANWIRE_CHANNEL_WITHOUT_NAMESPACE_HISTORY_SIZE", "10"),
        ("FANWIRE_CHANNEL_NAMESPACES", r#"[{"name":"chat"}]"#),
        ("FANWIRE_LISTEN_API_ADDRESS", "[::1]:9001"),
        ("FANWIRE_LOG_FORMAT", "json"),
        ("PATH", "/bin"),
    ];
    let config = load(&Sources { env: &env, ..Sources::default() }).config.unwrap();
    assert_eq!(config.client.ping_interval, Duration::from_secs(10));
    assert_eq!(config.transport.allowed_origins, ["https://a.example", "*"]);
    assert_eq!(config.channel.without_namespace.stream.history_size, 10);
    assert_eq!(config.channel.without_namespace.stream.history_ttl, Duration::from_secs(3600));
    assert_eq!(config.channel.namespaces[0].name, "chat");
    assert_eq!(config.transport.api.address.to_string(), "[::1]:9001");
    assert_eq!(config.log.format, LogFormat::Json);
}

#[test]
fn variables_are_unambiguous() {
    let options = options();
    let mut names: Vec<_> = options.iter().map(|o| schema::variable(&o.path)).collect();
    names.sort();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(!names.iter().any(|name| schema::is_foreign_variable(name, "://".as_ref())));
}

#[test]
fn unknown_variables_are_errors_but_not_those_of_others() {
    let env = [
        ("FANWIRE_CLIENT_PING_INTERVALL", "10s"),
        ("FANWIRE_CHANEL_MAX_LENGTH", "10"),
        ("FANWIRE_XYZZY", "1"),
        ("FANWIRE_XYZZY_PORT", "9000"),
        ("FANWIRE_URL", "http://127.0.0.1:8000"),
        ("FANWIRE_API_URL", "http://127.0.0.1:9000"),
        ("FANWIRE_CONFIG", "fanwire.toml"),
        // What Kubernetes sets for services named fanwire and fanwire-api.
        ("FANWIRE_SERVICE_HOST", "10.0.0.1"),
        ("FANWIRE_SERVICE_PORT_GRPC", "8000"),
        ("FANWIRE_PORT", "tcp://10.0.0.1:8000"),
        ("FANWIRE_API_PORT_9000_TCP_ADDR", "10.0.0.1"),
    ];
    let errors = load(&Sources { env: &env, ..Sources::default() }).config.unwrap_err();
    let lines: Vec<_> = errors.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "env FANWIRE_CHANEL_MAX_LENGTH: unknown environment variable: \
             did you mean FANWIRE_CHANNEL_MAX_LENGTH?",
            "env FANWIRE_CLIENT_PING_INTERVALL: unknown environment variable: \
             did you mean FANWIRE_CLIENT_PING_INTERVAL?",
            "env FANWIRE_XYZZY: unknown environment variable: \
             remove it (`fanwire config show` lists what there is)",
            "env FANWIRE_XYZZY_PORT: unknown environment variable: \
             remove it (`fanwire config show` lists what there is)",
        ]
    );
}

#[test]
fn a_variable_that_is_not_text_is_an_error() {
    let name = "FANWIRE_ENGINE_EMBEDDED_PATH".to_owned();
    let env = vec![(name, OsStr::from_bytes(b"\xff.redb").to_owned())];
    let errors = inspect(LoadOptions { env, ..LoadOptions::default() }).config.unwrap_err();
    assert!(errors.problems[0].message.contains("UTF-8"), "{errors}");
}

#[test]
fn unknown_options_name_the_path_the_file_and_the_likely_one() {
    for (toml, path, hint) in [
        ("client.ping_intervall = \"1s\"", "client.ping_intervall", "client.ping_interval"),
        ("ping_interval = \"1s\"", "ping_interval", "client.ping_interval"),
        ("[clients]\nping_interval = \"1s\"", "clients", "client"),
        ("[log]\nlvl = \"info\"", "log.lvl", "log.level"),
        (
            "listen.client.tls.key = \"k\"",
            "listen.client.tls.key",
            "listen.client.tls.key_pem_file",
        ),
        (
            "[[channel.namespaces]]\nname = \"aa\"\n[[channel.namespaces]]\nname = \"bb\"\nhistory_sise = 1",
            "channel.namespaces[1].history_sise",
            "channel.namespaces[1].history_size",
        ),
    ] {
        refuses(toml, &[&format!("  {path} (file "), "fanwire.toml)", &format!("mean {hint}?")]);
    }
    let toml = "[channel.without_namespace]\nquux = true";
    refuses(toml, &["channel.without_namespace.quux", "unknown option: remove it"]);
    assert!(!problems(toml).contains("did you mean"));
}

#[test]
fn all_problems_are_told_at_once() {
    let toml = r#"
        client.ping_interval = 25
        client.channel_limit = "many"
        client.nonsense = 1
        channel.namespaces = [{ name = "x" }, { name = "chat", history_size = 5 }, "news"]
        listen.client.address = ":8000"
        engine.type = "redis"
    "#;
    let flags = [("shutdown.timeout", "soon"), ("client.chanel_limit", "1")];
    let errors = load(&Sources { toml, flags: &flags, ..Sources::default() }).config.unwrap_err();
    let paths: Vec<_> = errors.problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "channel.namespaces[2]",
            "client.nonsense",
            "client.chanel_limit",
            "client.ping_interval",
            "client.channel_limit",
            "listen.client.address",
            "engine.type",
            "shutdown.timeout",
            "channel.namespaces[0]",
            "channel.namespaces[1]",
        ]
    );
    assert!(errors.problems.iter().all(|problem| problem.source.is_some()), "{errors}");
}

#[test]
fn wrong_values_name_the_fix() {
    for (toml, message) in [
        ("client.ping_interval = 25", "25 has no unit: write \"25s\""),
        ("client.ping_interval = \"25\"", "\"25\" has no unit: write \"25s\""),
        ("client.ping_interval = true", "expected a duration such as \"25s\", got true"),
        ("client.ping_interval = \"500ms\"", "use at least 1s, or 0s for no pings"),
        ("client.pong_timeout = \"0s\"", "0s is too short: use at least 1ms"),
        ("client.stale_close_delay = \"0\"", "0s is too short: use at least 1ms"),
        ("client.channel_limit = 0", "0 is out of range: use 1 to 1000000"),
        ("client.channel_limit = -1", "-1 is out of range: use 1 to 1000000"),
        ("client.channel_limit = 1.5", "1.5 is out of range: use 1 to 1000000"),
        ("client.channel_limit = \"9\"", "expected a whole number from 1 to 1000000, got \"9\""),
        ("client.connection_rate_limit = 5000000000", "out of range: use 0 to 1000000"),
        ("client.message_size_limit = 1048577", "out of range: use 1 to 1048576"),
        ("client.queue_max_size = 65535", "raise it or lower client.message_size_limit"),
        ("client.pong_timeout = \"25s\"", "lower it or raise client.ping_interval"),
        ("client.allowed_origins = \"*\"", "expected a list of strings, got \"*\""),
        ("client.allowed_origins = [\"a.example\"]", "write scheme and host without a path"),
        ("client.allowed_origins = [\"https://a.example/\"]", "is not an origin"),
        ("client = 5", "expected a table of options, got a number"),
        ("channel.namespaces = { name = \"chat\" }", "expected a list of tables"),
        ("channel.max_length = 0", "0 is out of range: use 1 to 65535"),
        ("channel.namespace_boundary = \"\"", "leave it out for the default \":\""),
        ("channel.namespace_boundary = \"é\"", "leave it out for the default \":\""),
        ("channel.history_meta_ttl = \"0s\"", "0s is too short"),
        ("channel.without_namespace.history_size = 1", "set both or neither"),
        ("channel.without_namespace.allow_recovery = true", "allow_recovery needs history"),
        ("channel.without_namespace.force_recovery_mode = \"all\"", "use \"\" or \"stream\" or"),
        (
            "channel.without_namespace.slow_consumer = \"drop\"",
            "use \"disconnect\" or \"drop_oldest\"",
        ),
        ("channel.namespaces = [{ history_size = 0 }]", "name \"\" must be at least two"),
        ("channel.namespaces = [{ name = \"aa\" }, { name = \"aa\" }]", "is there twice"),
        (
            "channel = { namespace_boundary = \"-\", namespaces = [{ name = \"a-b\" }] }",
            "so no channel would select it: rename it",
        ),
        (
            "channel.without_namespace = { history_size = 1, history_ttl = \"721h\" }",
            "721h is longer than history_meta_ttl (720h)",
        ),
        ("listen.api.address = \"localhost:9000\"", "write for example \"127.0.0.1:9000\""),
        ("listen.api.address = \"127.0.0.1:8000\"", "choose another port"),
        ("listen.api.tls = { enabled = true, key_pem_file = \"/nowhere\" }", "is not set but"),
        ("engine.embedded.path = \"\"", "leave it out for \"fanwire.redb\""),
        ("log.level = \"inof\"", "write error, warn, info"),
    ] {
        let problems = problems(toml);
        assert!(problems.contains(message), "{toml}: no {message:?} in: {problems}");
    }
}

#[test]
fn a_bad_value_causes_no_second_complaint() {
    // Read as its default (25s) the interval would be too short for the timeout.
    refuses(
        "client.ping_interval = 60\nclient.pong_timeout = \"30s\"",
        &["client.ping_interval (file "],
    );
}

#[test]
fn zero_and_the_limits_are_accepted() {
    let toml = r#"
        client = { ping_interval = "0s", pong_timeout = "1h", channel_position_check_delay = "0" }
        channel.without_namespace = { idempotency_window = "0s" }
        listen = { client.address = "127.0.0.1:0", api.address = "127.0.0.1:0" }
        shutdown.reconnect_spread = "0s"
    "#;
    let config = load(&Sources { toml, ..Sources::default() }).config.unwrap();
    assert!(config.client.ping_interval.is_zero());
    assert!(config.channel.without_namespace.stream.idempotency_window.is_zero());
    assert!(config.shutdown.reconnect_spread.is_zero());
}

#[test]
fn namespaces_get_their_options_and_the_common_meta_ttl() {
    let toml = r#"
        [channel]
        history_meta_ttl = "100h"
        [[channel.namespaces]]
        name = "chat"
        history_size = 100
        history_ttl = "1h"
        history_durability = "async"
        force_recovery = true
        force_recovery_mode = "cache"
        [[channel.namespaces]]
        name = "news"
        history_meta_ttl = "50h"
    "#;
    let channel = load(&Sources { toml, ..Sources::default() }).config.unwrap().channel;
    let [chat, news] = channel.namespaces.as_slice() else { panic!("two namespaces") };
    assert_eq!(chat.options.stream.history_meta_ttl, Duration::from_secs(100 * 3600));
    assert_eq!(news.options.stream.history_meta_ttl, Duration::from_secs(50 * 3600));
    assert_eq!(chat.options.stream.durability, Durability::Async);
    assert_eq!(chat.options.recovery_mode, RecoveryMode::Cache);
    assert!(chat.options.force_recovery && !news.options.force_recovery);
    Namespaces::new(channel).unwrap();
}

/// Each option that lets somebody do something sets its own flag and no other.
#[test]
fn a_stronger_list_replaces_the_weaker_one_whole() {
    let toml = "channel.namespaces = [{ name = \"aa\", force_recovery = true }, { name = \"bb\" }]";
    let env = [("FANWIRE_CHANNEL_NAMESPACES", r#"[{"name":"cc"}]"#)];
    let config = load(&Sources { toml, env: &env, ..Sources::default() }).config.unwrap();
    let [only] = config.channel.namespaces.as_slice() else { panic!("one namespace") };
    assert_eq!((only.name.as_str(), only.options.force_recovery), ("cc", false));
}

#[test]
fn the_kinds_of_files_mean_the_same() {
    let toml = "[client]\ninsecure = true\nping_interval = \"10s\"\n\
                [[channel.namespaces]]\nname = \"chat\"\n";
    let yaml = "client:\n  insecure: true\n  ping_interval: 10s\n\
                channel:\n  namespaces:\n    - name: chat\nlog:\n";
    let json = r#"{"client": {"insecure": true, "ping_interval": "10s"},
                   "channel": {"namespaces": [{"name": "chat"}]}}"#;
    let expected = file("a.toml", toml).config.unwrap();
    assert_eq!(expected.channel.namespaces.len(), 1);
    for (name, text) in [("a.yaml", yaml), ("a.YML", yaml), ("a.json", json)] {
        assert_eq!(file(name, text).config.as_ref(), Ok(&expected), "{name}");
    }
}

#[test]
fn files_that_cannot_be_used_are_named() {
    for (name, text, part) in [
        ("a.toml", "client = [", "cannot be parsed"),
        ("a.yaml", "client: [", "cannot be parsed"),
        ("a.json", "{\"client\": ", "cannot be parsed"),
        ("a.yaml", "- client", "is not a table of options"),
        ("a.json", "5", "is not a table of options"),
        ("a.ini", "", "name it .toml"),
        ("a", "", "name it .toml"),
    ] {
        let error = file(name, text).config.unwrap_err().to_string();
        assert!(error.contains(part) && error.contains(&format!("/{name}: ")), "{error}");
    }
    let missing = Some("/nowhere/fanwire.toml".into());
    let error = Config::load(LoadOptions { file: missing, ..LoadOptions::default() });
    let error = error.unwrap_err().to_string();
    assert!(error.contains("/nowhere/fanwire.toml: cannot be read"), "{error}");
    for (name, empty) in [("a.toml", ""), ("a.yaml", ""), ("a.json", "{}")] {
        assert_eq!(file(name, empty).settings.len(), file("b.toml", "").settings.len());
    }
}

#[test]
fn tls_files_must_be_readable() {
    let dir = tempfile::tempdir().unwrap();
    let pem = write(dir.path(), "a.pem", "pem");
    let tls = |key: &Path, enabled: bool| {
        format!(
            "listen.client.tls = {{ enabled = {enabled}, cert_pem_file = {pem:?}, \
             key_pem_file = {key:?}, client_ca_pem_file = {pem:?} }}"
        )
    };
    let toml = tls(&pem, true);
    let config = load(&Sources { toml: &toml, ..Sources::default() }).config.unwrap();
    let tls_config = config.transport.client.tls.unwrap();
    assert_eq!(tls_config.client_ca_pem_file.as_ref(), Some(&pem));
    for bad in [dir.path(), &dir.path().join("missing.pem")] {
        refuses(&tls(bad, true), &["listen.client.tls.key_pem_file", "cannot be read"]);
        let toml = tls(bad, false);
        load(&Sources { toml: &toml, ..Sources::default() }).config.unwrap();
    }
}

#[test]
fn entries_of_lists_have_the_options_of_channels_without_namespace() {
    let below = |table: &str| {
        let options = options();
        let names = options.iter().filter_map(|o| o.path.strip_prefix(table));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut entry = below("channel.namespaces[].");
    assert_eq!(entry.remove(0), "name");
    assert_eq!(entry, below("channel.without_namespace."));
}

#[test]
fn what_show_prints_is_a_file_that_means_the_same() {
    let toml = r#"
        client = { insecure = true, allowed_origins = ["https://a.example"] }
        channel.namespaces = [{ name = "chat", history_size = 3, history_ttl = "5m" }, { name = "news" }]
        engine.embedded.path = "C:\\a \"b\".redb"
    "#;
    let loaded = load(&Sources { toml, ..Sources::default() });
    let shown = to_toml(&loaded.settings);
    assert!(shown.contains("name = \"news\""), "{shown}");
    assert_eq!(file("shown.toml", &shown).config, loaded.config);
}
