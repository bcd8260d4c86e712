use clap::Args;
use serde_json::{Value, json};

use super::{ConfigFlags, Exit, Failure, output};
use crate::{
    config::{self, Setting, Source},
    model::{Channel, UserId},
    policy::{Action, Actions, Asking, Capabilities, ChannelOptions, Namespaces},
};

/// Say who may do what in a channel, by which rule, and what would change it
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The channel, such as chat:room
    channel: String,

    /// For this user; for an anonymous one by default
    #[arg(long, value_name = "USER")]
    user: Option<String>,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

/// What there is to say about a channel.
struct Explanation {
    channel: Channel,
    namespace: String,
    user: UserId,
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
#[derive(PartialEq)]
struct Verdict {
    allowed: bool,
    text: String,
}

impl Explain {
    pub(super) fn run(self) -> Result<(), Failure> {
        let loaded = config::inspect(self.flags.clone().into_load_options());
        let config = loaded.config?;
        let names: Vec<_> = config.channel.namespaces.iter().map(|n| n.name.clone()).collect();
        let namespaces = Namespaces::new(config.channel).map_err(refused)?;
        let channel = Channel::parse(&self.channel, namespaces.max_length()).map_err(refused)?;
        let options = namespaces.resolve(&channel).map_err(refused)?;
        namespaces.check_name(&channel, &options).map_err(refused)?;

        let user = UserId::from(self.user.as_deref().unwrap_or_default());
        let asking = Asking {
            user: &user,
            insecure: config.auth.insecure,
            capabilities: &Capabilities::default(),
            subscribed: false,
            granted: Actions::default(),
            has_subscription_token: false,
        };
        let answer = |action| answer(&namespaces, action, &channel, &options, &asking);
        let explanation = Explanation {
            namespace: options.namespace.to_string(),
            settings: settings_of(loaded.settings, &options.namespace, &names),
            answers: Action::ALL.map(answer).into(),
            warnings: namespaces.warnings(&channel, &options),
            channel: channel.clone(),
            user: user.clone(),
        };
        Ok(output::print(&match self.json {
            true => format!("{:#}\n", explanation.json()),
            false => explanation.text(),
        })?)
    }
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
    let of_table =
        |setting: &Setting| setting.path.starts_with(&table) && setting.source != Source::Default;
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
                match self.user.as_str() {
                    "" => "anonymous",
                    user => user,
                },
            ),
        ];
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
            "user": self.user.as_str(),
            "options": config::to_json(&self.settings),
            "actions": answers.collect::<serde_json::Map<_, _>>(),
            "warnings": self.warnings,
        })
    }
}

fn row(name: &str, text: &str) -> String {
    format!("{name:<12} {text}")
}
