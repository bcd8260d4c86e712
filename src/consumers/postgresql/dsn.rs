use std::{path::PathBuf, time::Duration};

use tokio_postgres::config::{Config, Host, SslMode};

/// Time for a connection to come about, unless the dsn says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Unacknowledged data and silence end a connection after about this.
const PEER_TIMEOUT: Duration = Duration::from_secs(15);

/// Where a database is and how to connect.
#[derive(Clone)]
pub(super) struct Dsn {
    pub config: Config,
    pub verify: Verify,
}

/// How far the server's certificate is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verify {
    /// Not at all: `prefer` and `require`, as libpq has it.
    Nothing,
    /// Its issuer: `verify-ca`, and `require` with `sslrootcert`.
    Issuer(Option<PathBuf>),
    /// Its issuer and its name: `verify-full`.
    Name(Option<PathBuf>),
}

/// What is wrong with a dsn, if anything: it never repeats the dsn, which
/// holds a password.
///
/// # Errors
/// The cause and the fix.
pub fn check_dsn(dsn: &str) -> Result<(), String> {
    Dsn::parse(dsn).map(drop)
}

impl Dsn {
    /// Reads a URL (`postgres://user:password@host/database`) or words
    /// (`host=... user=...`).
    pub fn parse(text: &str) -> Result<Self, String> {
        let (rest, own) = take_out(text, &["sslmode", "sslrootcert"]);
        if has_loose_at(text) {
            return Err(LOOSE_AT.into());
        }
        // The library's own cause may repeat parts of a password.
        let mut config: Config = rest.parse().map_err(|_| {
            "is not a connection string: write for example \
             \"postgres://user:password@host:5432/database\", with special characters of the \
             password percent-encoded, or \"host=host user=user password='pass word' \
             dbname=database\""
        })?;
        if config
            .get_hosts()
            .iter()
            .any(|host| matches!(host, Host::Tcp(host) if host.contains('@')))
        {
            return Err(LOOSE_AT.into());
        }
        if config.get_hosts().is_empty() {
            return Err("names no host: write for example \"postgres://user@host/database\"".into());
        }
        let root = own[1].clone().map(PathBuf::from);
        let verify = match own[0].as_deref() {
            Some("disable") => {
                config.ssl_mode(SslMode::Disable);
                Verify::Nothing
            }
            // Neither would look at it.
            None | Some("prefer" | "allow") if root.is_some() => {
                return Err("has an sslrootcert but no sslmode that uses it: write \
                            sslmode=verify-full, without blanks around the ="
                    .into());
            }
            None | Some("prefer" | "allow") => Verify::Nothing,
            Some(mode) => {
                config.ssl_mode(SslMode::Require);
                match mode {
                    "require" if root.is_none() => Verify::Nothing,
                    "require" | "verify-ca" => Verify::Issuer(root),
                    "verify-full" => Verify::Name(root),
                    _ => {
                        return Err("has an unknown sslmode: use disable, prefer, require, \
                                    verify-ca or verify-full"
                            .into());
                    }
                }
            }
        };
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        config.keepalives_idle(PEER_TIMEOUT / 3).keepalives_interval(PEER_TIMEOUT / 3);
        config.keepalives_retries(2).tcp_user_timeout(PEER_TIMEOUT);
        Ok(Self { config, verify })
    }

    /// Where it leads, without secrets.
    pub fn place(&self) -> String {
        let ports = self.config.get_ports();
        let port = ports.first().copied().unwrap_or(5432);
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(host)) => format!("{host}:{port}"),
            Some(Host::Unix(path)) => path.display().to_string(),
            None => String::new(),
        };
        let user = self.config.get_user();
        let database = self.config.get_dbname().or(user).unwrap_or_default();
        format!("{database:?} at {host}")
    }
}

const LOOSE_AT: &str = "has an @ in its host: write an @ of the password as %40";

/// An @ after the one that ends the password: all behind the first would be
/// taken for the host and the database.
fn has_loose_at(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let place = rest.split_once('@').map_or("", |(_, place)| place);
    place.split('?').next().is_some_and(|place| place.contains('@'))
}

/// `%2F` and the like, as in a URL.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Takes parameters out of a dsn that the client library does not know in all
/// their values.
fn take_out<const N: usize>(text: &str, names: &[&str; N]) -> (String, [Option<String>; N]) {
    let mut values = [const { None }; N];
    let is_url = text.contains("://");
    let mut keep = |word: &&str| match word.split_once('=') {
        Some((name, value)) => match names.iter().position(|known| *known == name) {
            Some(index) => {
                values[index] = Some(match is_url {
                    true => percent_decoded(value),
                    false => value.trim_matches('\'').to_owned(),
                });
                false
            }
            None => true,
        },
        None => true,
    };
    let rest = match text.split_once('?') {
        Some((url, parameters)) if is_url => {
            let kept: Vec<_> = parameters.split('&').filter(&mut keep).collect();
            match kept.is_empty() {
                true => url.to_owned(),
                false => format!("{url}?{}", kept.join("&")),
            }
        }
        _ if is_url => text.to_owned(),
        _ => words(text).into_iter().filter(&mut keep).collect::<Vec<_>>().join(" "),
    };
    (rest, values)
}

/// Splits at blanks that stand outside of quotes.
fn words(text: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text.split(|c: char| {
        let is_end = c.is_whitespace() && !quoted;
        quoted ^= c == '\'' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    });
    parts.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_parameters_are_understood_in_both_forms() {
        let file = || Some(PathBuf::from("/ca.pem"));
        for (dsn, mode, verify) in [
            ("postgres://u@h/d", SslMode::Prefer, Verify::Nothing),
            ("postgres://u@h/d?sslmode=disable", SslMode::Disable, Verify::Nothing),
            ("postgres://u@h/d?sslmode=require", SslMode::Require, Verify::Nothing),
            (
                "postgres://u@h/d?application_name=x&sslmode=verify-full&sslrootcert=/ca.pem",
                SslMode::Require,
                Verify::Name(file()),
            ),
            (
                "postgres://u@h/d?sslmode=verify-full&sslrootcert=%2Fca%2epem",
                SslMode::Require,
                Verify::Name(file()),
            ),
            (
                "host=h password='a sslmode=b' sslmode=verify-ca",
                SslMode::Require,
                Verify::Issuer(None),
            ),
            (
                "host=h sslmode=require sslrootcert='/ca.pem'",
                SslMode::Require,
                Verify::Issuer(file()),
            ),
        ] {
            let parsed = Dsn::parse(dsn).unwrap();
            assert_eq!((parsed.config.get_ssl_mode(), parsed.verify), (mode, verify), "{dsn}");
        }
        let kept = Dsn::parse("host=h password='a sslmode=b' sslmode=verify-ca").unwrap();
        assert_eq!(kept.config.get_password(), Some(&b"a sslmode=b"[..]));
    }

    #[test]
    fn a_dsn_that_is_none_is_refused_without_being_repeated() {
        for dsn in [
            "",
            "secret",
            "postgres://u:secret@h:port/d",
            "host=h sslmode=secret1",
            "user=u password=secret",
            "postgres://u:pa@secret@h/d",
            "postgres://u:pa@ss/secret@h/d",
            "postgres://u:pa@ss?secret@h/d",
            "host=h user=u password=my secret=x",
            "host=pa@secret user=u",
            "host=h sslmode = require sslrootcert=/secret",
        ] {
            let problem = check_dsn(dsn).unwrap_err();
            assert!(!problem.contains("secret") && problem.contains(": "), "{problem}");
        }
    }
}
