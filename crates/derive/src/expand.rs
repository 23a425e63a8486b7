//! Writes the implementations.

use darling::{Error, FromDeriveInput, FromField};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Ident, Path, Type};

use crate::attributes::{Case, FieldData, Quoted, misstated, spanned};
use crate::itself::holds;
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
    let mut errors = Error::accumulator();
    let case = errors.handle(read_case(input));
    let record_type = case.as_ref().and_then(|case| errors.handle(record_type(case, input)));
    let told = case.as_ref().and_then(|case| case.model.as_ref());
    let model = errors.handle_in(|| model_path(told, &input.ident)).unwrap_or_else(default_path);
    let slots = errors.handle_in(|| slots(input)).unwrap_or_default();
    let mut fields: Vec<Field> = Vec::with_capacity(slots.len());
    for slot in slots {
        let Some(field) = errors.handle(read_field(slot, input, &model)) else { continue };
        if fields.iter().any(|other| other.name == field.name) {
            let message = format!("field `{}` stands twice", field.name);
            errors.push(spanned(field.ident.span(), message));
        }
        fields.push(field);
    }
    errors.finish()?;
    let debug = case.is_some_and(|case| case.debug.is_present()).then(|| debug(input, &fields));
    let code = implementations(input, &record_type.unwrap_or_default(), &model, &fields);
    Ok(quote!(#code #debug))
}

fn read_case(input: &DeriveInput) -> darling::Result<Case> {
    let mut errors = Error::accumulator();
    for attribute in &input.attrs {
        if attribute.path().is_ident("case") {
            errors.handle(misstated(attribute, "case(type = \"…\")"));
        }
        if attribute.path().is_ident("data") {
            let message =
                "`#[data(…)]` stands on a field: every field says for itself what it is about";
            errors.push(spanned(attribute.span(), message));
        }
    }
    errors.finish()?;
    Case::from_derive_input(input)
}

fn record_type(case: &Case, input: &DeriveInput) -> darling::Result<String> {
    match &case.record_type {
        Some(name) if name.is_blank() => Err(spanned(name.span(), "a name stands here")),
        Some(name) => Ok(name.as_str().to_owned()),
        None => Err(spanned(
            input.ident.span(),
            "the record type has no name: give it one with `#[case(type = \"…\")]`",
        )),
    }
}

fn slots(input: &DeriveInput) -> darling::Result<Vec<&syn::Field>> {
    let refused = |message| Err(spanned(input.ident.span(), message));
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if fields.named.is_empty() => {
                refused("a case record has at least one field")
            }
            Fields::Named(fields) => Ok(fields.named.iter().collect()),
            Fields::Unnamed(_) | Fields::Unit => refused(NO_RECORD),
        },
        Data::Enum(_) | Data::Union(_) => refused(NO_RECORD),
    }
}

const NO_RECORD: &str = "a case record is a struct with named fields";

fn implementations(
    input: &DeriveInput,
    record_type: &str,
    model: &Path,
    fields: &[Field],
) -> TokenStream {
    let ident = &input.ident;
    let mut generics = input.generics.clone();
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
    }
}

/// A `Debug` that names the fields and shows none.
fn debug(input: &DeriveInput, fields: &[Field]) -> TokenStream {
    let ident = &input.ident;
    let (start, arguments, clause) = input.generics.split_for_impl();
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

fn read_field(field: &syn::Field, record: &DeriveInput, model: &Path) -> darling::Result<Field> {
    let Some(ident) = &field.ident else { return Err(spanned(field.span(), NO_RECORD)) };
    if let Some(case) = field.attrs.iter().find(|attribute| attribute.path().is_ident("case")) {
        return Err(spanned(
            case.span(),
            "`#[case(…)]` stands on the struct, and `#[data(…)]` here",
        ));
    }
    if !field.attrs.iter().any(|attribute| attribute.path().is_ident("data")) {
        let message = format!(
            "field `{}` has no tag: say what it is about with `#[data(category = \"…\")]`, \
             `#[data(free_text)]` if it may be about anything, or `#[data(none)]` if it is about nobody",
            ident.unraw()
        );
        return Err(spanned(ident.span(), message));
    }
    let mut errors = Error::accumulator();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("data")) {
        errors.handle(misstated(attribute, "data(category = \"…\")"));
    }
    errors.finish()?;
    let data = FieldData::from_field(field)?;
    let mut errors = Error::accumulator();
    if holds(&field.ty, &record.ident) {
        let message = format!(
            "field `{}` holds records of the type that it stands in, whose tags would have no end: \
             keep what names the other records instead",
            ident.unraw()
        );
        errors.push(spanned(field.ty.span(), message));
    }
    let categories = errors.handle(data.category_names()).unwrap_or_default();
    let markings = errors.handle(data.marking_names()).unwrap_or_default();
    let degree = errors.handle(data.degree_name()).flatten();
    if let Some(error) = contradiction(&data, ident) {
        errors.push(error);
    }
    for text in [&data.sub, &data.name].into_iter().flatten() {
        if text.is_blank() {
            errors.push(spanned(text.span(), "a name stands here"));
        }
    }
    errors.finish()?;

    let name =
        data.name.as_ref().map_or_else(|| ident.unraw().to_string(), |n| n.as_str().to_owned());
    let degree = degree.unwrap_or_else(|| default_degree(&data, &categories).to_owned());
    let degree = variant(&degree);
    let categories = category_set(&data, &categories, model);
    let sub = option(data.sub.as_ref().map(Quoted::as_str));
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
        let span = data.category.as_ref().map_or_else(Span::call_site, Quoted::span);
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
    if let (true, Some(degree)) = (data.none.is_present(), &data.identifiability)
        && degree.as_str() != "none"
    {
        let message = format!("field `{name}` is about nobody, so it identifies nobody");
        return Some(spanned(degree.span(), message));
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
