//! `[[consumers]]`: what is refused before anything starts.

use super::*;
use crate::consumers::SourceConfig;

const DSN: &str = "postgres://user:hidden@db/app";

fn load(toml: &str) -> Loaded {
    file("consumers.toml", &format!("client.insecure = true\n{toml}"))
}

fn consumer(name: &str, postgresql: &str) -> String {
    format!(
        "[[consumers]]\nname = {name:?}\nenabled = true\n\
         postgresql = {{ dsn = {DSN:?}, outbox_table_name = \"outbox\", {postgresql} }}\n"
    )
}

#[test]
fn a_consumer_is_read_and_its_dsn_is_not_shown() {
    let loaded = load(&consumer("orders", "num_partitions = 8"));
    let shown = format!("{:?}", loaded.settings);
    let [consumer] = &loaded.config.unwrap().consumers[..] else { panic!("one is enabled") };
    let SourceConfig::Postgresql(config) = &consumer.source else { panic!("the default type") };
    assert_eq!((&*consumer.name, config.num_partitions), ("orders", 8));
    assert!(shown.contains("consumers[0].postgresql.dsn") && !shown.contains("hidden"), "{shown}");
    let disabled = load("[[consumers]]\nname = \"?\"\n").config.unwrap();
    assert_eq!(disabled.consumers, []);
}

#[test]
fn what_no_consumer_could_work_with_is_refused() {
    let twice = consumer("a", "") + &consumer("a", "num_partitions = 2");
    let same = consumer("a", "") + &consumer("b", "");
    for (toml, part) in [
        (consumer("a b", ""), "consumers[0].name"),
        (consumer("", ""), "use 1 to 64 letters"),
        (twice, "is there twice: rename one"),
        (same, "reads the same as \"a\""),
        (consumer("a", "num_partitions = 0"), "use 1 to 1024"),
        (consumer("a", "").replace("outbox\"", "out box\""), "is not a table's name"),
        (consumer("a", "").replace(DSN, "postgres://user:hidden@db:x/app"), "connection string"),
        (consumer("a", "").replace(DSN, ""), "postgresql.dsn"),
        (consumer("a", "").replace("enabled", "type = \"kafka2\"\nenabled"), "not available"),
        (consumer("a", "num_partition = 1"), "did you mean"),
    ] {
        let problems = load(&toml).config.unwrap_err().to_string();
        assert!(problems.contains(part), "{toml}: no {part:?} in: {problems}");
        assert!(!problems.contains("hidden"), "{problems}");
    }
}

#[test]
fn consumers_of_a_log_have_slots_of_their_own() {
    let replication = |name: &str, table: &str, more: &str| {
        format!(
            "[[consumers]]\nname = {name:?}\nenabled = true\ntype = \"postgresql_replication\"\n\
             postgresql_replication = {{ dsn = {DSN:?}, outbox_table_name = {table:?}, {more} }}\n"
        )
    };
    let fine = replication("A.b", "outbox", "") + &replication("c", "other", "slot_name = \"d\"");
    let config = load(&fine).config.unwrap();
    assert_eq!(config.consumers[1].source.kind().name(), "postgresql_replication");
    let long = "x".repeat(60);
    for (toml, part) in [
        (replication("a-b", "t", "") + &replication("a.b", "u", ""), "the same replication slot"),
        (replication("a", "t", "") + &replication("b", "t", ""), "reads the same as \"a\""),
        (replication(&long, "t", ""), "postgresql_replication.slot_name"),
        (replication("a", "t", "slot_name = \"A-b\""), "lower case letters"),
        (replication("a", "", ""), "is not a table's name"),
        (replication("a", "t", "").replace(DSN, ""), "postgresql_replication.dsn"),
        (replication("a", "t", &format!("publication_name = \"{long}{long}\"")), "63 bytes"),
    ] {
        let problems = load(&toml).config.unwrap_err().to_string();
        assert!(problems.contains(part), "{toml}: no {part:?} in: {problems}");
        assert!(!problems.contains("hidden"), "{problems}");
    }
}
