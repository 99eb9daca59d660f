//! In: a [`Node`]. Out: a typed value, by serde, in which [`Spanned`] parts keep their place.

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
    value::{BorrowedStrDeserializer, StrDeserializer, U32Deserializer},
};

use super::{Content, Entry, Node};
use crate::source::{FileId, Span};

/// A value with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// Why a node is not of the type that was asked for, and the innermost node that is not.
#[derive(Debug)]
pub struct Mismatch {
    pub message: String,
    pub span: Option<Span>,
}

/// Reads a node as a type. Keys that the type does not have are passed over: the schema has told them.
pub fn typed<'de, T: Deserialize<'de>>(node: &'de Node) -> Result<T, Mismatch> {
    T::deserialize(node)
}

/// The name by which [`Spanned`] asks for the place beside the value.
const SPANNED: &str = "$mirrorc::Spanned";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<T>, D::Error> {
        struct Parts<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Spanned<T>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a value with its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Spanned<T>, A::Error> {
                let mut offset = || {
                    parts
                        .next_element::<u32>()?
                        .ok_or_else(|| de::Error::custom("a place has three parts"))
                };
                let span = Span { file: FileId(offset()?), start: offset()?, end: offset()? };
                let value = parts.next_element()?.ok_or_else(|| de::Error::custom("no value"))?;
                Ok(Spanned { value, span })
            }
        }

        deserializer.deserialize_tuple_struct(SPANNED, 4, Parts(std::marker::PhantomData))
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Spanned<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }
}

impl de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Mismatch {
        Mismatch { message: message.to_string(), span: None }
    }
}

impl std::error::Error for Mismatch {}

impl Mismatch {
    fn at(mut self, span: Span) -> Mismatch {
        self.span.get_or_insert(span);
        self
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let read = match &self.content {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Integer(value) => visitor.visit_i64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            Content::String(text) => visitor.visit_borrowed_str(&text.value),
            Content::List(items) => visitor.visit_seq(Items(items.iter())),
            Content::Map(entries) => {
                let present = entries.iter().filter(|entry| entry.value.content != Content::Null);
                visitor.visit_map(Entries {
                    rest: present.collect::<Vec<_>>().into_iter(),
                    value: None,
                })
            }
        };
        read.map_err(|mismatch: Mismatch| mismatch.at(self.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.content {
            Content::Null => visitor.visit_none(),
            Content::Bool(_)
            | Content::Integer(_)
            | Content::Float(_)
            | Content::String(_)
            | Content::List(_)
            | Content::Map(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let text = self.as_str().ok_or_else(|| de::Error::custom("text belongs here"));
        let text = text.map_err(|mismatch: Mismatch| mismatch.at(self.span))?;
        let text: StrDeserializer<'_, Mismatch> = text.into_deserializer();
        visitor.visit_enum(text).map_err(|mismatch: Mismatch| mismatch.at(self.span))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if name == SPANNED {
            return visitor.visit_seq(Place { node: self, part: 0 });
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple map struct identifier ignored_any
    }
}

struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
}

struct Entries<'de> {
    rest: std::vec::IntoIter<&'de Entry>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(&entry.value);
        let key = BorrowedStrDeserializer::<Mismatch>::new(&entry.key);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        seed.deserialize(self.value.take().expect("a value is asked for after its key"))
    }
}

/// The four parts that [`Spanned`] asks for: file, start, end, value.
struct Place<'de> {
    node: &'de Node,
    part: u8,
}

impl<'de> SeqAccess<'de> for Place<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let span = self.node.span;
        self.part += 1;
        let offset = match self.part {
            1 => span.file.0,
            2 => span.start,
            3 => span.end,
            _ => return seed.deserialize(self.node).map(Some),
        };
        seed.deserialize(U32Deserializer::new(offset)).map(Some)
    }
}
