//! Which options there are. Nobody lists them: reading an empty configuration
//! tells.

use std::{collections::BTreeSet, ffi::OsStr};

use super::reader::{Kind, Setting};

/// What every variable of ours begins with.
pub(super) const ENV_PREFIX: &str = "FANWIRE_";

/// Variables that the command line reads itself.
const CLI_VARIABLES: [&str; 5] =
    ["FANWIRE_CONFIG", "FANWIRE_URL", "FANWIRE_API_URL", "FANWIRE_API_KEY", "FANWIRE_TOKEN"];

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// An option.
    Option(Kind),
    /// A table of options.
    Table,
    /// A list of tables.
    Tables,
}

/// The paths of all options; `[]` stands for any entry of a list.
pub(super) struct Schema {
    options: Vec<(String, Kind)>,
    tables: BTreeSet<String>,
}

impl Schema {
    /// From what reading a sample has asked for.
    pub(super) fn new(settings: &[Setting]) -> Self {
        let mut tables = BTreeSet::new();
        for setting in settings {
            let dots = setting.path.match_indices('.');
            tables.extend(dots.map(|(at, _)| setting.path[..at].to_owned()));
        }
        let options = settings.iter().map(|s| (s.path.clone(), s.kind)).collect();
        Self { options, tables }
    }

    /// What stands at `pattern`; none for an unknown path.
    pub(super) fn node(&self, pattern: &str) -> Option<Node> {
        if let Some((_, kind)) = self.options.iter().find(|(path, _)| path == pattern) {
            return Some(Node::Option(*kind));
        }
        if self.tables.contains(&format!("{pattern}[]")) {
            return Some(Node::Tables);
        }
        self.tables.contains(pattern).then_some(Node::Table)
    }

    /// All paths that a single setting can have.
    fn paths(&self) -> impl Iterator<Item = &str> {
        let options = self.options.iter().map(|(path, _)| path.as_str());
        options.chain(self.tables.iter().map(|table| table.trim_end_matches("[]")))
    }

    /// The path that the variable `name` sets.
    pub(super) fn path_of_variable(&self, name: &str) -> Option<&str> {
        self.paths().find(|path| !path.contains("[]") && variable(path) == name)
    }

    /// The known path that looks most like the unknown one at `path`.
    pub(super) fn suggest(&self, path: &str) -> Option<String> {
        let pattern = pattern_of(path);
        let (parent, last) = split(&pattern);
        let score = |candidate: &str| match split(candidate) {
            (other, name) if other == parent && name.starts_with(last) => 1.0,
            (other, name) if other == parent => strsim::normalized_damerau_levenshtein(last, name),
            (_, name) if name == last => 0.9,
            _ => 0.0,
        };
        let best = closest(self.paths(), 0.55, score)?;
        let (best_parent, best_last) = split(best);
        // Entries of lists keep their number.
        Some(match split(path).0 {
            "" => best.to_owned(),
            concrete if best_parent == parent => format!("{concrete}.{best_last}"),
            _ => best.to_owned(),
        })
    }

    /// The known variable that looks most like `name`.
    pub(super) fn suggest_variable(&self, name: &str) -> Option<String> {
        let variables = self.paths().filter(|path| !path.contains("[]")).map(variable);
        let known: Vec<_> = variables.chain(CLI_VARIABLES.map(str::to_owned)).collect();
        let tail = |name: &str| name.trim_start_matches(ENV_PREFIX).to_owned();
        let score =
            |candidate: &str| strsim::normalized_damerau_levenshtein(&tail(name), &tail(candidate));
        closest(known.iter().map(String::as_str), 0.7, score).map(str::to_owned)
    }
}

/// The variable that sets `path`.
pub(super) fn variable(path: &str) -> String {
    format!("{ENV_PREFIX}{}", path.replace('.', "_").to_ascii_uppercase())
}

/// True for variables under our prefix that are no options: the command line's
/// own, and those that Kubernetes sets for a service named `fanwire` or
/// `fanwire-...`.
pub(super) fn is_foreign_variable(name: &str, value: &OsStr) -> bool {
    // A port alone is somebody's guess at an option, not Kubernetes' address.
    let is_url = || value.to_str().is_some_and(|value| value.contains("://"));
    CLI_VARIABLES.contains(&name)
        || (name.ends_with("_PORT") && is_url())
        || ["_SERVICE_HOST", "_SERVICE_PORT"].iter().any(|part| name.contains(part))
        || ["_TCP", "_UDP", "_SCTP"].iter().any(|protocol| {
            let service = name.split_once("_PORT_").map(|(_, port)| port);
            service.is_some_and(|port| port.contains(protocol))
        })
}

/// `channel.namespaces[3].name` -> `channel.namespaces[].name`
pub(super) fn pattern_of(path: &str) -> String {
    let mut pattern = String::new();
    let mut inside = false;
    for c in path.chars() {
        inside &= c != ']';
        if !inside {
            pattern.push(c);
        }
        inside |= c == '[';
    }
    pattern
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// The one of `known` that looks most like `name`.
pub(super) fn most_similar<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    closest(known, 0.6, |known| {
        strsim::normalized_damerau_levenshtein(&name, &known.to_lowercase())
    })
}

fn closest<'a>(
    candidates: impl Iterator<Item = &'a str>,
    least: f64,
    score: impl Fn(&str) -> f64,
) -> Option<&'a str> {
    candidates
        .map(|candidate| (score(candidate), candidate))
        .filter(|(score, _)| *score >= least)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}
