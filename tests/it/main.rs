mod config;
mod config_reference;
