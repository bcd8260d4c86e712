use std::{io, net::SocketAddr, path::PathBuf};

/// Why a listener cannot open. Every message names the option and the fix.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The address cannot be listened on.
    #[error("{option}.address = \"{address}\" cannot be listened on ({source}): {fix}")]
    Bind {
        /// The listener's option, such as `listen.client`.
        option: &'static str,
        /// The address asked for.
        address: SocketAddr,
        /// What to do.
        fix: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the TLS section cannot be read or is not what it should be.
    #[error("{option}.tls.{key} = {path:?}: {problem}: {fix}")]
    TlsFile {
        /// The listener's option, such as `listen.client`.
        option: &'static str,
        /// The option that names the file.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        fix: &'static str,
    },
    /// Certificate and key are readable but do not make a TLS server.
    #[error("{option}.tls: {problem}: check that key_pem_file is the key of cert_pem_file")]
    Tls {
        /// The listener's option, such as `listen.client`.
        option: &'static str,
        /// What the TLS library said.
        problem: String,
    },
}
