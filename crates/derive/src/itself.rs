//! Finds a record that would hold itself.

use syn::{GenericArgument, Ident, PathArguments, Type, TypePath};

/// Whether a value of this type holds one of the record's own type, as far as the type says by name.
///
/// The tags of a record list those of the records in it, so there would be no end to them. The compiler
/// says so too, in thirty lines about the constants of other crates.
pub(crate) fn holds(ty: &Type, record: &Ident) -> bool {
    if let Type::Path(path) = ty {
        return named(path, record);
    }
    let inner = if let Type::Array(array) = ty {
        &array.elem
    } else if let Type::Group(group) = ty {
        &group.elem
    } else if let Type::Paren(paren) = ty {
        &paren.elem
    } else if let Type::Reference(reference) = ty {
        &reference.elem
    } else {
        return false;
    };
    holds(inner, record)
}

fn named(path: &TypePath, record: &Ident) -> bool {
    // A path of several names leads to a type of another place.
    let only = path.path.segments.first().filter(|_| path.path.segments.len() == 1);
    let itself = only.is_some_and(|name| name.ident == *record || name.ident == "Self");
    let mut arguments = path.path.segments.iter().flat_map(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(inside) => inside.args.iter().collect::<Vec<_>>(),
        PathArguments::None | PathArguments::Parenthesized(_) => Vec::new(),
    });
    path.qself.is_none()
        && (itself
            || arguments.any(
                |argument| matches!(argument, GenericArgument::Type(inner) if holds(inner, record)),
            ))
}
