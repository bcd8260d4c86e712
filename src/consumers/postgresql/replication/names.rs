//! What things are called in the database.

use super::super::TableName;

/// What the slots and publications of Fanwire are called, if not otherwise.
pub(super) const PREFIX: &str = "fanwire_";

/// Longest name of PostgreSQL.
const MAX_BYTES: usize = 63;

/// The slot of a consumer: what the configuration says, or its name made one.
///
/// # Errors
/// Why it cannot be a slot's name, and the fix.
pub fn slot_name(consumer: &str, configured: Option<&str>) -> Result<String, String> {
    let is_legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let name = match configured {
        Some(name) => name.to_owned(),
        None => PREFIX.to_owned() + &consumer.to_ascii_lowercase().replace(['-', '.'], "_"),
    };
    match (1..=MAX_BYTES).contains(&name.len()) && name.chars().all(is_legal) {
        true => Ok(name),
        false => Err(format!(
            "{name:?} is not a replication slot's name: use 1 to {MAX_BYTES} lower case letters, \
             digits and \"_\""
        )),
    }
}

/// The publication of a table, unless it is called otherwise.
pub fn publication_name(table: &TableName) -> String {
    let name = format!("{PREFIX}{}", table.name());
    name[..name.floor_char_boundary(MAX_BYTES)].to_owned()
}

/// What is wrong with the name of a publication, if anything.
///
/// # Errors
/// The cause and the fix.
pub fn check_publication_name(name: &str) -> Result<(), String> {
    match name.len() <= MAX_BYTES && !name.contains('\0') {
        true => Ok(()),
        false => Err(format!("{name:?} is too long: PostgreSQL allows {MAX_BYTES} bytes")),
    }
}

/// A name in a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Text in a statement.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_named_after_their_consumers() {
        assert_eq!(slot_name("Orders.eu-1", None).unwrap(), "fanwire_orders_eu_1");
        assert_eq!(slot_name("a", Some("other_1")).unwrap(), "other_1");
        let long = "x".repeat(56);
        for (consumer, configured) in
            [("a", Some("A")), ("a", Some("")), ("a", Some("a-b")), (&long, None)]
        {
            assert!(slot_name(consumer, configured).is_err(), "{consumer} {configured:?}");
        }
        let table: TableName = format!("app.\"{}\"", "ä".repeat(30)).parse().unwrap();
        assert_eq!(publication_name(&table), format!("fanwire_{}", "ä".repeat(27)));
    }
}
