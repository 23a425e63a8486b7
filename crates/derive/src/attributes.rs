//! What `#[case(…)]` and `#[data(…)]` may say.

use darling::ast::{Data, NestedMeta};
use darling::util::{Flag, Ignored, SpannedValue};
use darling::{Error, FromDeriveInput, FromField, FromMeta, FromVariant};
use syn::{Generics, Ident, Lit, LitStr, Path, Type};

use crate::names;

/// `#[case(…)]` on the struct.
#[derive(FromDeriveInput)]
#[darling(attributes(case))]
pub(crate) struct Case {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) data: Data<Ignored, FieldSlot>,
    #[darling(rename = "type")]
    pub(crate) record_type: Option<SpannedValue<String>>,
    #[darling(rename = "crate")]
    pub(crate) model: Option<Path>,
    pub(crate) debug: Flag,
}

/// One field, with its attributes unread: each is read for itself, so that one run tells all that is
/// wrong.
pub(crate) struct FieldSlot(pub(crate) syn::Field);

impl FromField for FieldSlot {
    fn from_field(field: &syn::Field) -> darling::Result<Self> {
        Ok(Self(field.clone()))
    }
}

/// `#[data(…)]` on a field.
#[derive(FromField)]
#[darling(attributes(data))]
pub(crate) struct FieldData {
    pub(crate) ty: Type,
    pub(crate) category: Option<SpannedValue<String>>,
    pub(crate) categories: Option<Texts>,
    pub(crate) free_text: Flag,
    pub(crate) administrative: Flag,
    pub(crate) none: Flag,
    pub(crate) sub: Option<SpannedValue<String>>,
    pub(crate) identifiability: Option<SpannedValue<String>>,
    pub(crate) markings: Option<Texts>,
    pub(crate) values: Option<OnePath>,
    pub(crate) special_values: Option<OnePath>,
    pub(crate) name: Option<SpannedValue<String>>,
}

/// The enum that derives `CaseValue`.
#[derive(FromDeriveInput)]
#[darling(attributes(case))]
pub(crate) struct Codes {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) data: Data<VariantSlot, Ignored>,
    #[darling(rename = "crate")]
    pub(crate) model: Option<Path>,
}

/// One variant, with its attributes unread.
pub(crate) struct VariantSlot(pub(crate) syn::Variant);

impl FromVariant for VariantSlot {
    fn from_variant(variant: &syn::Variant) -> darling::Result<Self> {
        Ok(Self(variant.clone()))
    }
}

/// `#[value(…)]` on a variant.
#[derive(FromVariant)]
#[darling(attributes(value))]
pub(crate) struct ValueData {
    pub(crate) category: Option<SpannedValue<String>>,
    pub(crate) categories: Option<Texts>,
    pub(crate) none: Flag,
    pub(crate) code: Option<SpannedValue<String>>,
    pub(crate) label: Option<String>,
}

/// `("one", "two")`.
#[derive(Clone, Default)]
pub(crate) struct Texts(pub(crate) Vec<LitStr>);

impl FromMeta for Texts {
    fn from_list(items: &[NestedMeta]) -> darling::Result<Self> {
        if items.is_empty() {
            return Err(Error::too_few_items(1));
        }
        let mut errors = Error::accumulator();
        let texts = items
            .iter()
            .filter_map(|item| {
                errors.handle(match item {
                    NestedMeta::Lit(Lit::Str(text)) => Ok(text.clone()),
                    NestedMeta::Lit(_)
                    | NestedMeta::Meta(_)
                    | NestedMeta::NameValueInvalidExpr(_) => {
                        Err(Error::custom("a name in quotes stands here").with_span(item))
                    }
                })
            })
            .collect();
        errors.finish_with(Self(texts))
    }
}

/// `(REASONS)`: the path of a constant.
pub(crate) struct OnePath(pub(crate) Path);

impl FromMeta for OnePath {
    fn from_list(items: &[NestedMeta]) -> darling::Result<Self> {
        match items {
            [NestedMeta::Meta(syn::Meta::Path(path))] => Ok(Self(path.clone())),
            _ => {
                Err(Error::custom("the path of one constant stands here, as in `values(REASONS)`"))
            }
        }
    }
}

impl FieldData {
    /// The names of the categories, in the order written; every wrong name is an error.
    pub(crate) fn category_names(&self) -> darling::Result<Vec<String>> {
        category_names(self.category.as_ref(), self.categories.as_ref())
    }

    /// The names of the markings.
    pub(crate) fn marking_names(&self) -> darling::Result<Vec<String>> {
        let texts = self.markings.iter().flat_map(|texts| &texts.0);
        known("marking", texts.map(|text| (text.value(), text.span())), &names::MARKINGS)
    }

    /// The name of the degree, when one is given.
    pub(crate) fn degree_name(&self) -> darling::Result<Option<String>> {
        let degree =
            self.identifiability.iter().map(|name| (name.as_str().to_owned(), name.span()));
        known("identifiability", degree, &names::DEGREES).map(|mut names| names.pop())
    }
}

impl ValueData {
    /// The names of the categories, in the order written; every wrong name is an error.
    pub(crate) fn category_names(&self) -> darling::Result<Vec<String>> {
        category_names(self.category.as_ref(), self.categories.as_ref())
    }
}

fn category_names(
    one: Option<&SpannedValue<String>>,
    several: Option<&Texts>,
) -> darling::Result<Vec<String>> {
    let one = one.into_iter().map(|name| (name.as_str().to_owned(), name.span()));
    let several = several.into_iter().flat_map(|texts| &texts.0);
    let written = one.chain(several.map(|text| (text.value(), text.span())));
    known("category", written, &names::CATEGORIES)
}

fn known(
    kind: &str,
    written: impl Iterator<Item = (String, proc_macro2::Span)>,
    names: &[&'static str],
) -> darling::Result<Vec<String>> {
    let mut errors = Error::accumulator();
    let mut found = Vec::new();
    for (name, span) in written {
        if names.contains(&name.as_str()) && found.contains(&name) {
            errors.push(spanned(span, format!("`{name}` stands twice")));
        } else if names.contains(&name.as_str()) {
            found.push(name);
        } else {
            let help = match names::nearest(&name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of these stands here: {}", names.join(", ")),
            };
            errors.push(spanned(span, format!("`{name}` is no {kind}; {help}")));
        }
    }
    errors.finish_with(found)
}

pub(crate) fn spanned(span: proc_macro2::Span, message: impl core::fmt::Display) -> Error {
    Error::from(syn::Error::new(span, message))
}
