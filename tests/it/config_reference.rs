//! The configuration reference of README.md says what the code does.

use std::collections::{BTreeMap, BTreeSet};

use fanwire::{
    cli::Exit,
    config::{self, Config, LoadOptions},
};

const README: &str = include_str!("../../README.md");

/// The "Configuration" section.
fn section() -> &'static str {
    let start = README.find("\n## Configuration\n").expect("README has the section") + 1;
    let rest = &README[start..];
    rest[3..].find("\n## ").map_or(rest, |end| &rest[..end + 3])
}

/// The first two cells of the rows of all tables whose first cell is code.
fn rows() -> Vec<(String, String)> {
    let cell = |text: &str| text.trim().trim_matches('`').to_owned();
    section()
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').collect();
            let [first, second, ..] = cells.as_slice() else { panic!("a short row: {line}") };
            (cell(first), cell(second))
        })
        .collect()
}

/// The code block of a language.
fn block(language: &str) -> &'static str {
    let (_, rest) = section().split_once(&format!("```{language}\n")).expect(language);
    rest.split_once("```").expect("the block ends").0
}

#[test]
fn lists_exactly_the_options_and_defaults_of_the_code() {
    let options: BTreeMap<_, _> =
        config::options().into_iter().map(|o| (o.path, o.value.to_string())).collect();
    // The options of channels are listed once, for channels without a namespace.
    // So are those of tokens, for connections.
    let twin = |path: &str| {
        path.replace("channel.namespaces[]", "channel.without_namespace")
            .replace("client.subscription_token", "client.token")
    };
    let listed_once = |path: &str| path == twin(path) || !options.contains_key(&twin(path));
    let code: BTreeMap<_, _> = options.clone().into_iter().filter(|o| listed_once(&o.0)).collect();
    let options_in_readme = rows().into_iter().filter(|(option, _)| option.contains('.'));
    let count = options_in_readme.clone().count();
    let readme: BTreeMap<_, _> = options_in_readme.collect();
    assert_eq!(readme.len(), count, "an option is listed twice");
    let code_names: BTreeSet<_> = code.keys().collect();
    let readme_names: BTreeSet<_> = readme.keys().collect();
    let missing: Vec<_> = code_names.difference(&readme_names).collect();
    let invented: Vec<_> = readme_names.difference(&code_names).collect();
    assert!(
        missing.is_empty() && invented.is_empty(),
        "missing {missing:?}, not in the code {invented:?}"
    );
    for (option, default) in &code {
        assert_eq!(&readme[option], default, "default of {option}");
    }
}

#[test]
fn lists_exactly_the_exit_codes_of_the_code() {
    let readme: Vec<_> =
        rows().into_iter().filter(|(code, _)| code.parse::<u8>().is_ok()).collect();
    let code = Exit::ALL.map(|exit| ((exit as u8).to_string(), exit.meaning().to_owned()));
    assert_eq!(readme, code);
}

#[test]
fn the_examples_mean_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let load = |kind: &str| {
        let file = dir.path().join(format!("example.{kind}"));
        std::fs::write(&file, block(kind)).unwrap();
        Config::load(LoadOptions { file: Some(file), ..LoadOptions::default() }).unwrap()
    };
    let env = section()
        .lines()
        .filter(|line| line.starts_with("FANWIRE_"))
        .map(|line| {
            let (name, value) = line.split_once('=').unwrap();
            (name.to_owned(), value.trim_matches('\'').into())
        })
        .collect();
    let from_env = Config::load(LoadOptions { env, ..LoadOptions::default() }).unwrap();
    assert_eq!(from_env.channel.namespaces.len(), 1);
    for kind in ["toml", "yaml", "json"] {
        assert_eq!(load(kind), from_env, "{kind}");
    }
}
