//! Every option, role, grant and action against a plain model, all of them:
//! nothing is sampled. Every refusal is then cured by what its message says.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use super::{channel, namespaces};
use crate::{
    model::{Channel, UserId},
    policy::{
        Action, Actions, Asking, Audience, Capabilities, Capability, ChannelMatch, ChannelOptions,
        Decision, Namespaces,
    },
};

/// Gives the names; the options come from each case.
static NAMESPACES: LazyLock<Namespaces> = LazyLock::new(|| namespaces(ChannelOptions::default()));

/// Channels, and the users that their names are for.
const CHANNELS: [(&str, Option<&[&str]>); 5] = [
    ("chat:room", None),
    ("room", None),
    ("chat:room#42,43", Some(&["42", "43"])),
    ("#42", Some(&["42"])),
    // For nobody, not for anonymous users.
    ("chat:room#", Some(&[])),
];
const USERS: [&str; 3] = ["", "42", "7"];

/// Ways to give `caps`, and whether they allow `action` in all of `CHANNELS`.
fn caps(action: Action) -> Vec<(Vec<Capability>, bool)> {
    let only = Actions::default().with(action);
    let others = Action::ALL.into_iter().filter(|other| *other != action).collect();
    let entry = |channels: &[&str], matching, allow| Capability {
        channels: channels.iter().map(|channel| (*channel).to_owned()).collect(),
        matching,
        allow,
    };
    let names = CHANNELS.map(|(name, _)| name);
    let exact = |allow| entry(&names, ChannelMatch::Exact, allow);
    let wildcard = |allow| entry(&["*"], ChannelMatch::Wildcard, allow);
    let regex = |allow| entry(&["^(chat:)?(room)?(#[0-9,]*)?$"], ChannelMatch::Regex, allow);
    let elsewhere = |allow| entry(&["chat:roo", "Room"], ChannelMatch::Exact, allow);
    vec![
        (vec![], false),
        (vec![exact(only)], true),
        (vec![wildcard(only)], true),
        (vec![regex(only)], true),
        (vec![exact(others)], false),
        (vec![elsewhere(only)], false),
        (vec![elsewhere(others), regex(only)], true),
        // The first entry that matches decides.
        (vec![exact(others), wildcard(only)], false),
        (vec![regex(Actions::default()), exact(only)], false),
        (vec![wildcard(only), exact(others)], true),
    ]
}

/// One question.
#[derive(Debug, Clone)]
struct Case {
    action: Action,
    channel: &'static str,
    user: &'static str,
    limited: bool,
    audience: Audience,
    /// As the token has them.
    caps: Arc<[Capability]>,
    capabilities: Capabilities,
    caps_allow: bool,
    subscribed: bool,
    granted: Actions,
    token: bool,
    insecure: bool,
}

impl Case {
    fn options(&self) -> ChannelOptions {
        let namespace = self.channel.split_once(':').map_or("", |(namespace, _)| namespace);
        let mut options = ChannelOptions {
            namespace: namespace.into(),
            allow_user_limited_channels: self.limited,
            ..ChannelOptions::default()
        };
        *match self.action {
            Action::Subscribe => &mut options.allow_subscribe,
            Action::Publish => &mut options.allow_publish,
            Action::History => &mut options.allow_history,
            Action::Presence => &mut options.allow_presence,
        } = self.audience;
        options
    }

    fn decide(&self) -> Decision {
        let asking = Asking {
            user: &self.user.into(),
            insecure: self.insecure,
            capabilities: &self.capabilities,
            subscribed: self.subscribed,
            granted: self.granted,
            has_subscription_token: self.token,
        };
        let channel = Channel::trusted(self.channel);
        NAMESPACES.decide(self.action, &channel, &self.options(), &asking)
    }

    /// With other `caps`.
    fn with_caps(&self, caps: Vec<Capability>) -> Self {
        Self { capabilities: Capabilities::new(caps).unwrap(), ..self.clone() }
    }

    /// The model: everything that speaks for the client.
    fn grounds(&self) -> BTreeSet<&'static str> {
        let listed = CHANNELS.iter().find(|(name, _)| *name == self.channel).unwrap().1;
        let subscribing = self.action == Action::Subscribe;
        let for_named_users = subscribing && self.limited && listed.is_some();
        let admitted = !self.user.is_empty() || self.audience.anonymous;
        let in_effect = self.granted.contains(self.action) && self.subscribed;
        [
            ("insecure", self.insecure),
            ("caps", self.caps_allow),
            ("subscription token", subscribing && self.token),
            ("allow of the token", !subscribing && in_effect),
            ("named", for_named_users && listed.unwrap_or_default().contains(&self.user)),
            ("as client", self.audience.client && admitted && !for_named_users),
            (
                "as subscriber",
                self.audience.subscriber && admitted && self.subscribed && !subscribing,
            ),
        ]
        .into_iter()
        .filter_map(|(ground, holds)| holds.then_some(ground))
        .collect()
    }

    /// Switches an option on by its name.
    fn set(&mut self, option: &str) {
        if option == "allow_user_limited_channels" {
            self.limited = true;
            return;
        }
        let (action, who) = option
            .strip_prefix("allow_")
            .and_then(|option| option.split_once("_for_"))
            .unwrap_or_else(|| panic!("{option}"));
        assert_eq!(action, self.action.name(), "{option}");
        *match who {
            "client" => &mut self.audience.client,
            "subscriber" => &mut self.audience.subscriber,
            "anonymous" => &mut self.audience.anonymous,
            _ => panic!("{option}"),
        } = true;
    }
}

/// Numbers all cases through, one digit for each question.
fn for_all(mut check: impl FnMut(Case)) {
    for action in Action::ALL {
        let compiled = |(caps, allow): (Vec<_>, _)| {
            (Arc::from(caps.clone()), Capabilities::new(caps).unwrap(), allow)
        };
        let caps: Vec<_> = caps(action).into_iter().map(compiled).collect();
        let others = Action::ALL.into_iter().filter(|other| *other != action).collect();
        let granted = [Actions::default(), others, Action::ALL.into_iter().collect()];
        let cases = caps.len() * CHANNELS.len() * USERS.len() * granted.len() * (1 << 7);
        for number in 0..cases {
            let mut rest = number;
            let mut pick = |from: usize| {
                let digit = rest % from;
                rest /= from;
                digit
            };
            let (caps, capabilities, caps_allow) = caps[pick(caps.len())].clone();
            let (channel, user) = (CHANNELS[pick(CHANNELS.len())].0, USERS[pick(USERS.len())]);
            let granted = granted[pick(granted.len())];
            let flags: [bool; 7] = std::array::from_fn(|_| pick(2) == 1);
            let [client, subscriber, anonymous, limited, subscribed, token, insecure] = flags;
            // There is no such option for subscribing.
            let subscriber = subscriber && action != Action::Subscribe;
            let audience = Audience { client, subscriber, anonymous };
            check(Case {
                action,
                channel,
                user,
                limited,
                audience,
                caps,
                capabilities,
                caps_allow,
                subscribed,
                granted,
                token,
                insecure,
            });
        }
    }
}

#[test]
fn the_matrix_is_that_of_the_model_and_every_refusal_can_be_cured_as_it_says() {
    let (mut allowed, mut refused) = (0_u32, 0_u32);
    for_all(|case| {
        let decision = case.decide();
        assert_eq!(decision.allowed, !case.grounds().is_empty(), "{case:?}: {decision}");
        match decision.allowed {
            true => {
                allowed += 1;
                let text = decision.to_string();
                assert!(text.starts_with("allowed: "), "{text}");
                assert!(decision.missing_options().is_empty(), "{case:?}");
            }
            false => {
                refused += 1;
                cure(&case, &decision);
            }
        }
    });
    assert!(allowed > 10_000 && refused > 10_000, "{allowed} allowed, {refused} refused");
}

fn cure(case: &Case, decision: &Decision) {
    let text = decision.to_string();
    let place = match case.channel.split_once(':') {
        Some((namespace, _)) => format!("namespace {namespace:?}"),
        None => "channel.without_namespace".to_owned(),
    };
    assert!(text.contains(&place) && text.contains(case.channel), "{text}");
    cure_by_options(case, decision.missing_options(), &text);
    cure_by_grants(case, &text);
    if text.contains("subscribe first") {
        let subscribed = Case { subscribed: true, ..case.clone() };
        assert!(subscribed.decide().allowed, "{case:?}: {text}");
    }
}

/// All options named together help, and none of them is named in vain.
fn cure_by_options(case: &Case, options: &[&str], text: &str) {
    for option in options {
        assert!(text.contains(option), "{text}");
    }
    if options.is_empty() {
        // Whom no option helps: somebody else's channel.
        assert!(case.action == Action::Subscribe && case.limited, "{case:?}: {text}");
        assert!(text.contains("only for the users in its name"), "{text}");
        return;
    }
    for left_out in 0..=options.len() {
        let mut cured = case.clone();
        let some = options.iter().enumerate().filter(|(i, _)| *i != left_out);
        some.for_each(|(_, option)| cured.set(option));
        let decision = cured.decide();
        assert_eq!(decision.allowed, left_out == options.len(), "{case:?}: {text}: {decision}");
    }
}

fn cure_by_grants(case: &Case, text: &str) {
    if case.action == Action::Subscribe {
        assert!(text.contains("subscription token"), "{text}");
        assert!(Case { token: true, ..case.clone() }.decide().allowed, "{case:?}: {text}");
    }
    if text.contains("in allow of the subscription token") {
        let granted = case.granted.with(case.action);
        assert!(Case { granted, ..case.clone() }.decide().allowed, "{case:?}: {text}");
    }
    let mut caps = case.caps.to_vec();
    match text.split_once(&format!("add {:?} to caps[", case.action.claim())) {
        Some((_, rest)) => {
            let entry: usize = rest.split_once(']').unwrap().0.parse().unwrap();
            caps[entry].allow = caps[entry].allow.with(case.action);
        }
        None => {
            assert!(text.contains("caps"), "{text}");
            caps.push(Capability {
                channels: vec![case.channel.to_owned()],
                matching: ChannelMatch::Exact,
                allow: Actions::default().with(case.action),
            });
        }
    }
    assert!(case.with_caps(caps).decide().allowed, "{case:?}: {text}");
}

#[test]
fn the_messages() {
    let case = Case {
        action: Action::Subscribe,
        channel: "chat:room",
        user: "42",
        limited: false,
        audience: Audience::default(),
        caps: [].into(),
        capabilities: Capabilities::default(),
        caps_allow: false,
        subscribed: false,
        granted: Actions::default(),
        token: false,
        insecure: false,
    };
    let text = |case: Case| case.decide().to_string();
    assert_eq!(
        text(case.clone()),
        "permission denied: nothing lets user \"42\" subscribe to \"chat:room\": set \
         allow_subscribe_for_client in namespace \"chat\", or give a subscription token or a \
         capability (caps)"
    );
    assert_eq!(
        text(Case { channel: "#42", user: "7", limited: true, ..case.clone() }),
        "permission denied: \"#42\" is only for the users in its name \
         (allow_user_limited_channels in channel.without_namespace), not for user \"7\": give a \
         subscription token or a capability (caps)"
    );
    let subscriber = Audience { subscriber: true, ..Audience::default() };
    assert_eq!(
        text(Case { action: Action::History, audience: subscriber, ..case.clone() }),
        "permission denied: nothing lets user \"42\" read the history of \"chat:room\": subscribe \
         first, or set allow_history_for_client in namespace \"chat\", or grant \"hst\" in caps"
    );
    let case = Case { action: Action::Publish, user: "", subscribed: true, ..case };
    assert_eq!(
        text(case),
        "permission denied: nothing lets an anonymous user publish to \"chat:room\": set \
         allow_publish_for_subscriber and allow_publish_for_anonymous in namespace \"chat\", or \
         grant \"pub\" in caps or in allow of the subscription token"
    );
}

/// Nobody is somebody's name.
#[test]
fn the_anonymous_user_is_in_no_list() {
    for name in ["#", "#,", "#42,", "chat:a#b#"] {
        let limited = ChannelOptions {
            allow_user_limited_channels: true,
            allow_subscribe: Audience { client: true, subscriber: true, anonymous: true },
            ..ChannelOptions::default()
        };
        let namespaces = namespaces(limited);
        let (channel, options) = channel(&namespaces, name);
        let asking = Asking {
            user: &UserId::from(""),
            insecure: false,
            capabilities: &Capabilities::default(),
            subscribed: false,
            granted: Actions::default(),
            has_subscription_token: false,
        };
        let decision = namespaces.decide(Action::Subscribe, &channel, &options, &asking);
        assert!(!decision.allowed, "{name}: {decision}");
    }
}
