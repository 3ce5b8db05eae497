//! Paths of codes as people type them and other programs write them, with a `>` between the levels. A `>` may also be part
//! of a name, such as `income >50k` or `push->pull`.

use super::codebook::{PATH_SEPARATOR, code_name};
use super::{CodeId, Codebook, same_name};

/// Returns the levels of a typed path. A `>` or `＞` divides them if it stands between blanks, and without blanks if it
/// cannot be a comparison or an arrow: no digit, sign or currency follows it, and no sign precedes it. A level is empty if
/// nothing stands on one side of the sign.
///
/// ```
/// use pullquote::model::typed_path::typed_levels;
/// assert_eq!(typed_levels("Rent >  low \n income"), ["Rent", "low income"]);
/// assert_eq!(typed_levels("家庭＞孩子>上学"), ["家庭", "孩子", "上学"]);
/// assert_eq!(typed_levels("income >50k"), ["income >50k"]);
/// assert_eq!(typed_levels("push->pull"), ["push->pull"]);
/// assert_eq!(typed_levels("Rent >"), ["Rent", ""]);
/// ```
#[must_use]
pub fn typed_levels(typed: &str) -> Vec<String> {
    let typed = one_line(typed);
    let mut levels = Vec::new();
    let mut start = 0;
    for (at, sign) in typed.match_indices(['>', '＞']) {
        let (before, after) = around(&typed, at, sign);
        if divides(before, after) {
            levels.push(typed.get(start..at).unwrap_or_default().trim().to_owned());
            start = at + sign.len();
        }
    }
    levels.push(typed.get(start..).unwrap_or_default().trim().to_owned());
    levels
}

/// A typed path: what exists of it, and what does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedPath {
    /// The deepest code of the path that exists above its last level.
    pub parent: Option<CodeId>,
    /// The names of the levels below `parent`, from the top; never empty. A level without a name is empty.
    pub names: Vec<String>,
}

impl Codebook {
    /// Reads a typed path that begins below `parent`. The names of codes that exist stay whole, whatever signs they
    /// contain; after such a name, `／` divides, too.
    #[must_use]
    pub fn typed_path(&self, parent: Option<CodeId>, typed: &str) -> TypedPath {
        self.divided(parent, typed, &['>', '＞', '／'])
    }

    /// Returns the levels of a path that another program wrote, each valid as the name of a code. The names of codes that
    /// exist stay whole.
    #[must_use]
    pub fn written_levels(&self, written: &str) -> Vec<String> {
        let TypedPath { parent, names } = self.divided(None, written, &['>', '＞']);
        let above = parent.map(|parent| self.path(parent).0).into_iter().flatten();
        above.chain(names.iter().map(|name| code_name(name)).filter(|name| !name.is_empty())).collect()
    }

    fn divided(&self, parent: Option<CodeId>, typed: &str, signs: &[char]) -> TypedPath {
        let typed = one_line(typed);
        let (mut parent, mut rest) = (parent, typed.as_str());
        let child = |parent: Option<CodeId>, name: &str| {
            let is_named = |known: &str| same_name(known, name) || same_name(known, &code_name(name));
            self.children(parent).find(|code| is_named(&code.name))
        };
        loop {
            if child(parent, rest).is_some() {
                return TypedPath { parent, names: vec![rest.to_owned()] };
            }
            let mut ends: Vec<(usize, &str)> = rest.match_indices(signs).collect();
            // The longest name first: `income > 3000` before `income`.
            ends.reverse();
            let known = ends.into_iter().find_map(|(at, sign)| {
                let (before, after) = around(rest, at, sign);
                let code = child(parent, before.trim()).filter(|_| sign == "／" || divides(before, after))?;
                Some((code.id, after.trim()))
            });
            match known {
                Some((code, after)) => (parent, rest) = (Some(code), after),
                None => return TypedPath { parent, names: typed_levels(rest) },
            }
        }
    }
}

impl TypedPath {
    /// Returns the levels below [`Self::parent`] as one path.
    #[must_use]
    pub fn below(&self) -> String {
        self.names.join(PATH_SEPARATOR)
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what stands before and after a sign.
fn around<'t>(text: &'t str, at: usize, sign: &str) -> (&'t str, &'t str) {
    (text.get(..at).unwrap_or_default(), text.get(at + sign.len()..).unwrap_or_default())
}

/// True if a `>` between these texts divides a path.
fn divides(before: &str, after: &str) -> bool {
    let is_before = before.is_empty() || before.ends_with(' ');
    let is_after = after.is_empty() || after.starts_with(' ');
    if is_before && is_after {
        return true;
    }
    let (last, next) = (before.trim_end().chars().next_back(), after.trim_start().chars().next());
    let (Some(last), true) = (last, next.is_none_or(begins_level)) else { return false };
    // The end of a tag such as `<b>`.
    let is_tag = before.rsplit(' ').next().is_some_and(|word| word.contains(['<', '＜']));
    !is_tag && !"-=<>－＝＜＞".contains(last)
}

/// False for what stands after a `>` that compares numbers or is part of another sign.
fn begins_level(c: char) -> bool {
    !c.is_numeric() && !"=>＝＞$¥￥€£<＜".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;

    #[test]
    fn a_sign_divides_a_path_unless_it_is_part_of_a_name() {
        let book = samples::book(&[
            (1, None, "Rent"),
            (2, Some(1), "low"),
            (3, None, "家庭"),
            (4, None, "income > 3000"),
            (5, None, "age › 60"),
            (6, Some(4), "x>y"),
            (7, None, "父／母"),
        ]);
        for (typed, parent, names) in [
            ("Rent > high", Some(1), vec!["high"]),
            ("Rent>high", Some(1), vec!["high"]),
            ("Rent＞high", Some(1), vec!["high"]),
            ("Rent> high", Some(1), vec!["high"]),
            ("Rent　＞　low＞very", Some(2), vec!["very"]),
            ("rent > low", None, vec!["rent", "low"]),
            ("家庭＞孩子", Some(3), vec!["孩子"]),
            ("家庭／孩子", Some(3), vec!["孩子"]),
            ("学校／孩子", None, vec!["学校／孩子"]),
            ("A>B＞C > D", None, vec!["A", "B", "C", "D"]),
            ("Rent > low", Some(1), vec!["low"]),
            ("Rent >", Some(1), vec![""]),
            ("A >", None, vec!["A", ""]),
            ("A > > B", None, vec!["A", "", "B"]),
            // Names with a sign.
            ("Rent >50k", None, vec!["Rent >50k"]),
            ("Rent>50k", None, vec!["Rent>50k"]),
            ("收入＞3000", None, vec!["收入＞3000"]),
            ("push->pull", None, vec!["push->pull"]),
            ("a>>b", None, vec!["a>>b"]),
            ("a>=b", None, vec!["a>=b"]),
            ("<b>x", None, vec!["<b>x"]),
            (">x", None, vec![">x"]),
            // Names that exist.
            ("income > 3000", None, vec!["income > 3000"]),
            ("income > 3000 > high", Some(4), vec!["high"]),
            ("income > 3000>x>y", Some(4), vec!["x>y"]),
            ("income > 3000 > x>y > z", Some(6), vec!["z"]),
            ("age > 60 > old", Some(5), vec!["old"]),
            ("父／母", None, vec!["父／母"]),
            ("父／母／子", Some(7), vec!["子"]),
        ] {
            let found = book.typed_path(None, typed);
            assert_eq!(
                (found.parent, found.names),
                (parent.map(CodeId), names.into_iter().map(str::to_owned).collect()),
                "{typed}"
            );
        }
        for (written, levels) in [
            ("Rent>low>very", vec!["Rent", "low", "very"]),
            ("income > 3000>x>y", vec!["income > 3000", "x>y"]),
            ("age > 60", vec!["age › 60"]),
            ("家庭／孩子", vec!["家庭／孩子"]),
            ("A >", vec!["A"]),
            (">", vec![]),
        ] {
            assert_eq!(book.written_levels(written), levels, "{written}");
        }
        assert_eq!(book.typed_path(Some(CodeId(1)), "low > b").parent, Some(CodeId(2)));
    }
}
