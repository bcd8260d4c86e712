//! The key that `dev` verifies tokens with and `token` signs them with when
//! nothing else is configured.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;

/// Where it lives: git-ignored, kept across restarts, for its owner only.
pub(super) const PATH: &str = ".fanwire/dev.key";

/// The key; none when `dev` has not run in this folder.
pub(super) fn read() -> anyhow::Result<Option<String>> {
    let key = match fs::read_to_string(PATH) {
        Ok(key) => key.trim().to_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {PATH}")),
    };
    anyhow::ensure!(!key.is_empty(), "{PATH} is empty: remove it, and start `fanwire dev` again");
    Ok(Some(key))
}

/// The key, made on the first start.
pub(super) fn read_or_create() -> anyhow::Result<String> {
    if let Some(key) = read()? {
        return Ok(key);
    }
    let folder = Path::new(PATH).parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    // Nothing in there is for a repository, whosever it is.
    let ignored = fs::write(folder.join(".gitignore"), "*\n");
    ignored.with_context(|| format!("cannot write to {}", folder.display()))?;
    let key: String = rand::random::<[u8; 32]>().iter().map(|b| format!("{b:02x}")).collect();
    // Whole or not at all.
    let part = format!("{PATH}.part");
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
    file.and_then(|mut file| file.write_all(key.as_bytes()))
        .and_then(|()| fs::rename(&part, PATH))
        .with_context(|| format!("cannot write {PATH}"))?;
    Ok(key)
}
