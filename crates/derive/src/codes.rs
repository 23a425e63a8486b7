//! Writes the implementation for an enum of codes.

use darling::{Error, FromDeriveInput, FromVariant};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{DeriveInput, Fields, Ident, Path, Variant};

use crate::attributes::{Codes, Quoted, ValueData, misstated, spanned};
use crate::expand::variant;
use crate::paths::{default_path, model_path};

/// A variant that is read and without fault.
struct KnownVariant {
    ident: Ident,
    code: String,
    tag: TokenStream,
}

pub(crate) fn case_value(input: &DeriveInput) -> darling::Result<TokenStream> {
    let codes = Codes::from_derive_input(input)?;
    let ident = &codes.ident;
    let mut errors = Error::accumulator();
    let model = errors.handle_in(|| model_path(codes.model.as_ref(), ident));
    let model = model.unwrap_or_else(default_path);
    let variants = codes.data.as_ref().take_enum().unwrap_or_default();
    if variants.is_empty() {
        errors.push(spanned(ident.span(), "a case value is an enum with at least one variant"));
    }
    let mut read: Vec<KnownVariant> = Vec::with_capacity(variants.len());
    for slot in variants {
        let Some(code) = errors.handle(read_variant(&slot.0, &model)) else { continue };
        if read.iter().any(|other| other.code == code.code) {
            let message = format!("code `{}` stands twice", code.code);
            errors.push(spanned(code.ident.span(), message));
        }
        read.push(code);
    }
    errors.finish()?;

    let (start, arguments, clause) = codes.generics.split_for_impl();
    let tags = read.iter().map(|code| &code.tag);
    let arms = read.iter().map(|KnownVariant { ident, code, .. }| quote!(Self::#ident => #code));
    Ok(quote! {
        #[automatically_derived]
        impl #start #model::FieldValue for #ident #arguments #clause {
            const KIND: #model::Kind = #model::Kind::Text;
            const VALUES: &'static [#model::ValueTag] = &[#(#tags),*];

            #[inline]
            fn value(&self, _purpose: #model::Purpose) -> #model::Value<'_> {
                #model::Value::Text(match self { #(#arms),* })
            }
        }
    })
}

fn read_variant(source: &Variant, model: &Path) -> darling::Result<KnownVariant> {
    let ident = &source.ident;
    let name = ident.unraw().to_string();
    let refused = |message: String| Err(spanned(ident.span(), message));
    if !matches!(source.fields, Fields::Unit) {
        return refused(format!("variant `{name}` holds something: a code holds nothing"));
    }
    for attribute in source.attrs.iter().filter(|attribute| attribute.path().is_ident("value")) {
        misstated(attribute, "value(category = \"…\")")?;
    }
    let data = ValueData::from_variant(source)?;
    let categories = data.category_names()?;
    match (data.none.is_present(), categories.is_empty()) {
        (true, false) => return refused(format!("variant `{name}` is `none` and about something")),
        (false, true) => {
            return refused(format!(
                "variant `{name}` has no tag: say what it adds with `#[value(category = \"…\")]`, or \
                 `#[value(none)]` if it says no more than its field"
            ));
        }
        (true, true) | (false, false) => {}
    }
    if let Some(code) = data.code.as_ref().filter(|code| code.is_blank()) {
        return Err(spanned(code.span(), "a code stands here"));
    }
    let code =
        data.code.as_ref().map_or_else(|| hyphenated(&name), |code| code.as_str().to_owned());
    let label = data.label.as_ref().map_or(name.as_str(), Quoted::as_str);
    let categories = categories.iter().map(|name| variant(name));
    let tag = quote! {
        #model::ValueTag::declared(
            #code,
            #label,
            #model::CategorySet::of(&[#(#model::Category::#categories),*]),
        )
    };
    Ok(KnownVariant { ident: ident.clone(), code, tag })
}

/// `new-job` for `NewJob`.
fn hyphenated(name: &str) -> String {
    let mut code = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.extend(letter.to_lowercase());
    }
    code
}
