//! Writes the implementations.

use darling::util::SpannedValue;
use darling::{Error, FromDeriveInput, FromField};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Ident, Path, Type};

use crate::attributes::{Case, FieldData, FieldSlot, spanned};
use crate::names;
use crate::paths::{default_path, model_path};

/// A field that is read and without fault.
struct Field {
    ident: Ident,
    ty: Type,
    name: String,
    tag: TokenStream,
}

pub(crate) fn case_record(input: &DeriveInput) -> darling::Result<TokenStream> {
    let case = Case::from_derive_input(input)?;
    let mut errors = Error::accumulator();
    let model = errors
        .handle_in(|| model_path(case.model.as_ref(), &case.ident))
        .unwrap_or_else(default_path);
    let record_type = errors.handle_in(|| record_type(&case)).unwrap_or_default();
    let slots = errors.handle_in(|| slots(&case)).unwrap_or_default();
    let mut fields: Vec<Field> = Vec::with_capacity(slots.len());
    for slot in slots {
        let Some(field) = errors.handle(read_field(&slot.0, &model)) else { continue };
        if fields.iter().any(|other| other.name == field.name) {
            let message = format!("field `{}` stands twice", field.name);
            errors.push(spanned(field.ident.span(), message));
        }
        fields.push(field);
    }
    errors.finish()?;
    Ok(implementations(&case, &record_type, &model, &fields))
}

fn record_type(case: &Case) -> darling::Result<String> {
    match &case.record_type {
        Some(name) if name.trim().is_empty() => Err(spanned(name.span(), "a name stands here")),
        Some(name) => Ok(name.as_str().to_owned()),
        None => Err(spanned(
            case.ident.span(),
            "the record type has no name: give it one with `#[case(type = \"…\")]`",
        )),
    }
}

fn slots(case: &Case) -> darling::Result<Vec<&FieldSlot>> {
    let refused = |message| Err(spanned(case.ident.span(), message));
    match &case.data {
        darling::ast::Data::Struct(fields) if !fields.is_struct() => {
            refused("a case record is a struct with named fields")
        }
        darling::ast::Data::Struct(fields) if fields.is_empty() => {
            refused("a case record has at least one field")
        }
        darling::ast::Data::Struct(fields) => Ok(fields.iter().collect()),
        darling::ast::Data::Enum(_) => refused("a case record is a struct with named fields"),
    }
}

fn implementations(case: &Case, record_type: &str, model: &Path, fields: &[Field]) -> TokenStream {
    let ident = &case.ident;
    let mut generics = case.generics.clone();
    if generics.type_params().next().is_some() {
        let clause = generics.make_where_clause();
        for Field { ty, .. } in fields {
            clause.predicates.push(syn::parse_quote!(#ty: #model::FieldValue));
        }
    }
    let (start, arguments, clause) = generics.split_for_impl();
    let tags = fields.iter().map(|field| &field.tag);
    let places: Vec<Ident> =
        (0..fields.len()).map(|place| format_ident!("__tag_{place}")).collect();
    let visits = fields.iter().zip(&places).map(|(Field { ident, ty, .. }, place)| {
        quote_spanned! {ty.span()=>
            __visitor.field(#place, <#ty as #model::FieldValue>::value(&self.#ident, __purpose))?;
        }
    });
    let debug = case.debug.is_present().then(|| debug(case, fields));
    quote! {
        #[automatically_derived]
        impl #start #model::DeclaredRecord for #ident #arguments #clause {
            const TYPE: &'static str = #record_type;
            const FIELDS: &'static [#model::FieldTag] = &[#(#tags),*];
        }

        #[automatically_derived]
        impl #start #model::CaseRecord for #ident #arguments #clause {
            #[inline]
            fn record_type(&self) -> &str {
                <Self as #model::DeclaredRecord>::TYPE
            }

            #[inline]
            fn fields(&self) -> &[#model::FieldTag] {
                <Self as #model::DeclaredRecord>::FIELDS
            }

            #[inline]
            fn visit<__V: #model::FieldVisitor + ?::core::marker::Sized>(
                &self,
                __visitor: &mut __V,
            ) -> ::core::result::Result<(), __V::Error> {
                let __purpose = __visitor.purpose();
                let [#(#places),*] = <Self as #model::DeclaredRecord>::FIELDS else {
                    ::core::unreachable!()
                };
                #(#visits)*
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        impl #start #model::FieldValue for #ident #arguments #clause {
            const KIND: #model::Kind = #model::Kind::Record;
            const NESTED: &'static [#model::FieldTag] = <Self as #model::DeclaredRecord>::FIELDS;

            #[inline]
            fn value(&self, _purpose: #model::Purpose) -> #model::Value<'_> {
                #model::Value::Record(self)
            }
        }

        #debug
    }
}

/// A `Debug` that names the fields and shows none.
fn debug(case: &Case, fields: &[Field]) -> TokenStream {
    let ident = &case.ident;
    let (start, arguments, clause) = case.generics.split_for_impl();
    let name = ident.unraw().to_string();
    let names = fields.iter().map(|field| field.ident.unraw().to_string());
    quote! {
        #[automatically_derived]
        impl #start ::core::fmt::Debug for #ident #arguments #clause {
            fn fmt(&self, __out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __out.debug_struct(#name)
                    #(.field(#names, &::core::format_args!("…")))*
                    .finish()
            }
        }
    }
}

fn read_field(field: &syn::Field, model: &Path) -> darling::Result<Field> {
    let Some(ident) = &field.ident else {
        return Err(Error::unsupported_shape("tuple struct").with_span(field));
    };
    if !field.attrs.iter().any(|attribute| attribute.path().is_ident("data")) {
        let message = format!(
            "field `{}` has no tag: say what it is about with `#[data(category = \"…\")]`, \
             `#[data(free_text)]` if it may be about anything, or `#[data(none)]` if it is about nobody",
            ident.unraw()
        );
        return Err(spanned(ident.span(), message));
    }
    let data = FieldData::from_field(field)?;
    let mut errors = Error::accumulator();
    let categories = errors.handle(data.category_names()).unwrap_or_default();
    let markings = errors.handle(data.marking_names()).unwrap_or_default();
    let degree = errors.handle(data.degree_name()).flatten();
    if let Some(error) = contradiction(&data, ident) {
        errors.push(error);
    }
    for text in [&data.sub, &data.name].into_iter().flatten() {
        if text.trim().is_empty() {
            errors.push(spanned(text.span(), "a name stands here"));
        }
    }
    errors.finish()?;

    let name = data.name.as_ref().map_or_else(|| ident.unraw().to_string(), |n| n.to_string());
    let degree = degree.unwrap_or_else(|| default_degree(&data, &categories).to_owned());
    let degree = variant(&degree);
    let categories = category_set(&data, &categories, model);
    let sub = option(data.sub.as_ref().map(|sub| sub.as_str()));
    let markings = markings.iter().map(|marking| variant(marking));
    let ty = &data.ty;
    let list = data.values.as_ref().or(data.special_values.as_ref());
    let values = list.map_or_else(
        || quote!(<#ty as #model::FieldValue>::VALUES),
        |list| {
            let path = &list.0;
            quote!(#path)
        },
    );
    let harmless = data.special_values.is_some().then(|| quote!(.other_codes_harmless()));
    let tag = quote_spanned! {ty.span()=>
        #model::FieldTag::declared(
            #name,
            #categories,
            #sub,
            #model::Identifiability::#degree,
            #model::MarkingSet::of(&[#(#model::Marking::#markings),*]),
            #values,
        )
        #harmless
        .shaped(
            <#ty as #model::FieldValue>::KIND,
            <#ty as #model::FieldValue>::OPTIONAL,
            <#ty as #model::FieldValue>::NESTED,
        )
    };
    Ok(Field { ident: ident.clone(), ty: ty.clone(), name, tag })
}

/// What the attribute says twice, or not at all.
fn contradiction(data: &FieldData, ident: &Ident) -> Option<Error> {
    let about = data.category.is_some() || data.categories.is_some();
    let at = |flag: &darling::util::Flag| flag.is_present().then(|| flag.span());
    let name = ident.unraw();
    if data.category.is_some() && data.categories.is_some() {
        let span = data.category.as_ref().map_or_else(Span::call_site, SpannedValue::span);
        return Some(spanned(span, format!("field `{name}` has `category` and `categories`")));
    }
    for (word, span) in [("none", at(&data.none)), ("administrative", at(&data.administrative))] {
        let Some(span) = span else { continue };
        if about || data.free_text.is_present() {
            return Some(spanned(span, format!("field `{name}` is `{word}` and about something")));
        }
    }
    if let (Some(span), true) = (at(&data.none), data.administrative.is_present()) {
        return Some(spanned(span, format!("field `{name}` is `none` and `administrative`")));
    }
    if let (Some(span), Some(_)) = (at(&data.none), &data.sub) {
        return Some(spanned(span, format!("field `{name}` is about nobody, so it has no `sub`")));
    }
    if data.values.is_some() && data.special_values.is_some() {
        let message = format!("field `{name}` has `values` and `special_values`");
        return Some(spanned(ident.span(), message));
    }
    let tagged = about
        || data.free_text.is_present()
        || data.administrative.is_present()
        || data.none.is_present();
    (!tagged).then(|| {
        let message = format!(
            "field `{name}` does not say what it is about: add `category = \"…\"`, `free_text`, \
             `administrative` or `none`"
        );
        spanned(ident.span(), message)
    })
}

fn category_set(data: &FieldData, names: &[String], model: &Path) -> TokenStream {
    if data.none.is_present() {
        return quote!(#model::CategorySet::NONE);
    }
    if names.is_empty() && data.free_text.is_present() {
        return quote!(#model::CategorySet::EVERY);
    }
    let administrative = data.administrative.is_present().then(|| "administrative".to_owned());
    let variants = names.iter().chain(&administrative).map(|name| variant(name));
    quote!(#model::CategorySet::of(&[#(#model::Category::#variants),*]))
}

/// How far a field identifies when it does not say.
fn default_degree(data: &FieldData, categories: &[String]) -> &'static str {
    const DIRECT: [&str; 4] = ["identity", "contact", "next-of-kin", "address-and-location"];
    if data.free_text.is_present() || categories.iter().any(|name| DIRECT.contains(&name.as_str()))
    {
        return "direct";
    }
    let about_nobody = categories.iter().all(|name| name == "premises" || name == "administrative");
    if about_nobody { "none" } else { "quasi" }
}

pub(crate) fn variant(name: &str) -> Ident {
    format_ident!("{}", names::variant(name))
}

fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(
        || quote!(::core::option::Option::None),
        |text| quote!(::core::option::Option::Some(#text)),
    )
}
