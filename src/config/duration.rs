//! Durations as the configuration writes them: "300ms", "25s", "720h".

use std::time::Duration;

/// Longer ones would overflow clocks somewhere.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Reads a duration in whole milliseconds.
///
/// # Errors
/// The cause and the fix, in words.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let trimmed = text.trim();
    if trimmed == "0" {
        return Ok(Duration::ZERO);
    }
    if !trimmed.is_empty() && trimmed.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("{text:?} has no unit: write \"{trimmed}s\""));
    }
    let duration = humantime::parse_duration(trimmed).map_err(|error| {
        format!(
            "{text:?} is not a duration ({error}): write for example \"300ms\", \"25s\" or \"720h\""
        )
    })?;
    if duration > LONGEST {
        return Err(format!("{text:?} is too long: use at most {}", format(LONGEST)));
    }
    if !duration.subsec_nanos().is_multiple_of(1_000_000) {
        return Err(format!("{text:?} is not in whole milliseconds: write for example \"1ms\""));
    }
    Ok(duration)
}

/// The shortest form with one unit: "720h" and not "30days".
pub(super) fn format(duration: Duration) -> String {
    let ms = duration.as_millis();
    for (unit, length) in [("h", 3_600_000), ("m", 60_000), ("s", 1000)] {
        if ms >= length && ms.is_multiple_of(length) {
            return format!("{}{unit}", ms / length);
        }
    }
    match ms {
        0 => "0s".to_owned(),
        ms => format!("{ms}ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        for ms in [0, 1, 300, 1000, 1500, 25_000, 60_000, 90_000, 300_000, 720 * 3_600_000] {
            let duration = Duration::from_millis(ms);
            assert_eq!(parse(&format(duration)), Ok(duration), "{ms}");
        }
        assert_eq!(format(Duration::from_secs(720 * 3600)), "720h");
        assert_eq!(parse("1h30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(parse("0"), Ok(Duration::ZERO));
        assert_eq!(parse("0s"), Ok(Duration::ZERO));
    }

    #[test]
    fn names_the_fix() {
        assert_eq!(parse("25").unwrap_err(), "\"25\" has no unit: write \"25s\"");
        for bad in ["", "-1s", "10 parsecs", "s", "1us", "200years", "99999999999999999999h"] {
            let message = parse(bad).unwrap_err();
            assert!(message.contains("write") || message.contains("use at most"), "{message}");
        }
    }
}
