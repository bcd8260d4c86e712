//! What the commands that make tokens have in common.

use std::{
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, anyhow};
use clap::Args;
use serde_json::{Map, Value};

use super::{claim, json, load};
use crate::{
    auth::{Auth, AuthConfig, SigningKey, TokenConfig, TokenError},
    cli::{ConfigFlags, Exit, Failure, render},
    model::Clock,
};

#[derive(Debug, Args)]
pub(super) struct MintArgs {
    /// The user's id; "" for an anonymous user
    #[arg(long, value_name = "USER")]
    user: String,

    /// How long the token is good for
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = ttl)]
    ttl: Duration,

    /// A token without an end
    #[arg(long, conflicts_with = "ttl")]
    no_expiry: bool,

    /// What others see of the user, as JSON
    #[arg(long, value_name = "JSON", value_parser = json)]
    info: Option<Value>,

    /// Any other claim; what is not JSON is a string. May be repeated
    #[arg(long = "claim", value_name = "NAME=VALUE", value_parser = claim)]
    claims: Vec<(String, Value)>,

    /// Sign with this private key (PEM) instead of the configured HMAC key
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,

    /// The key's name in the token's header, for servers with a JWKS endpoint
    #[arg(long, value_name = "KID")]
    kid: Option<String>,

    #[command(flatten)]
    flags: ConfigFlags,
}

/// The two kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Connection,
    Subscription,
}

impl Kind {
    /// What the server verifies tokens of this kind with, and its name.
    fn config(self, auth: &AuthConfig) -> (&'static str, &TokenConfig) {
        match (self, &auth.subscription_token) {
            (Self::Subscription, Some(own)) => ("client.subscription_token", own),
            _ => ("client.token", &auth.token),
        }
    }

    /// Verifies a token of this kind.
    ///
    /// # Errors
    /// What the server would say.
    pub(super) async fn verify(self, auth: &Auth, token: &str) -> Result<(), TokenError> {
        match self {
            Self::Connection => auth.connection(token).await.map(drop),
            Self::Subscription => auth.subscription(token).await.map(drop),
        }
    }
}

impl MintArgs {
    /// Prints a token with the claims of `own` besides the common ones.
    pub(super) async fn run(self, kind: Kind, own: Map<String, Value>) -> Result<(), Failure> {
        let config = load(self.flags.clone())?;
        let (table, token_config) = kind.config(&config.auth);
        let key = self.signing_key(table, token_config)?;
        let claims = self.claims(token_config, own);
        let token = key
            .sign(&claims.into(), self.kid.as_deref())
            .map_err(|error| Failure::new(Exit::Usage, error))?;
        // With a JWKS endpoint it would take a fetch to know.
        if token_config.jwks_public_endpoint.is_none() {
            let auth = Auth::new(&config.auth, Clock::system());
            let auth = auth.map_err(|error| Failure::new(Exit::Usage, error))?;
            if let Err(error) = kind.verify(&auth, &token).await {
                render::note(&format!("warning: this configuration refuses it: {error}"));
            }
        }
        render::line(&token)?;
        Ok(())
    }

    fn signing_key(&self, table: &str, config: &TokenConfig) -> Result<SigningKey, Failure> {
        let usage = |error| Failure::new(Exit::Usage, error);
        if let Some(file) = &self.key_file {
            let name = file.display();
            let pem = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"));
            let key = SigningKey::from_pem(&pem.map_err(usage)?);
            return key.with_context(|| format!("cannot sign with {name}")).map_err(usage);
        }
        let key = config.hmac_secret_key.as_ref().map(SigningKey::hmac);
        key.ok_or_else(|| {
            usage(anyhow!(
                "there is no key to sign with: give the server's configuration (--config, or \
                 FANWIRE_{}_HMAC_SECRET_KEY) with {table}.hmac_secret_key, or a private key with \
                 --key-file",
                table.replace('.', "_").to_uppercase()
            ))
        })
    }

    fn claims(&self, config: &TokenConfig, own: Map<String, Value>) -> Map<String, Value> {
        let mut claims = Map::new();
        let user_claim = config.user_id_claim.as_deref().unwrap_or("sub");
        claims.insert(user_claim.to_owned(), self.user.as_str().into());
        claims.extend(own);
        if let Some(info) = &self.info {
            claims.insert("info".to_owned(), info.clone());
        }
        for (claim, wanted) in [("aud", &config.audience), ("iss", &config.issuer)] {
            if let Some(wanted) = wanted {
                claims.insert(claim.to_owned(), wanted.as_str().into());
            }
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        claims.insert("iat".to_owned(), now.into());
        if !self.no_expiry {
            claims.insert("exp".to_owned(), now.saturating_add(self.ttl.as_secs()).into());
        }
        claims.extend(self.claims.iter().cloned());
        claims
    }
}

fn ttl(text: &str) -> Result<Duration, String> {
    let ttl = humantime::parse_duration(text)
        .map_err(|error| format!("{error}: write for example \"1h\" or \"30m\""))?;
    match ttl.as_secs() {
        0 => Err("is less than a second: write for example \"1h\" or \"30m\"".to_owned()),
        _ => Ok(ttl),
    }
}
