//! `aud` and `iss`: what a token must say about where it is from and for whom.

use regex_lite::Regex;

use super::{TokenConfig, TokenError, claims::Claims, keys::KeyProblem};

pub(super) struct Rules {
    audience: Option<Rule>,
    issuer: Option<Rule>,
}

enum Rule {
    Exact(String),
    Pattern(Regex),
}

impl Rules {
    pub(super) fn new(config: &TokenConfig) -> Result<Self, KeyProblem> {
        let audience =
            rule(("audience", &config.audience), ("audience_regex", &config.audience_regex))?;
        let issuer = rule(("issuer", &config.issuer), ("issuer_regex", &config.issuer_regex))?;
        Ok(Self { audience, issuer })
    }

    pub(super) fn check(&self, table: &str, claims: &Claims) -> Result<(), TokenError> {
        for (rule, claim, option) in
            [(&self.audience, "aud", "audience"), (&self.issuer, "iss", "issuer")]
        {
            let Some(rule) = rule else { continue };
            let said = claims.texts(claim)?;
            if !said.iter().any(|text| rule.accepts(text)) {
                let said = match said.as_slice() {
                    [] => format!("it has no {claim:?}"),
                    [one] => format!("its {claim:?} is {one:?}"),
                    many => format!("its {claim:?} is {many:?}"),
                };
                let option = rule.option(option);
                return Err(TokenError::Invalid(format!("{said}, {table}.{option} wants another")));
            }
        }
        Ok(())
    }
}

impl Rule {
    fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Exact(wanted) => wanted == text,
            Self::Pattern(regex) => regex.is_match(text),
        }
    }

    fn option(&self, name: &str) -> String {
        match self {
            Self::Exact(_) => name.to_owned(),
            Self::Pattern(_) => format!("{name}_regex"),
        }
    }
}

type Setting<'a> = (&'static str, &'a Option<String>);

fn rule(exact: Setting<'_>, pattern: Setting<'_>) -> Result<Option<Rule>, KeyProblem> {
    match (exact, pattern) {
        ((other, Some(_)), (option, Some(_))) => {
            Err((option, format!("is set together with {other}: remove one of them")))
        }
        ((_, Some(exact)), _) => Ok(Some(Rule::Exact(exact.clone()))),
        (_, (option, Some(pattern))) => match Regex::new(pattern) {
            Ok(regex) => Ok(Some(Rule::Pattern(regex))),
            Err(error) => {
                Err((option, format!("is not a regular expression: {error}: correct it")))
            }
        },
        _ => Ok(None),
    }
}
