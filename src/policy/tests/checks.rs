//! Names, payloads, what is on, and what a token changes.

use std::{sync::Arc, time::Duration};

use super::{channel, namespaces};
use crate::policy::{
    Action, ChannelOptions, ChannelRegex, PublicationDataFormat, SubscriptionOverride,
};

fn chat(mut options: ChannelOptions) -> ChannelOptions {
    options.namespace = "chat".into();
    options
}

#[test]
fn the_regex_is_for_what_follows_the_namespace() {
    let regex = ChannelRegex::new(r"^[a-z]+(:\d+)?$").unwrap();
    let namespaces =
        namespaces(ChannelOptions { channel_regex: regex, ..ChannelOptions::default() });
    let check = |name: &str| {
        let (channel, options) = channel(&namespaces, name);
        namespaces.check_name(&channel, &options).map_err(|e| e.to_string())
    };
    for good in ["chat:room", "chat:room:7", "room"] {
        assert_eq!(check(good), Ok(()), "{good}");
    }
    for bad in ["chat:", "chat:Room", "chat:room:", "chat:room 7", "room7"] {
        assert!(check(bad).is_err(), "{bad}");
    }
    let message = check("chat:Room").unwrap_err();
    assert!(message.contains("\"Room\"") && message.contains("namespace \"chat\""), "{message}");
    assert!(message.contains(r"^[a-z]+(:\\d+)?$"), "{message}");
}

#[test]
fn no_regex_takes_every_name_and_a_bad_one_is_told() {
    assert_eq!(ChannelOptions::default().check_name("!~ #"), Ok(()));
    assert_eq!(ChannelRegex::default(), ChannelRegex::new("").unwrap());
    assert!(ChannelRegex::new("(").is_err());
    assert!(ChannelRegex::new("((a{100}){100}){100}").is_err());
}

#[test]
fn payloads_are_of_the_format() {
    let ok = |format, data: &[u8]| {
        let options = ChannelOptions { publication_data_format: format, ..Default::default() };
        options.check_data(data).is_ok()
    };
    let objects: [&[u8]; 4] =
        [b"{}", b" {\"a\":[1,null]} ", b"\t\r\n{\"\":{}}", b"{\"a\":1,\"a\":2}"];
    let values: [&[u8]; 6] = [b"[]", b"\"x\"", b"null", b"1e3", b" true ", "\"\u{fc}\"".as_bytes()];
    let neither: [&[u8]; 13] = [
        b"",
        b" ",
        b"{",
        b"{} {}",
        b"{}x",
        b"{'a':1}",
        b"[1,]",
        b"01",
        b"nul",
        b"\"\xff\"",
        b"{\"a\":\"\x01\"}",
        b"\xef\xbb\xbf{}",
        b"NaN",
    ];
    for data in objects {
        assert!(
            ok(PublicationDataFormat::Json, data) && ok(PublicationDataFormat::JsonObject, data)
        );
    }
    for data in values {
        assert!(ok(PublicationDataFormat::Json, data), "{data:?}");
        assert!(!ok(PublicationDataFormat::JsonObject, data), "{data:?}");
    }
    for data in neither {
        assert!(!ok(PublicationDataFormat::Json, data), "{data:?}");
        assert!(!ok(PublicationDataFormat::JsonObject, data), "{data:?}");
        assert!(ok(PublicationDataFormat::Any, data), "{data:?}");
    }
}

/// The deepest payload that fits into a message takes no stack.
#[test]
fn deep_payloads_do_no_harm() {
    let options = ChannelOptions {
        publication_data_format: PublicationDataFormat::Json,
        ..Default::default()
    };
    let depth = 512 * 1024;
    let balanced = ["[".repeat(depth), "]".repeat(depth)].concat();
    assert_eq!(options.check_data(balanced.as_bytes()), Ok(()));
    assert!(options.check_data("[".repeat(2 * depth).as_bytes()).is_err());
    assert!(options.check_data("{\"a\":".repeat(depth / 5).as_bytes()).is_err());
}

#[test]
fn a_bad_payload_is_told_where_and_what_to_do() {
    let options = chat(ChannelOptions {
        publication_data_format: PublicationDataFormat::JsonObject,
        ..Default::default()
    });
    for data in ["[1]", "{", "x"] {
        let message = options.check_data(data.as_bytes()).unwrap_err().to_string();
        for part in ["a JSON object", "publication_data_format", "namespace \"chat\""] {
            assert!(message.contains(part), "{message}");
        }
    }
}

#[test]
fn what_is_off_is_off_for_everybody() {
    let mut options = chat(ChannelOptions::default());
    let off = |options: &ChannelOptions, action| {
        options.check_available(action).map_err(|error| error.to_string())
    };
    let history = "history is off in namespace \"chat\": set history_size and history_ttl";
    let presence = "presence is off in namespace \"chat\": set presence = true";
    assert_eq!(off(&options, Action::History), Err(history.to_owned()));
    assert_eq!(off(&options, Action::Presence), Err(presence.to_owned()));
    assert_eq!(off(&options, Action::Subscribe), Ok(()));
    assert_eq!(off(&options, Action::Publish), Ok(()));
    options.presence = true;
    options.stream.history_size = 1;
    options.stream.history_ttl = Duration::from_secs(1);
    assert!(Action::ALL.into_iter().all(|action| options.check_available(action).is_ok()));
}

#[test]
fn a_token_changes_exactly_what_it_names() {
    type Asked = fn(&mut SubscriptionOverride) -> &mut Option<bool>;
    type Given = fn(&mut ChannelOptions) -> &mut bool;
    let fields: [(Asked, Given); 5] = [
        (|asked| &mut asked.presence, |given| &mut given.presence),
        (|asked| &mut asked.join_leave, |given| &mut given.join_leave),
        (|asked| &mut asked.force_push_join_leave, |given| &mut given.force_push_join_leave),
        (|asked| &mut asked.force_recovery, |given| &mut given.force_recovery),
        (|asked| &mut asked.force_positioning, |given| &mut given.force_positioning),
    ];
    for before in [false, true] {
        let mut options = ChannelOptions::default();
        options.stream.history_size = 1;
        options.stream.history_ttl = Duration::from_secs(1);
        for (_, option) in fields {
            *option(&mut options) = before;
        }
        let options = Arc::new(options);
        for (change, option) in fields {
            for after in [false, true] {
                let mut wanted = ChannelOptions::clone(&options);
                *option(&mut wanted) = after;
                let mut asked = SubscriptionOverride::default();
                *change(&mut asked) = Some(after);
                assert_eq!(*options.overridden(&asked), wanted);
            }
        }
    }
}

#[test]
fn no_change_costs_nothing_and_no_history_is_recovered_from() {
    let options = Arc::new(ChannelOptions::default());
    assert!(Arc::ptr_eq(&options, &options.overridden(&SubscriptionOverride::default())));
    let force = SubscriptionOverride {
        force_recovery: Some(true),
        force_positioning: Some(true),
        ..Default::default()
    };
    let changed = options.overridden(&force);
    assert!(!changed.force_recovery && !changed.force_positioning);
}

/// Each with the change that it asks for, after which it is silent.
#[test]
fn what_is_hardly_meant_is_warned_of_until_it_is_mended() {
    type Change = fn(&mut ChannelOptions);
    let limited = ChannelOptions { allow_user_limited_channels: true, ..Default::default() };
    let (none, mut kept) = (ChannelOptions::default(), ChannelOptions::default());
    (kept.presence, kept.stream.history_size) = (true, 1);
    kept.stream.history_ttl = Duration::from_secs(1);
    let kept_limited = ChannelOptions { allow_user_limited_channels: true, ..kept.clone() };
    let cases: [(&ChannelOptions, Change, &str, Change); 10] = [
        (
            &none,
            |o| o.allow_presence.subscriber = true,
            "allow_presence_for_subscriber has no effect: presence is off",
            |o| o.presence = true,
        ),
        (
            &none,
            |o| o.allow_history.client = true,
            "allow_history_for_client has no effect: history is off",
            |o| {
                o.stream.history_size = 1;
                o.stream.history_ttl = Duration::from_secs(1);
            },
        ),
        (
            &none,
            |o| o.allow_publish.anonymous = true,
            "allow_publish_for_anonymous lets nobody in alone: set allow_publish_for_client",
            |o| o.allow_publish.client = true,
        ),
        (
            &kept,
            |o| o.allow_history.anonymous = true,
            "allow_history_for_anonymous lets nobody in alone: set allow_history_for_client",
            |o| o.allow_history.subscriber = true,
        ),
        (
            &none,
            |o| o.allow_subscribe.anonymous = true,
            "set allow_subscribe_for_client too",
            |o| o.allow_subscribe.client = true,
        ),
        (
            &none,
            |o| o.force_push_join_leave = true,
            "set join_leave = true",
            |o| o.join_leave = true,
        ),
        (
            &limited,
            |o| o.allow_publish.client = true,
            "use allow_publish_for_subscriber",
            |o| (o.allow_publish.client, o.allow_publish.subscriber) = (false, true),
        ),
        (
            &kept_limited,
            |o| o.allow_history.client = true,
            "use allow_history_for_subscriber",
            |o| (o.allow_history.client, o.allow_history.subscriber) = (false, true),
        ),
        (
            &kept_limited,
            |o| o.allow_presence.client = true,
            "use allow_presence_for_subscriber",
            |o| (o.allow_presence.client, o.allow_presence.subscriber) = (false, true),
        ),
        (
            &limited,
            |o| o.allow_user_limited_channels = false,
            "\"#\" in the name",
            |o| {
                o.allow_user_limited_channels = true;
            },
        ),
    ];
    for (before, change, warning, mend) in cases {
        let mut options = chat(before.clone());
        let warnings = |options: &ChannelOptions| {
            let namespaces = namespaces(options.clone());
            let (channel, options) = channel(&namespaces, "chat:room#42");
            match warning.contains("in the name") {
                true => namespaces.warnings(&channel, &options),
                false => options.warnings(),
            }
        };
        assert_eq!(warnings(&options), [""; 0], "{warning}");
        change(&mut options);
        let given = warnings(&options);
        let [only] = given.as_slice() else { panic!("{given:?}") };
        assert!(only.contains(warning) && only.contains("namespace \"chat\""), "{only}");
        mend(&mut options);
        assert_eq!(warnings(&options), [""; 0], "{warning}");
    }
}
