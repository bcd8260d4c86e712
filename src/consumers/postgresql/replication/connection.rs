//! A replication connection: frames of the protocol, in and out. The client
//! library of all other sessions has no replication.

use std::{collections::HashMap, io, time::Duration};

use bytes::{Buf as _, Bytes, BytesMut};
use postgres_protocol::message::frontend;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    time::timeout,
};

use super::socket::Stream;

/// No answer takes anywhere near as long while the database works.
const PATIENCE: Duration = Duration::from_secs(30);
/// Read at once.
const READ_BYTES: usize = 64 * 1024;
/// Of a longer frame only the head is kept: 24 MiB of payload as hexadecimal
/// digits fit.
const MAX_FRAME_BYTES: usize = 56 << 20;
const HEAD_BYTES: usize = 64 * 1024;
/// A tag and a length.
const HEADER_BYTES: usize = 5;

/// What can go wrong on the wire.
#[derive(Debug, thiserror::Error)]
pub(super) enum WireError {
    /// The server refused, in its own words.
    #[error("{message} (SQLSTATE {code}){hint}")]
    Server { code: String, message: String, hint: String },
    /// Something that no attempt will change.
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it does not answer")]
    Silent,
    /// The server said something that makes no sense here.
    #[error("it sent {0}, which is unknown")]
    Unexpected(String),
}

impl WireError {
    /// The SQLSTATE of a refusal.
    pub fn code(&self) -> &str {
        match self {
            Self::Server { code, .. } => code,
            _ => "",
        }
    }
}

/// One message of the server.
#[derive(Debug)]
pub(super) struct Frame {
    pub tag: u8,
    pub body: Bytes,
    /// The body is only the head of what came.
    pub is_cut: bool,
}

/// A connection. Dropping it closes it.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    read: BytesMut,
    /// So much of what comes next belongs to a frame that was cut.
    skip: usize,
    write: BytesMut,
}

impl Connection {
    pub fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, read: BytesMut::new(), skip: 0, write: BytesMut::new() }
    }

    /// Where a message is put before [`Self::flush`] sends it.
    pub fn outgoing(&mut self) -> &mut BytesMut {
        &mut self.write
    }

    /// Sends what is to be sent.
    pub async fn flush(&mut self) -> Result<(), WireError> {
        let sent = async {
            self.stream.write_all(&self.write).await?;
            self.stream.flush().await
        };
        timeout(PATIENCE, sent).await.map_err(|_| WireError::Silent)??;
        self.write.clear();
        Ok(())
    }

    /// Reads what there is, at least a byte. Nothing is lost when this is
    /// dropped.
    pub async fn fill(&mut self) -> Result<(), WireError> {
        if self.read.is_empty() && self.read.capacity() > 16 * READ_BYTES {
            self.read = BytesMut::new();
        }
        self.read.reserve(READ_BYTES);
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it closed the connection"))?,
            _ => Ok(()),
        }
    }

    /// The next message that was read already; errors of the server are ours.
    pub fn buffered(&mut self) -> Result<Option<Frame>, WireError> {
        let skipped = self.skip.min(self.read.len());
        self.read.advance(skipped);
        self.skip -= skipped;
        let Some((tag, length)) = self.header()? else { return Ok(None) };
        let kept = if length > MAX_FRAME_BYTES { HEAD_BYTES } else { length };
        if self.read.len() < HEADER_BYTES + kept {
            return Ok(None);
        }
        self.read.advance(HEADER_BYTES);
        let body = self.read.split_to(kept).freeze();
        self.skip = length - kept;
        match tag {
            b'E' => Err(refusal(&body)),
            _ => Ok(Some(Frame { tag, body, is_cut: kept < length })),
        }
    }

    /// Tag of the next message, and bytes of its body.
    fn header(&self) -> Result<Option<(u8, usize)>, WireError> {
        let Some(header) = self.read.first_chunk::<HEADER_BYTES>() else { return Ok(None) };
        let [tag, length @ ..] = *header;
        match (u32::from_be_bytes(length) as usize).checked_sub(4) {
            Some(length) => Ok(Some((tag, length))),
            None => Err(WireError::Unexpected(format!("a message {:?} of no length", tag as char))),
        }
    }

    /// The next message that is no notice.
    pub async fn next(&mut self) -> Result<Frame, WireError> {
        loop {
            match self.buffered()? {
                Some(Frame { tag: b'N' | b'S', .. }) => {}
                Some(frame) => return Ok(frame),
                None => timeout(PATIENCE, self.fill()).await.map_err(|_| WireError::Silent)??,
            }
        }
    }

    /// Waits for the end of the answers to a command that was refused.
    pub async fn until_ready(&mut self) -> Result<(), WireError> {
        while self.next().await?.tag != b'Z' {}
        Ok(())
    }

    /// The rows that a command answers, as text.
    pub async fn query(&mut self, command: &str) -> Result<Vec<Vec<Option<String>>>, WireError> {
        frontend::query(command, &mut self.write)?;
        self.flush().await?;
        let mut rows = Vec::new();
        loop {
            let frame = self.next().await?;
            match frame.tag {
                b'D' => rows.push(row(frame.body).ok_or_else(|| unexpected(b'D'))?),
                b'T' | b'C' => {}
                b'Z' => return Ok(rows),
                tag => return Err(unexpected(tag)),
            }
        }
    }
}

pub(super) fn unexpected(tag: u8) -> WireError {
    WireError::Unexpected(format!("message {:?}", tag as char))
}

/// The columns of a DataRow.
fn row(mut body: Bytes) -> Option<Vec<Option<String>>> {
    let count = body.try_get_u16().ok()?;
    let mut column = || match body.try_get_i32().ok()? {
        -1 => Some(None),
        length => {
            let length = usize::try_from(length).ok().filter(|length| *length <= body.len())?;
            Some(Some(String::from_utf8_lossy(&body.split_to(length)).into_owned()))
        }
    };
    (0..count).map(|_| column()).collect()
}

/// Reads an ErrorResponse.
fn refusal(body: &[u8]) -> WireError {
    let fields = body.split(|byte| *byte == 0).filter_map(|field| field.split_first());
    let fields: HashMap<u8, String> =
        fields.map(|(kind, text)| (*kind, String::from_utf8_lossy(text).into_owned())).collect();
    let field = |kind: u8| fields.get(&kind).cloned().unwrap_or_default();
    let hint = fields.get(&b'H').map(|hint| format!(". {hint}")).unwrap_or_default();
    WireError::Server { code: field(b'C'), message: field(b'M'), hint }
}
