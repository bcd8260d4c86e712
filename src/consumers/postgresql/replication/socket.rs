//! The way to a database for a replication connection.

use std::{io, net::SocketAddr, path::PathBuf, time::Duration};

use bytes::BytesMut;
use postgres_protocol::message::frontend;
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream, lookup_host},
};
use tokio_postgres::{
    config::{Config, Host, SslMode},
    tls::{MakeTlsConnect, TlsConnect},
};

use super::{
    super::{dsn::Dsn, tls::Tls},
    connection::WireError,
};

const DEFAULT_PORT: u16 = 5432;

/// A byte stream of any kind.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// One of the hosts of a dsn.
pub(super) struct Place<'a> {
    host: Host,
    /// Where it is, if not where its name says.
    address: Option<String>,
    port: u16,
    dsn: &'a Dsn,
}

/// The hosts of a dsn in its order.
pub(super) fn places(dsn: &Dsn) -> impl Iterator<Item = Place<'_>> {
    let config = &dsn.config;
    config.get_hosts().iter().enumerate().map(move |(index, host)| {
        let ports = config.get_ports();
        let port = ports.get(index).or(ports.first()).copied().unwrap_or(DEFAULT_PORT);
        let address = config.get_hostaddrs().get(index).map(ToString::to_string);
        Place { host: host.clone(), address, port, dsn }
    })
}

/// One of the addresses of a host.
pub(super) enum Address {
    Unix(PathBuf),
    Tcp { name: String, address: SocketAddr },
}

impl Place<'_> {
    /// Where the host may be reached.
    pub async fn addresses(&self) -> Result<Vec<Address>, WireError> {
        match &self.host {
            Host::Unix(folder) => {
                Ok(vec![Address::Unix(folder.join(format!(".s.PGSQL.{}", self.port)))])
            }
            Host::Tcp(name) => {
                let found = self.address.as_deref().unwrap_or(name);
                let found = lookup_host((found, self.port)).await?;
                Ok(found.map(|address| Address::Tcp { name: name.clone(), address }).collect())
            }
        }
    }

    /// Connects, under TLS as the dsn says.
    pub async fn connect(&self, address: &Address) -> Result<Box<dyn Stream>, WireError> {
        match address {
            Address::Unix(socket) => Ok(Box::new(UnixStream::connect(socket).await?)),
            Address::Tcp { name, address } => {
                let stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                end_with_peer(&stream, &self.dsn.config)?;
                self.secure(stream, name).await
            }
        }
    }

    async fn secure(
        &self,
        mut stream: TcpStream,
        name: &str,
    ) -> Result<Box<dyn Stream>, WireError> {
        let mode = self.dsn.config.get_ssl_mode();
        if mode == SslMode::Disable {
            return Ok(Box::new(stream));
        }
        let mut request = BytesMut::new();
        frontend::ssl_request(&mut request);
        stream.write_all(&request).await?;
        // Not a byte more is read: what comes after it is under TLS.
        match (stream.read_u8().await?, mode) {
            (b'S', _) => {}
            (_, SslMode::Prefer) => return Ok(Box::new(stream)),
            _ => return Err(WireError::Refused("the server does not offer TLS".into())),
        }
        let mut tls = Tls::new(&self.dsn.verify).map_err(WireError::Refused)?;
        let handshake = MakeTlsConnect::<TcpStream>::make_tls_connect(&mut tls, name);
        let handshake = handshake.map_err(|error| WireError::Refused(error.to_string()))?;
        Ok(Box::new(handshake.connect(stream).await?))
    }
}

/// A dead peer ends the connection as it ends the others of this dsn.
fn end_with_peer(stream: &TcpStream, config: &Config) -> io::Result<()> {
    let socket = SockRef::from(stream);
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(config.get_tcp_user_timeout().copied())?;
    let idle: Duration = config.get_keepalives_idle();
    let mut keepalive = TcpKeepalive::new().with_time(idle);
    if let Some(interval) = config.get_keepalives_interval() {
        keepalive = keepalive.with_interval(interval);
    }
    if let Some(retries) = config.get_keepalives_retries() {
        keepalive = keepalive.with_retries(retries);
    }
    socket.set_tcp_keepalive(&keepalive)
}
