use anyhow::anyhow;
use clap::Args;
use serde_json::{Value, json};

use super::{ConfigFlags, Exit, Failure, dev, output};
use crate::{
    auth::{Auth, AuthConfig, DecodedToken, TokenError},
    config::{self, LoadOptions, Setting, Source},
    model::{Channel, Clock, UserId},
    policy::{Action, Actions, Asking, Capabilities, ChannelOptions, Namespaces},
};

/// Why the rest of the answer may look odd.
const INSECURE: &str = "client.insecure lets anybody do anything: \
                        add --set client.insecure=false to see what would hold without it";

/// Say who may do what in a channel, by which rule, and what would change it
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The channel, such as chat:room
    channel: String,

    /// For this user; for an anonymous one by default
    #[arg(long, value_name = "USER", conflicts_with = "token")]
    user: Option<String>,

    /// For whoever has this connection or subscription token; it is verified
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

/// Who asks.
#[derive(Default)]
struct Client {
    user: String,
    capabilities: Capabilities,
    /// Channels that the connection token subscribes to.
    subscribed_to: Vec<String>,
    /// `allow` of the subscription token for the channel, when there is one.
    subscription_token: Option<Actions>,
}

/// What there is to say about a channel.
struct Explanation {
    channel: Channel,
    namespace: String,
    user: String,
    /// Who subscribes the client, when it need not do so itself.
    subscribed_by: Option<&'static str>,
    /// Options of the namespace that somebody has set.
    settings: Vec<Setting>,
    answers: Vec<Answer>,
    warnings: Vec<String>,
}

/// May the user do it?
struct Answer {
    action: Action,
    now: Verdict,
    /// When that is something else.
    once_subscribed: Option<Verdict>,
}

/// In the server's words.
struct Verdict {
    allowed: bool,
    text: String,
}

impl Explain {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let load = LoadOptions { offline: true, ..dev::configuration(self.flags)? };
        let loaded = config::inspect(load);
        let config = loaded.config?;
        let names: Vec<_> = config.channel.namespaces.iter().map(|n| n.name.clone()).collect();
        let namespaces = Namespaces::new(config.channel).map_err(refused)?;
        let channel = Channel::parse(&self.channel, namespaces.max_length()).map_err(refused)?;
        let options = namespaces.resolve(&channel).map_err(refused)?;
        namespaces.check_name(&channel, &options).map_err(refused)?;
        let insecure = config.auth.insecure;
        let client = match self.token {
            Some(token) => Client::of_token(&token, &config.auth, &channel).await?,
            None => Client { user: self.user.unwrap_or_default(), ..Client::default() },
        };

        let user = UserId::from(&*client.user);
        let subscribed_by = client.subscribed_by(&namespaces, &channel, &user);
        let asking = Asking {
            user: &user,
            insecure,
            capabilities: &client.capabilities,
            subscribed: subscribed_by.is_some(),
            granted: client.subscription_token.unwrap_or_default(),
            has_subscription_token: client.subscription_token.is_some(),
        };
        let answer = |action| answer(&namespaces, action, &channel, &options, &asking);
        let mut warnings = namespaces.warnings(&channel, &options);
        if insecure {
            warnings.push(INSECURE.to_owned());
        }
        let explanation = Explanation {
            namespace: options.namespace.to_string(),
            settings: settings_of(loaded.settings, &options.namespace, &names),
            answers: Action::ALL.map(answer).into(),
            warnings,
            subscribed_by,
            user: client.user.clone(),
            channel: channel.clone(),
        };
        Ok(output::print(&match self.json {
            true => format!("{:#}\n", explanation.json()),
            false => explanation.text(),
        })?)
    }
}

impl Client {
    /// Verifies the token as the server would.
    async fn of_token(
        token: &str,
        config: &AuthConfig,
        channel: &Channel,
    ) -> Result<Self, Failure> {
        let auth = Auth::new(config, Clock::system());
        let auth = auth.map_err(|error| Failure::new(Exit::Usage, error))?;
        if !DecodedToken::decode(token).map_err(refused)?.is_subscription() {
            let token = auth.connection(token).await.map_err(unverified)?;
            return Ok(Self {
                user: token.user.as_str().to_owned(),
                capabilities: token.capabilities,
                subscribed_to: token.subs.into_keys().collect(),
                subscription_token: None,
            });
        }
        let token = auth.subscription(token).await.map_err(unverified)?;
        if token.channel != channel.as_str() {
            return Err(refused(anyhow!(
                "the subscription token is for the channel {:?}, not for {channel:?}: \
                 get one for this channel",
                token.channel
            )));
        }
        let user = token.user.as_str().to_owned();
        Ok(Self { user, subscription_token: Some(token.allow), ..Self::default() })
    }

    fn subscribed_by(
        &self,
        namespaces: &Namespaces,
        channel: &Channel,
        user: &UserId,
    ) -> Option<&'static str> {
        if self.subscribed_to.iter().any(|name| name == channel.as_str()) {
            return Some("by the server: channels or subs of the token");
        }
        let personal = namespaces.personal_channel(user)?;
        (personal == channel.as_str()).then_some("by the server: it is the user's personal channel")
    }
}

/// A token whose keys cannot be had may be a good one.
fn unverified(error: TokenError) -> Failure {
    let exit = match error {
        TokenError::Unavailable(_) => Exit::Failed,
        TokenError::Expired | TokenError::Invalid(_) => Exit::Refused,
    };
    Failure::new(exit, error)
}

fn refused(error: impl Into<anyhow::Error>) -> Failure {
    Failure::new(Exit::Refused, error)
}

/// Those of the namespace that are not defaults.
fn settings_of(settings: Vec<Setting>, namespace: &str, names: &[String]) -> Vec<Setting> {
    let table = match names.iter().position(|name| name == namespace) {
        Some(place) => format!("channel.namespaces[{place}]."),
        None => "channel.without_namespace.".to_owned(),
    };
    let of_table = |setting: &Setting| match setting.path.strip_prefix(&table) {
        Some(option) => option != "name" && setting.source != Source::Default,
        None => false,
    };
    settings.into_iter().filter(of_table).collect()
}

fn answer(
    namespaces: &Namespaces,
    action: Action,
    channel: &Channel,
    options: &ChannelOptions,
    asking: &Asking<'_>,
) -> Answer {
    let verdict = |asking: &Asking<'_>| match options.check_available(action) {
        Err(off) => Verdict { allowed: false, text: off.to_string() },
        Ok(()) => {
            let decision = namespaces.decide(action, channel, options, asking);
            Verdict { allowed: decision.allowed, text: decision.to_string() }
        }
    };
    let now = verdict(asking);
    let subscribed = verdict(&Asking { subscribed: true, ..*asking });
    let differs = action != Action::Subscribe && subscribed.allowed != now.allowed;
    Answer { action, now, once_subscribed: differs.then_some(subscribed) }
}

impl Explanation {
    fn text(&self) -> String {
        let mut lines = vec![
            row("channel", self.channel.as_str()),
            row(
                "namespace",
                match &*self.namespace {
                    "" => "none (channel.without_namespace)",
                    name => name,
                },
            ),
            row(
                "user",
                match &*self.user {
                    "" => "anonymous",
                    user => user,
                },
            ),
        ];
        lines.extend(self.subscribed_by.map(|by| row("subscribed", by)));
        for (i, setting) in self.settings.iter().enumerate() {
            let name = if i == 0 { "options" } else { "" };
            let option = setting.path.rsplit_once('.').map_or("", |(_, option)| option);
            lines.push(row(name, &format!("{option} = {} # {}", setting.value, setting.source)));
        }
        for answer in &self.answers {
            lines.push(row(answer.action.name(), &answer.now.text));
            if let Some(subscribed) = &answer.once_subscribed {
                lines.push(row("", &format!("once subscribed: {}", subscribed.text)));
            }
        }
        lines.extend(self.warnings.iter().map(|warning| row("warning", warning)));
        lines.join("\n") + "\n"
    }

    fn json(&self) -> Value {
        let verdict =
            |verdict: &Verdict| json!({"allowed": verdict.allowed, "reason": verdict.text});
        let answers = self.answers.iter().map(|answer| {
            let mut value = verdict(&answer.now);
            if let Some(subscribed) = &answer.once_subscribed {
                value["once_subscribed"] = verdict(subscribed);
            }
            (answer.action.name().to_owned(), value)
        });
        json!({
            "channel": self.channel.as_str(),
            "namespace": self.namespace,
            "user": self.user,
            "subscribed_by_server": self.subscribed_by.is_some(),
            "options": config::to_json(&self.settings),
            "actions": answers.collect::<serde_json::Map<_, _>>(),
            "warnings": self.warnings,
        })
    }
}

fn row(name: &str, text: &str) -> String {
    format!("{name:<12} {text}")
}
