//! What `#[case(…)]` and `#[data(…)]` may say.

use darling::ast::{Data, NestedMeta};
use darling::util::{Flag, Ignored};
use darling::{Error, FromDeriveInput, FromField, FromMeta, FromVariant};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Generics, Ident, Lit, LitStr, Meta, Path, Type};

use crate::names;

/// `#[case(…)]` on the struct. Its fields are read apart, so that a slip here hides none of theirs.
#[derive(FromDeriveInput)]
#[darling(attributes(case))]
pub(crate) struct Case {
    #[darling(rename = "type")]
    pub(crate) record_type: Option<Quoted>,
    #[darling(rename = "crate")]
    pub(crate) model: Option<Path>,
    pub(crate) debug: Flag,
}

/// `#[data(…)]` on a field.
#[derive(FromField)]
#[darling(attributes(data))]
pub(crate) struct FieldData {
    pub(crate) ty: Type,
    pub(crate) category: Option<Quoted>,
    pub(crate) categories: Option<Texts>,
    pub(crate) free_text: Flag,
    pub(crate) administrative: Flag,
    pub(crate) none: Flag,
    pub(crate) sub: Option<Quoted>,
    pub(crate) identifiability: Option<Quoted>,
    pub(crate) markings: Option<Texts>,
    pub(crate) values: Option<OnePath>,
    pub(crate) special_values: Option<OnePath>,
    pub(crate) name: Option<Quoted>,
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
    pub(crate) category: Option<Quoted>,
    pub(crate) categories: Option<Texts>,
    pub(crate) none: Flag,
    pub(crate) code: Option<Quoted>,
    pub(crate) label: Option<Quoted>,
}

/// `"name"`.
#[derive(Clone)]
pub(crate) struct Quoted {
    text: String,
    span: Span,
}

impl Quoted {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) const fn span(&self) -> Span {
        self.span
    }
}

impl FromMeta for Quoted {
    fn from_expr(expression: &Expr) -> darling::Result<Self> {
        if let Expr::Lit(literal) = expression {
            return Self::from_value(&literal.lit);
        }
        // A name that came through a macro.
        if let Expr::Group(group) = expression {
            return Self::from_expr(&group.expr);
        }
        let word = if let Expr::Path(path) = expression { path.path.get_ident() } else { None };
        let help = word.map(|word| format!(": `\"{word}\"`")).unwrap_or_default();
        Err(spanned(expression.span(), format!("a name in quotes stands here{help}")))
    }

    fn from_value(literal: &Lit) -> darling::Result<Self> {
        if let Lit::Str(text) = literal {
            return Ok(Self { text: text.value(), span: text.span() });
        }
        Err(spanned(literal.span(), "a name in quotes stands here"))
    }

    fn from_word() -> darling::Result<Self> {
        Err(Error::custom("a name follows, as in ` = \"…\"`"))
    }

    fn from_list(_items: &[NestedMeta]) -> darling::Result<Self> {
        Err(Error::custom("one name follows, as in ` = \"…\"`"))
    }
}

/// `("one", "two")`.
#[derive(Clone, Default)]
pub(crate) struct Texts(pub(crate) Vec<LitStr>);

impl FromMeta for Texts {
    fn from_list(items: &[NestedMeta]) -> darling::Result<Self> {
        if items.is_empty() {
            return Err(Error::custom("at least one name in quotes stands here"));
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

/// What in an attribute's brackets is no statement at all, with what was probably meant.
pub(crate) fn misstated(attribute: &Attribute, example: &str) -> darling::Result<()> {
    let list = match &attribute.meta {
        Meta::Path(_) => return Ok(()),
        Meta::NameValue(pair) => {
            return Err(spanned(pair.path.span(), format!("write `#[{example}]`")));
        }
        Meta::List(list) => list,
    };
    let mut errors = Error::accumulator();
    for item in NestedMeta::parse_meta_list(list.tokens.clone()).unwrap_or_default() {
        let (word, span) = match &item {
            NestedMeta::Lit(Lit::Str(text)) => (text.value(), text.span()),
            NestedMeta::Meta(Meta::Path(path)) => match path.get_ident() {
                Some(word) if names::CATEGORIES.contains(&word.to_string().as_str()) => {
                    (word.to_string(), word.span())
                }
                // Others are words that the attribute has, or are answered with the nearest of them.
                Some(_) | None => continue,
            },
            NestedMeta::Lit(literal) => {
                errors.push(spanned(literal.span(), format!("write `#[{example}]`")));
                continue;
            }
            NestedMeta::Meta(_) | NestedMeta::NameValueInvalidExpr(_) => continue,
        };
        // `administrative` is a category and a word of the attribute.
        if word == "administrative" && !matches!(item, NestedMeta::Lit(_)) {
            continue;
        }
        let key = example.split_once('(').and_then(|(_, rest)| rest.split_once(' '));
        let key = key.map_or("category", |(key, _)| key);
        errors.push(spanned(
            span,
            format!("`{word}` is said of nothing: write `{key} = \"{word}\"`"),
        ));
    }
    errors.finish()
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

fn category_names(one: Option<&Quoted>, several: Option<&Texts>) -> darling::Result<Vec<String>> {
    let one = one.into_iter().map(|name| (name.as_str().to_owned(), name.span()));
    let several = several.into_iter().flat_map(|texts| &texts.0);
    let written = one.chain(several.map(|text| (text.value(), text.span())));
    known("category", written, &names::CATEGORIES)
}

fn known(
    kind: &str,
    written: impl Iterator<Item = (String, Span)>,
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

pub(crate) fn spanned(span: Span, message: impl core::fmt::Display) -> Error {
    Error::from(syn::Error::new(span, message))
}
