//! Where the code that is written finds the model.

use proc_macro2::Span;
use syn::{Ident, Path};

use crate::attributes::spanned;

/// Where the model is found: as told, as a dependency, or through the facade.
pub(crate) fn model_path(told: Option<&Path>, ident: &Ident) -> darling::Result<Path> {
    use proc_macro_crate::{FoundCrate, crate_name};

    if let Some(path) = told {
        return Ok(path.clone());
    }
    let named = |name: &str| Ident::new(name, Span::call_site());
    let direct = crate_name("caldicott-model");
    let facade = || crate_name("caldicott");
    match direct {
        // Tests and examples of the model itself see it by its own name.
        Ok(FoundCrate::Itself) => Ok(default_path()),
        Ok(FoundCrate::Name(name)) => {
            let name = named(&name);
            Ok(syn::parse_quote!(::#name))
        }
        Err(_) => match facade() {
            Ok(FoundCrate::Itself) => Ok(syn::parse_quote!(::caldicott::model)),
            Ok(FoundCrate::Name(name)) => {
                let name = named(&name);
                Ok(syn::parse_quote!(::#name::model))
            }
            Err(_) => Err(spanned(
                ident.span(),
                "neither `caldicott` nor `caldicott-model` is a dependency; name the model with \
                 `#[case(crate = …)]`",
            )),
        },
    }
}

pub(crate) fn default_path() -> Path {
    syn::parse_quote!(::caldicott_model)
}
