use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use socket2::{Domain, Protocol, Socket, Type};
use tokio_rustls::TlsAcceptor;

use super::{ListenerConfig, TransportError, tls};

/// Connections that the kernel may queue before they are accepted.
const BACKLOG: i32 = 4096;

/// A bound listener: the address is taken and the TLS files are read, but
/// nothing is accepted before [`serve`](super::serve).
pub struct Listener {
    pub(super) option: &'static str,
    pub(super) socket: TcpListener,
    pub(super) tls: Option<TlsAcceptor>,
    address: SocketAddr,
}

impl Listener {
    /// Reads the TLS files and binds. `option` names the listener in errors and
    /// logs, such as `listen.client`.
    ///
    /// # Errors
    /// [`TransportError`] names the address or the file, the option and the fix.
    pub fn bind(option: &'static str, config: &ListenerConfig) -> Result<Self, TransportError> {
        let tls = config.tls.as_ref().map(|files| tls::acceptor(option, files)).transpose()?;
        let address = config.address;
        let refused =
            |source: io::Error| TransportError::Bind { option, address, fix: fix(&source), source };
        let socket = bind(address).map_err(refused)?;
        let address = socket.local_addr().map_err(refused)?;
        Ok(Self { option, socket, tls, address })
    }

    /// Where it listens, with the port that was taken when 0 was asked for.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A restart must not wait for the old connections' TIME_WAIT.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn fix(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another process listens there: stop it or choose another port (0 takes a free one)"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need the capability CAP_NET_BIND_SERVICE: grant it or choose a higher port"
        }
        io::ErrorKind::AddrNotAvailable => {
            "no interface of this machine has that address: use one that it has, or 0.0.0.0 for all"
        }
        _ => "choose another address or port",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loopback(port: u16) -> ListenerConfig {
        ListenerConfig { address: ([127, 0, 0, 1], port).into(), tls: None }
    }

    #[test]
    fn a_port_in_use_is_refused_with_option_address_and_fix() {
        let first = Listener::bind("listen.client", &loopback(0)).unwrap();
        let port = first.local_addr().port();
        assert_ne!(port, 0);
        let Err(error) = Listener::bind("listen.api", &loopback(port)) else {
            panic!("the port was taken twice");
        };
        let text = error.to_string();
        for part in ["listen.api.address", &format!("127.0.0.1:{port}"), "stop it or choose"] {
            assert!(text.contains(part), "{part:?} is missing in {text:?}");
        }
    }

    #[test]
    fn a_foreign_address_is_refused_with_its_own_fix() {
        // TEST-NET-1: no machine has it.
        let config = ListenerConfig { address: ([192, 0, 2, 1], 0).into(), tls: None };
        let Err(error) = Listener::bind("listen.client", &config) else {
            panic!("bound an address that is not ours");
        };
        assert!(error.to_string().contains("no interface of this machine"), "{error}");
    }
}
