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
    match fs::read_to_string(PATH) {
        Ok(key) => Ok(Some(key.trim().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {PATH}")),
    }
}

/// The key, made on the first start.
pub(super) fn read_or_create() -> anyhow::Result<String> {
    if let Some(key) = read()? {
        return Ok(key);
    }
    if let Some(folder) = Path::new(PATH).parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let key: String = rand::random::<[u8; 32]>().iter().map(|b| format!("{b:02x}")).collect();
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(PATH);
    file.and_then(|mut file| file.write_all(key.as_bytes()))
        .with_context(|| format!("cannot write {PATH}"))?;
    Ok(key)
}
