//! The only include of generated code: the messages and services of `proto/`,
//! and the descriptor set that reflection serves.
#![allow(missing_docs)] // the documentation stands in the .proto files

pub use prost::{DecodeError, Message};

/// Messages and services of package `fanwire.client.v1`.
#[allow(clippy::large_enum_variant, clippy::doc_lazy_continuation)]
pub mod client {
    tonic::include_proto!("fanwire.client.v1");
}

/// Messages and services of package `fanwire.api.v1`.
#[allow(clippy::large_enum_variant, clippy::doc_lazy_continuation)]
pub mod api {
    tonic::include_proto!("fanwire.api.v1");
}

/// All of `proto/` as an encoded `google.protobuf.FileDescriptorSet`.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// The rpcs of `fanwire.api.v1.ApiService`, such as `Publish`.
pub const API_METHODS: &[&str] = include!(concat!(env!("OUT_DIR"), "/api_methods.rs"));

/// Reads a message.
///
/// # Errors
/// The bytes are no such message.
pub fn decode<M: Message + Default>(bytes: bytes::Bytes) -> Result<M, DecodeError> {
    M::decode(bytes)
}
