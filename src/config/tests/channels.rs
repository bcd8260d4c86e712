//! What namespaces allow, and channels for named users.

use super::*;

#[test]
fn permissions_are_what_their_names_say() {
    type Flag = (&'static str, fn(&mut Audience) -> &mut bool);
    let flags: [Flag; 3] = [
        ("client", |audience| &mut audience.client),
        ("subscriber", |audience| &mut audience.subscriber),
        ("anonymous", |audience| &mut audience.anonymous),
    ];
    let read = |toml: &str| {
        let loaded = load(&Sources { toml, ..Sources::default() });
        loaded.config.map(|config| config.channel.without_namespace)
    };
    for action in Action::ALL {
        for (who, flag) in flags {
            let name = format!("allow_{}_for_{who}", action.name());
            let toml = format!("channel.without_namespace.{name} = true");
            if (action, who) == (Action::Subscribe, "subscriber") {
                assert!(read(&toml).is_err(), "there is no {name}");
                continue;
            }
            let mut wanted = ChannelOptions::default();
            *flag(match action {
                Action::Subscribe => &mut wanted.allow_subscribe,
                Action::Publish => &mut wanted.allow_publish,
                Action::History => &mut wanted.allow_history,
                Action::Presence => &mut wanted.allow_presence,
            }) = true;
            assert_eq!(read(&toml), Ok(wanted), "{name}");
        }
    }
}

#[test]
fn channels_for_named_users_and_what_they_carry() {
    let toml = r#"
        [client]
        user_connection_limit = 3
        subscribe_to_user_personal_channel = { enabled = true, personal_channel_namespace = "own" }
        [channel]
        user_boundary = "$"
        user_separator = ""
        [[channel.namespaces]]
        name = "own"
        presence = true
        join_leave = true
        force_push_join_leave = true
        join_leave_max_members = 7
        allow_tags_filter = true
        allow_user_limited_channels = true
        channel_regex = "^[$a-z]+$"
        publication_data_format = "json_object"
    "#;
    let config = load(&Sources { toml, ..Sources::default() }).config.unwrap();
    assert_eq!(config.client.user_connection_limit, 3);
    let channel = config.channel;
    assert_eq!((&*channel.user_boundary, &*channel.user_separator), ("$", ""));
    assert_eq!(channel.personal_namespace.as_deref(), Some("own"));
    let own = &channel.namespaces[0].options;
    assert!(own.presence && own.join_leave && own.force_push_join_leave);
    assert!(own.allow_tags_filter && own.allow_user_limited_channels);
    assert_eq!((own.join_leave_max_members, own.channel_regex.as_str()), (7, "^[$a-z]+$"));
    assert_eq!(own.publication_data_format, PublicationDataFormat::JsonObject);

    let off = toml.replace("enabled = true", "enabled = false");
    let config = load(&Sources { toml: &off, ..Sources::default() }).config.unwrap();
    assert_eq!(config.channel.personal_namespace, None);
}

#[test]
fn what_channels_for_named_users_cannot_be_is_told_once() {
    let personal = "client.subscribe_to_user_personal_channel.personal_channel_namespace";
    let namespaces = "channel.namespaces = [{ name = \"aa\" }, { name = \"bb\" }]\n";
    let with = |line: &str| format!("{namespaces}{line}");
    refuses(&with("channel.user_boundary = \":\""), &["channel.user_boundary", "must differ"]);
    refuses(&with("channel.user_boundary = \"\""), &["leave it out for the default \"#\""]);
    refuses(&with("channel.user_separator = \"#\""), &["channel.user_separator", "must differ"]);
    refuses(
        &with(&format!(
            "client.subscribe_to_user_personal_channel.enabled = true\n{personal} = \"x\""
        )),
        &[personal, "\"x\" is no namespace: add it"],
    );
    refuses(
        "channel.without_namespace.channel_regex = \"(\"",
        &["channel.without_namespace.channel_regex", "is not a regular expression"],
    );
}
