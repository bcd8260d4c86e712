//! Page tokens: opaque to callers, nothing that the server must remember.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use tonic::Status;

use crate::{
    hub::SHARDS, model::ClientId, node::ChannelsCursor, transport::status::invalid_field_status,
};

/// Behind the connection of this id.
pub(super) fn of_client(client: &ClientId) -> String {
    URL_SAFE_NO_PAD.encode(client.as_str())
}

/// Empty stands for the first page.
pub(super) fn to_client(token: &str) -> Result<Option<ClientId>, Status> {
    let decoded = text(URL_SAFE_NO_PAD.decode(token).ok())?;
    Ok((!decoded.is_empty()).then(|| decoded.as_str().into()))
}

/// Where a page of channels ended.
pub(super) fn of_channel(cursor: &ChannelsCursor) -> String {
    let mut bytes = vec![cursor.shard];
    bytes.extend_from_slice(cursor.after.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Empty stands for the first page.
pub(super) fn to_channel(token: &str) -> Result<ChannelsCursor, Status> {
    if token.is_empty() {
        return Ok(ChannelsCursor::default());
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok();
    let (shard, after) = bytes
        .and_then(|bytes| bytes.split_first().map(|(shard, after)| (*shard, after.to_vec())))
        .filter(|(shard, _)| usize::from(*shard) < SHARDS)
        .unzip();
    Ok(ChannelsCursor { after: text(after)?, shard: shard.unwrap_or_default() })
}

fn text(bytes: Option<Vec<u8>>) -> Result<String, Status> {
    let decoded = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.ok_or_else(|| {
        let problem = "is none of this server's: give next_page_token of the page before, or \
                       nothing for the first page";
        invalid_field_status("page_token", problem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_back_as_they_were_given() {
        let client = ClientId::from("a b");
        assert_eq!(to_client(&of_client(&client)).unwrap(), Some(client));
        for cursor in [
            ChannelsCursor::default(),
            ChannelsCursor { shard: 63, after: String::new() },
            ChannelsCursor { shard: 7, after: "chat:room".into() },
        ] {
            assert_eq!(to_channel(&of_channel(&cursor)).unwrap(), cursor);
        }
        assert_eq!(to_client("").unwrap(), None);
        assert_eq!(to_channel("").unwrap(), ChannelsCursor::default());
    }

    #[test]
    fn other_tokens_are_refused() {
        let not_text = URL_SAFE_NO_PAD.encode([0, 0xff]);
        let no_part = URL_SAFE_NO_PAD.encode([64, b'a']);
        for token in ["?", "a", "AAA=", &not_text, &no_part] {
            assert_eq!(to_channel(token).unwrap_err().code(), tonic::Code::InvalidArgument);
        }
        for token in ["?", "a", "AAA=", &not_text] {
            assert_eq!(to_client(token).unwrap_err().code(), tonic::Code::InvalidArgument);
        }
    }
}
