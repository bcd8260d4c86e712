/// Below the range from which the kernel takes the ports of outgoing
/// connections, so that it stays free while the server is down.
pub fn free_port() -> u16 {
    std::iter::repeat_with(|| rand::random_range(10_000..32_000u16))
        .take(1_000)
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}
