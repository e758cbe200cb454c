//! The setting `theme` as its author wrote it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::super::raw::Localized;

/// Colours by their names; one without a value is one that YAML took for a comment.
pub(in crate::config) type Colors = BTreeMap<String, Option<TextOr<Schemes>>>;
/// A colour for each kind of page.
pub(in crate::config) type Schemes = BTreeMap<String, Option<String>>;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Theme {
    pub colors: Colors,
    pub fonts: Fonts,
    pub logo: Option<TextOr<Logo>>,
    pub stylesheet: Option<String>,
    pub navigation: Option<Vec<TextOr<Link>>>,
    pub footer: Footer,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Fonts {
    pub text: Option<String>,
    pub headings: Option<String>,
    pub interface: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Logo {
    pub src: Option<String>,
    pub alt: Option<Localized>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Footer {
    pub text: Option<Localized>,
    pub links: Option<Vec<TextOr<Link>>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Link {
    pub page: Option<String>,
    pub url: Option<String>,
    pub title: Option<Localized>,
}

/// A text, or settings in its place.
#[derive(Clone, Debug)]
pub(in crate::config) enum TextOr<T> {
    Text(String),
    Settings(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for TextOrVisitor<T> {
            type Value = TextOr<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or settings, each `name: value`")
            }
            fn visit_str<E>(self, text: &str) -> Result<TextOr<T>, E> {
                Ok(TextOr::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TextOr<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::Settings)
            }
        }
        deserializer.deserialize_any(TextOrVisitor(PhantomData))
    }
}
