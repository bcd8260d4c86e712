use super::{channel, namespaces};
use crate::{
    model::UserId,
    policy::{ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces, PolicyConfigError},
};

fn limited() -> ChannelOptions {
    ChannelOptions { allow_user_limited_channels: true, ..ChannelOptions::default() }
}

fn config(personal: Option<&str>) -> ChannelConfig {
    ChannelConfig {
        personal_namespace: personal.map(str::to_owned),
        namespaces: vec![NamespaceConfig { name: "own".into(), options: limited() }],
        ..ChannelConfig::default()
    }
}

#[test]
fn the_boundary_means_something_only_where_it_may() {
    let is_limited = |options, name: &str| {
        let namespaces = namespaces(options);
        let (channel, options) = channel(&namespaces, name);
        namespaces.users_of(&channel, &options).is_some()
    };
    assert!(is_limited(limited(), "chat:room#42"));
    assert!(is_limited(limited(), "#42"));
    assert!(!is_limited(limited(), "chat:room"));
    assert!(!is_limited(ChannelOptions::default(), "chat:room#42"));
}

#[test]
fn a_list_is_cut_at_separators_and_after_the_last_boundary() {
    let mut config = config(None);
    let lists = |config: &ChannelConfig, users: &str, user: &str| {
        Namespaces::new(config.clone()).unwrap().lists(users, &UserId::from(user))
    };
    assert!(lists(&config, "4,42", "42") && !lists(&config, "4,42", "2"));
    assert!(!lists(&config, "42", "4") && !lists(&config, "42", "421"));
    assert!(!lists(&config, "42,43", "42,43"));
    assert!(!lists(&config, " 42", "42"));
    config.user_separator = String::new();
    assert!(lists(&config, "42,43", "42,43") && !lists(&config, "42,43", "42"));
    config.user_separator = "||".into();
    assert!(lists(&config, "4||42", "42") && !lists(&config, "4|42", "42"));

    let namespaces = Namespaces::new(config).unwrap();
    let (channel, _) = channel(&namespaces, "own:a#42#7");
    assert_eq!(namespaces.named_users(&channel), Some("7"));
}

/// A boundary in the namespace's name makes no list of users.
#[test]
fn the_namespace_is_not_looked_at() {
    let config = ChannelConfig { user_boundary: "w".into(), ..config(None) };
    let namespaces = Namespaces::new(config).unwrap();
    let (channel, _) = channel(&namespaces, "own:room");
    assert_eq!(namespaces.named_users(&channel), None);
}

#[test]
fn personal_channels_are_their_users_alone() {
    let personal = |namespace, user: &str| {
        let namespaces = Namespaces::new(config(namespace)).unwrap();
        namespaces.personal_channel(&UserId::from(user))
    };
    assert_eq!(personal(None, "42"), None);
    assert_eq!(personal(Some(""), "42").as_deref(), Some("#42"));
    assert_eq!(personal(Some("own"), "42").as_deref(), Some("own:#42"));
    assert_eq!(personal(Some("own"), "a:b").as_deref(), Some("own:#a:b"));
    // Those would be channels of users 42 and 43, of user 7, of nobody, or in
    // another namespace, or no channels at all.
    for user in ["42,43", "42#7", "", "ü", "own:x\n"] {
        assert_eq!(personal(Some("own"), user), None, "{user:?}");
    }
    assert_eq!(personal(Some(""), "a:b"), None);
    assert_eq!(personal(Some(""), &"x".repeat(255)), None);
}

/// Whoever is not the user is not let into the channel.
#[test]
fn a_personal_channel_lists_its_user_and_no_other() {
    let namespaces = Namespaces::new(config(Some("own"))).unwrap();
    let users = ["1", "42", "4", "2", "42,43", "43", "a:b", "#", ",", "42#43"];
    for owner in users {
        let Some(name) = namespaces.personal_channel(&owner.into()) else { continue };
        let (channel, options) = channel(&namespaces, &name);
        let listed = namespaces.users_of(&channel, &options).unwrap();
        for user in users {
            assert_eq!(namespaces.lists(listed, &user.into()), user == owner, "{name}: {user}");
        }
    }
}

#[test]
fn boundaries_must_differ_and_the_personal_namespace_must_be_there() {
    let refused = |change: &dyn Fn(&mut ChannelConfig)| {
        let mut config = config(None);
        change(&mut config);
        Namespaces::new(config).unwrap_err()
    };
    let boundary = |text: &str| PolicyConfigError::UserBoundary(text.into());
    assert_eq!(refused(&|c| c.user_boundary.clear()), boundary(""));
    assert_eq!(refused(&|c| c.user_boundary = ":".into()), boundary(":"));
    assert_eq!(refused(&|c| c.user_separator = "#".into()), boundary("#"));
    assert_eq!(
        refused(&|c| c.personal_namespace = Some("gone".into())),
        PolicyConfigError::PersonalNamespace("gone".into())
    );
}
