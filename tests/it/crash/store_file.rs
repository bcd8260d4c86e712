use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
};

use super::{
    ledger::read_history,
    load::with_key,
    server::{Refused, Server},
};

/// Whom nothing belongs to.
const NOBODY: u32 = 65_534;

#[tokio::test]
async fn a_second_process_on_the_same_file_is_refused_and_the_first_goes_on() {
    let first = Server::start().await;
    let api = first.api();
    api.publish(with_key("sync:room", "before")).await.unwrap();

    let mut second = Server::new();
    let path = first.store();
    let flag = format!("--set=engine.embedded.path={}", path.display());
    for _ in 0..2 {
        let refused = second.try_up(&[&flag]).await.unwrap_err();
        says(&refused, &[&path.display().to_string(), &first.pid().to_string(), "in use", "stop"]);
    }

    let published = api.publish(with_key("sync:room", "after")).await.unwrap();
    assert_eq!(published.offset, 2);
    let history = read_history(&api, "sync:room").await;
    assert!(history.publications.values().eq(["before", "after"]), "{history:?}");
    let (status, answer) = first.readyz().await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn the_store_of_a_killed_process_is_free() {
    let mut first = Server::start().await;
    first.api().publish(with_key("sync:room", "kept")).await.unwrap();
    first.kill().await;
    let mut second = Server::new();
    let flag = format!("--set=engine.embedded.path={}", first.store().display());
    second.try_up(&[&flag]).await.unwrap();
    let history = read_history(&second.api(), "sync:room").await;
    assert!(history.publications.values().eq(["kept"]), "{history:?}");
}

#[tokio::test]
async fn a_truncated_store_is_refused_and_left_as_it_is() {
    let mut server = store_of_fifty().await;
    assert!(server.terminate().await.success());
    let whole = fs::read(server.store()).unwrap();
    for length in lengths(&whole) {
        fs::write(server.store(), &whole[..length]).unwrap();
        refused_and_unchanged(&mut server).await;
    }
}

/// Here redb notes the length that it finds: what matters is that nothing is
/// lost when the rest of the file turns up.
#[tokio::test]
async fn a_truncated_store_of_a_killed_process_is_refused_and_can_be_completed() {
    let mut server = store_of_fifty().await;
    server.kill().await;
    let whole = fs::read(server.store()).unwrap();
    for length in lengths(&whole) {
        fs::write(server.store(), &whole[..length]).unwrap();
        refused(&mut server).await;
        let mut store = fs::read(server.store()).unwrap();
        assert_eq!(store.len(), length);
        store.extend_from_slice(&whole[length..]);
        fs::write(server.store(), store).unwrap();
        server.up().await;
        assert_eq!(read_history(&server.api(), "sync:room").await.publications.len(), 50);
        server.kill().await;
    }
}

async fn store_of_fifty() -> Server {
    let server = Server::start().await;
    let api = server.api();
    for n in 0..50 {
        api.publish(with_key("sync:room", &format!("{n:<4000}"))).await.unwrap();
    }
    server
}

/// Where a file of this content is cut.
fn lengths(whole: &[u8]) -> [usize; 6] {
    [0, 1, 100, 4096, whole.len() / 2, whole.len() - 4096]
}

#[tokio::test]
async fn a_foreign_file_is_refused_and_left_as_it_is() {
    let mut server = Server::new();
    let text = "Dear diary,\n".repeat(10_000);
    let noise: Vec<u8> =
        (0..1u32 << 18).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for content in [b"hello".as_slice(), text.as_bytes(), &noise, &[0; 1 << 16]] {
        fs::write(server.store(), content).unwrap();
        refused_and_unchanged(&mut server).await;
    }
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let mut server = Server::new();
    let database = redb::Database::create(server.store()).unwrap();
    let transaction = database.begin_write().unwrap();
    let table = redb::TableDefinition::<u64, &str>::new("somebody's");
    transaction.open_table(table).unwrap().insert(1, "precious").unwrap();
    transaction.commit().unwrap();
    drop(database);

    let refused = server.try_up(&[]).await.unwrap_err();
    says(&refused, &["disk/store.redb", "not a Fanwire store"]);

    let database = redb::Database::open(server.store()).unwrap();
    let transaction = redb::ReadableDatabase::begin_read(&database).unwrap();
    let value = transaction.open_table(table).unwrap().get(1).unwrap();
    assert_eq!(value.map(|value| value.value().to_owned()).as_deref(), Some("precious"));
    assert_eq!(transaction.list_tables().unwrap().count(), 1);
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_to_is_named() {
    let mut server = Server::new();
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        // Nothing is read-only to root.
        server.run_as(NOBODY);
        fs::set_permissions(server.path(), PermissionsExt::from_mode(0o755)).unwrap();
    }
    fs::set_permissions(server.disk(), PermissionsExt::from_mode(0o555)).unwrap();
    let refused = server.try_up(&[]).await.unwrap_err();
    says(&refused, &["disk/store.redb", "ermission denied", "directory"]);
    assert_eq!(fs::read_dir(server.disk()).unwrap().count(), 0);

    let refused = server.try_up(&["--set=engine.embedded.path=nowhere/store.redb"]).await;
    says(&refused.unwrap_err(), &["nowhere/store.redb", "directory"]);
    let refused = server.try_up(&["--set=engine.embedded.path=disk"]).await;
    says(&refused.unwrap_err(), &["disk", "directory"]);
}

async fn refused_and_unchanged(server: &mut Server) {
    let before = fs::read(server.store()).unwrap();
    refused(server).await;
    let after = fs::read(server.store()).unwrap();
    assert!(before == after, "a file of {} bytes was changed", before.len());
}

async fn refused(server: &mut Server) {
    match server.try_up(&[]).await {
        Err(refused) => says(&refused, &["disk/store.redb", "move"]),
        Ok(()) => panic!("started on {:?}", fs::metadata(server.store())),
    }
}

/// The server ended with an error that says all of this, and did not panic.
fn says(refused: &Refused, parts: &[&str]) {
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(!refused.stderr.contains("panicked"), "{refused:?}");
    let error = refused.stderr.lines().rfind(|line| line.starts_with("error: "));
    let error = error.unwrap_or_else(|| panic!("no error was told: {refused:?}"));
    for part in parts {
        assert!(error.contains(part), "{part:?} is missing in {error:?}");
    }
}
