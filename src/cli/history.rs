use clap::Args;
use serde_json::json;

use super::{
    Failure,
    connect::{ApiFlags, position},
    render::{self, Reader},
};
use crate::{
    client::{Api, ApiError},
    model::StreamPosition,
    pb::api::{self, HistoryRequest, HistoryResponse},
};

/// Print a channel's history
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// The channel
    channel: String,

    /// How many publications at most; 0 for the position only
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: u64,

    /// All publications, page by page
    #[arg(long, conflicts_with = "limit")]
    all: bool,

    /// Only what comes after this position (with --reverse: before it)
    #[arg(long, value_name = "EPOCH:OFFSET", value_parser = position)]
    since: Option<StreamPosition>,

    /// Newest first
    #[arg(long)]
    reverse: bool,

    /// Print one JSON object for each publication, and one for the position
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiFlags,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: HistoryArgs) -> Result<(), Failure> {
    let mut pages = Pages {
        api: args.api.api()?,
        channel: args.channel.clone(),
        since: args.since.map(|since| api::StreamPosition {
            offset: since.offset,
            epoch: since.epoch.to_string(),
        }),
        reverse: args.reverse,
        left: if args.all { u64::MAX } else { args.limit },
        end: None,
    };
    let mut printed = 0;
    let mut last = None;
    let mut position = None;
    while let Some(page) = pages.next().await? {
        for publication in &page.publications {
            if let Some(note) = trimmed(last, publication.offset, args.reverse) {
                render::note(&note);
            }
            last = Some(publication.offset);
            let text = match args.json {
                true => render::history_json(&args.channel, &page.epoch, publication).to_string(),
                false => render::publication(&args.channel, publication.offset, &publication.data),
            };
            if render::line(&text)? == Reader::Gone {
                return Ok(());
            }
            printed += 1;
        }
        // The first page's: it stands for when the reading began.
        position.get_or_insert((page.epoch, page.offset));
    }
    let (epoch, offset) = position.unwrap_or_default();
    if args.json {
        let channel = &args.channel;
        let position =
            json!({ "event": "position", "channel": channel, "offset": offset, "epoch": epoch });
        render::line(&position.to_string())?;
    } else {
        let read = render::publications(printed);
        render::note(&format!("{}: {read}, the history is at {epoch}:{offset}", args.channel));
    }
    Ok(())
}

/// Between two pages the history may lose its oldest publications.
fn trimmed(last: Option<u64>, offset: u64, reverse: bool) -> Option<String> {
    let last = last?;
    let (before, after) = if reverse { (offset, last) } else { (last, offset) };
    (after > before + 1)
        .then(|| format!("offsets {} to {} are not in the history any more", before + 1, after - 1))
}

/// Reads until there is as much as wanted, however small the server's pages.
struct Pages {
    api: Api,
    channel: String,
    since: Option<api::StreamPosition>,
    reverse: bool,
    /// Publications wanted.
    left: u64,
    /// Offset of the newest publication when the reading began: a busy channel
    /// would never end. None before the first page.
    end: Option<u64>,
}

impl Pages {
    async fn next(&mut self) -> Result<Option<HistoryResponse>, ApiError> {
        if self.end.is_some() && self.finished() {
            return Ok(None);
        }
        let mut page = self
            .api
            .history(HistoryRequest {
                channel: self.channel.clone(),
                limit: self.left.min(i32::MAX as u64) as i32,
                since: self.since.clone(),
                reverse: self.reverse,
            })
            .await?;
        let end = *self.end.get_or_insert(page.offset);
        page.publications.retain(|publication| publication.offset <= end);
        match page.publications.last() {
            Some(last) => {
                self.left = self.left.saturating_sub(page.publications.len() as u64);
                self.since =
                    Some(api::StreamPosition { offset: last.offset, epoch: page.epoch.clone() });
            }
            None => self.left = 0,
        }
        Ok(Some(page))
    }

    fn finished(&self) -> bool {
        let at_the_end = self.since.as_ref().is_some_and(|since| match self.reverse {
            true => since.offset <= 1,
            false => Some(since.offset) >= self.end,
        });
        self.left == 0 || at_the_end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_between_pages_is_told() {
        assert_eq!(trimmed(None, 5, false), None);
        assert_eq!(trimmed(Some(4), 5, false), None);
        assert_eq!(trimmed(Some(5), 4, true), None);
        assert!(trimmed(Some(4), 7, false).unwrap().contains("5 to 6"));
        assert!(trimmed(Some(7), 4, true).unwrap().contains("5 to 6"));
    }
}
