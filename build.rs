//! Compiles `proto/` in pure Rust (protox): nobody needs to install protoc.

use std::{env, fs, io, path::PathBuf};

const FILES: [&str; 2] = ["fanwire/client/v1/client.proto", "fanwire/api/v1/api.proto"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=proto");
    let descriptors = protox::compile(FILES, ["proto"])?;

    // Reflection serves the same descriptors that the code is generated from.
    let out_dir = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out_dir.join("descriptors.bin"), encode(&descriptors)?)?;

    // The names by which an API key's methods are configured.
    let services = descriptors.file.iter().flat_map(|file| &file.service);
    let api = services.filter(|service| service.name() == "ApiService");
    let methods: Vec<_> = api.flat_map(|service| &service.method).map(|m| m.name()).collect();
    fs::write(out_dir.join("api_methods.rs"), format!("&{methods:?}"))?;

    tonic_prost_build::configure()
        .build_transport(false) // its `connect` would clash with the rpc of that name
        .bytes(".")
        .btree_map(".")
        .extern_path(".google.rpc.Status", "::tonic_types::Status")
        .compile_fds(descriptors)?;
    Ok(())
}

fn encode(descriptors: &impl prost::Message) -> io::Result<Vec<u8>> {
    Ok(descriptors.encode_to_vec())
}
