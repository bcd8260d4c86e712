use std::{
    io::{Read as _, stdin},
    time::{Duration, UNIX_EPOCH},
};

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};

use super::{load, mint::Kind};
use crate::{
    auth::{Auth, DecodedToken, TokenError},
    cli::{ConfigFlags, Exit, Failure, render},
    model::Clock,
};

/// More is no token.
const MAX_INPUT: u64 = 1024 * 1024;
/// The end of the year 9999, the last one that dates are written for.
const LAST_SECOND: f64 = 253_402_300_799.0;

#[derive(Debug, Args)]
pub(in crate::cli) struct InspectArgs {
    /// The token; - reads it from standard input
    token: String,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

impl InspectArgs {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let config = load(self.flags)?;
        let token = match self.token.as_str() {
            "-" => read_stdin()?,
            token => token.trim().to_owned(),
        };
        let decoded = DecodedToken::decode(&token).map_err(|error| refused(&error, None))?;
        let kind = match decoded.is_subscription() {
            true => Kind::Subscription,
            false => Kind::Connection,
        };
        let clock = Clock::system();
        let auth = Auth::new(&config.auth, clock.clone());
        let auth = auth.map_err(|error| Failure::new(Exit::Usage, error))?;
        let verdict = kind.verify(&auth, &token).await;
        let report = Report { decoded, kind, verdict, now: clock.now_ms() / 1000 };
        render::line(&if self.json { report.json().to_string() } else { report.text() })?;
        let end = report.end().map(|(name, at)| report.relative(name, at));
        report.verdict.map_err(|error| refused(&error, end))
    }
}

fn read_stdin() -> Result<String, Failure> {
    let mut token = String::new();
    let read = stdin().lock().take(MAX_INPUT).read_to_string(&mut token);
    read.context("cannot read the token from standard input")?;
    Ok(token.trim().to_owned())
}

fn refused(error: &TokenError, end: Option<String>) -> Failure {
    let exit = match error {
        TokenError::Unavailable(_) => Exit::Unreachable,
        TokenError::Expired | TokenError::Invalid(_) => Exit::Refused,
    };
    let end = end.filter(|_| *error == TokenError::Expired);
    let end = end.map(|end| format!(" ({end})")).unwrap_or_default();
    Failure::new(exit, anyhow::anyhow!("{error}{end}"))
}

struct Report {
    decoded: DecodedToken,
    kind: Kind,
    verdict: Result<(), TokenError>,
    /// Unix seconds.
    now: u64,
}

impl Report {
    fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Connection => "connection",
            Kind::Subscription => "subscription",
        }
    }

    fn verdict(&self) -> &'static str {
        match self.verdict {
            Ok(()) => "accepted",
            Err(TokenError::Expired) => "expired",
            Err(TokenError::Invalid(_)) => "refused",
            Err(TokenError::Unavailable(_)) => "cannot be verified now",
        }
    }

    fn json(&self) -> Value {
        json!({
            "kind": self.kind(),
            "accepted": self.verdict.is_ok(),
            "verdict": self.verdict(),
            "reason": self.verdict.as_ref().err().map(ToString::to_string),
            "header": self.decoded.header,
            "claims": self.decoded.claims,
        })
    }

    fn text(&self) -> String {
        let mut text = format!("{} token: {}", self.kind(), self.verdict());
        if self.verdict.is_err() {
            text.push_str("; it says, verified or not:");
        }
        let header = self.decoded.header.iter();
        for (name, value) in header.chain(&self.decoded.claims) {
            text.push_str(&format!("\n  {:<10} {}", printable(name), self.value(name, value)));
        }
        if self.end().is_none() {
            text.push_str("\n  expires    never");
        }
        text
    }

    /// A header or claim for people: times with their distance from now.
    fn value(&self, name: &str, value: &Value) -> String {
        let is_time = matches!(name, "exp" | "iat" | "nbf" | "expire_at");
        match (value, value.as_f64()) {
            (_, Some(at)) if is_time => format!("{value}, {}", self.relative(name, at)),
            (Value::String(text), _) => printable(text),
            _ => printable(&value.to_string()),
        }
    }

    /// When what the token grants ends: the claim that says so.
    fn end(&self) -> Option<(&'static str, f64)> {
        let time = |name: &'static str| {
            let at = self.decoded.claims.get(name).and_then(Value::as_f64);
            at.map(|at| (name, at))
        };
        let over = |end: &(_, f64)| end.1 <= self.now as f64;
        // The token's own end counts too once it is over.
        let exp = time("exp");
        exp.filter(over).or_else(|| match time("expire_at") {
            Some((_, at)) if at <= 0.0 => None,
            Some(own) => Some(own),
            None => exp,
        })
    }

    fn relative(&self, name: &str, at: f64) -> String {
        if !(0.0..=LAST_SECOND).contains(&at) || (name == "expire_at" && at == 0.0) {
            return "no date".to_owned();
        }
        let at = at as u64;
        let date = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(at));
        let away = humantime::format_duration(Duration::from_secs(at.abs_diff(self.now)));
        match at > self.now {
            true => format!("{date}, in {away}"),
            false => format!("{date}, {away} ago"),
        }
    }
}

/// Whoever made the token must not be able to write to somebody's terminal.
fn printable(text: &str) -> String {
    render::payload(text.as_bytes())
}
