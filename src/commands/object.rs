use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

/// Reads the fields of a JSON object.
pub(super) trait Fields: Sized {
    fn fields<'de, A: MapAccess<'de>>(map: MapAccessDeserializer<A>) -> Result<Self, A::Error>;
}

/// Deserialises objects only: what serde derives takes a list of the fields'
/// values as well. The type derives `Deserialize` with `remote = "Self"`.
macro_rules! only_as_object {
    ($name:ident) => {
        impl $crate::commands::object::Fields for $name {
            fn fields<'de, A: serde::de::MapAccess<'de>>(
                map: serde::de::value::MapAccessDeserializer<A>,
            ) -> Result<Self, A::Error> {
                Self::deserialize(map)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::commands::object::read(deserializer)
            }
        }
    };
}
pub(super) use only_as_object;

pub(super) fn read<'de, T: Fields, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Fields> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::fields(MapAccessDeserializer::new(map))
    }
}
