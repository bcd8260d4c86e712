//! Counts encodings, allocations and copies from the hub to the response body.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use fanwire::{
    hub::{Hub, Losses, Reception, Subscriber},
    model::{Channel, Epoch, Publication, StreamPosition},
    outbound::{Outbound, OutboundBody},
    recovery::GateLimits,
    wire,
};
use http_body::Body;

const SUBSCRIBERS: usize = 1_000;

/// Publications that have gone the whole way before anything is counted, so
/// that queues have their memory.
const WARM_UP: u64 = 8;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct CountingAllocator;

// Safety: everything is left to the system's allocator.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn allocations() -> u64 {
    ALLOCATIONS.with(Cell::get)
}

/// Panics when the cost of a publication grows with its subscribers.
pub fn check() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let few = runtime.block_on(cost_of_one_publication(1));
    let many = runtime.block_on(cost_of_one_publication(SUBSCRIBERS));
    println!("one publication to 1 subscriber:     {few:?}");
    println!("one publication to {SUBSCRIBERS} subscribers: {many:?}");
    assert_eq!(many.encodings, 1, "encoded more than once");
    assert_eq!(many.copies, 0, "the payload was copied");
    assert_eq!(many.allocations, few.allocations, "allocations grow with the subscribers");
}

#[derive(Debug)]
struct Cost {
    encodings: u32,
    allocations: u64,
    /// Bodies that gave other bytes than those encoded.
    copies: usize,
}

async fn cost_of_one_publication(subscribers: usize) -> Cost {
    let hub = Arc::new(Hub::new(1, Arc::default()));
    let worker = hub.clone();
    tokio::spawn(async move { worker.run_worker(0).await });
    let (channel, epoch) = (Channel::trusted("chat:room"), Epoch::from("epoch"));
    let mut bodies: Vec<_> = (0..subscribers).map(|_| subscribe(&hub, &channel, &epoch)).collect();

    let mut cost = Cost { encodings: 0, allocations: 0, copies: 0 };
    for offset in 1..=WARM_UP + 1 {
        let publication = Arc::new(publication(offset));
        let mut frame = Bytes::new();
        cost = Cost { encodings: 0, copies: 0, allocations: allocations() };
        hub.broadcast(&channel, Some(&epoch), &publication, || {
            cost.encodings += 1;
            frame = wire::publication_push(&channel, &publication);
            frame.clone()
        });
        // The worker's turn.
        tokio::task::yield_now().await;
        for body in &mut bodies {
            let chunk = next_chunk(body).expect("every subscriber has the publication");
            cost.copies += usize::from(chunk.as_ptr() != frame.as_ptr());
        }
        cost.allocations = allocations() - cost.allocations;
    }
    cost
}

fn subscribe(hub: &Hub, channel: &Channel, epoch: &Epoch) -> OutboundBody {
    let outbound = Arc::new(Outbound::new(1 << 20, 0));
    let limits = GateLimits { items: 16, bytes: 1 << 16 };
    let losses = Arc::new(Losses::default());
    let reception = Reception { positioned: true, ..Reception::default() };
    let subscriber =
        Subscriber::new(channel.clone(), 0, limits, reception, outbound.clone(), losses);
    hub.subscribe(&subscriber);
    subscriber.open(Some(StreamPosition::new(epoch, 0)));
    OutboundBody::new(outbound, |_| http::HeaderMap::new())
}

fn next_chunk(body: &mut OutboundBody) -> Option<Bytes> {
    let mut cx = Context::from_waker(Waker::noop());
    match Pin::new(body).poll_frame(&mut cx) {
        Poll::Ready(Some(Ok(frame))) => frame.into_data().ok(),
        _ => None,
    }
}

fn publication(offset: u64) -> Publication {
    Publication {
        offset,
        data: Bytes::from(vec![b'x'; 100]),
        tags: [("tag".to_owned(), "value".to_owned())].into(),
        info: None,
        time_ms: 1,
        version: 0,
    }
}
