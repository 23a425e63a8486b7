//! Where the code that is written finds the model.

use proc_macro2::Span;
use syn::{Ident, Path};

use crate::attributes::spanned;

/// Where the model is found: as told, through the facade, or as a dependency.
pub(crate) fn model_path(told: Option<&Path>, ident: &Ident) -> darling::Result<Path> {
    use proc_macro_crate::{FoundCrate, crate_name};

    if let Some(path) = told {
        return Ok(path.clone());
    }
    let named = |name: &str| Ident::new(name, Span::call_site());
    let direct = crate_name("caldicott-model");
    // Tests and examples of the model itself see it by its own name.
    if matches!(direct, Ok(FoundCrate::Itself)) {
        return Ok(default_path());
    }
    // The facade comes first: a dependency of tests alone cannot be told from one of the crate, and
    // who uses the facade may well have the model beside it in tests.
    match (crate_name("caldicott"), direct) {
        (Ok(FoundCrate::Itself), _) => Ok(syn::parse_quote!(::caldicott::model)),
        (Ok(FoundCrate::Name(name)), _) => {
            let name = named(&name);
            Ok(syn::parse_quote!(::#name::model))
        }
        (Err(_), Ok(FoundCrate::Name(name))) => {
            let name = named(&name);
            Ok(syn::parse_quote!(::#name))
        }
        (Err(_), Ok(FoundCrate::Itself) | Err(_)) => Err(spanned(
            ident.span(),
            "neither `caldicott` nor `caldicott-model` is a dependency; name the model with \
             `#[case(crate = …)]`",
        )),
    }
}

pub(crate) fn default_path() -> Path {
    syn::parse_quote!(::caldicott_model)
}
