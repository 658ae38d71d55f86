//! What becomes of a formula when cells it refers to are no more. A formula and the references that name nothing in, edits of
//! its text out. The result is always something Excel reads: a number never stands where only a reference may.

use super::formula::{Formula, Shape, Token};
use super::refs::LISTS;
use super::xml::Edits;

/// More functions that take any number of values.
const MORE_LISTS: [&str; 15] = [
    "STDEVA",
    "STDEVPA",
    "VARA",
    "VARPA",
    "DEVSQ",
    "AVEDEV",
    "GEOMEAN",
    "HARMEAN",
    "KURT",
    "SKEW",
    "MODE.SNGL",
    "MODE.MULT",
    "XOR",
    "HSTACK",
    "VSTACK",
];

/// Functions that, given an array, make an array of as many results.
const EACH: [&str; 40] = [
    "IF",
    "IFERROR",
    "IFNA",
    "ABS",
    "INT",
    "ROUND",
    "ROUNDUP",
    "ROUNDDOWN",
    "TRUNC",
    "MOD",
    "SIGN",
    "SQRT",
    "POWER",
    "NOT",
    "N",
    "T",
    "VALUE",
    "TEXT",
    "LEN",
    "LEFT",
    "RIGHT",
    "MID",
    "TRIM",
    "UPPER",
    "LOWER",
    "SEARCH",
    "FIND",
    "SUBSTITUTE",
    "EXACT",
    "YEAR",
    "MONTH",
    "DAY",
    "WEEKDAY",
    "ISNUMBER",
    "ISTEXT",
    "ISBLANK",
    "ISERROR",
    "ISNA",
    "ROW",
    "COLUMN",
];

/// Cuts the references `gone` (indexes of tokens) out of `text`: arguments of lists vanish, anything else becomes 0.
pub fn cut(text: &str, formula: &Formula, gone: &[usize], edits: &mut Edits) {
    let mut cutter = Cutter { formula, groups: Vec::new(), around: Vec::new() };
    cutter.read();
    for token in gone {
        let single = match &formula.tokens[*token].0 {
            Token::Ref(index) => formula.refs[*index].shape == Shape::Cell,
            _ => false,
        };
        cutter.nothing((*token, *token), !single, edits);
    }
    cutter.finish(text, edits);
}

/// `(…)` with or without a function before it, or the whole formula.
struct Group {
    /// Tokens of its parentheses; the whole formula has none.
    open: Option<usize>,
    close: usize,
    /// The function.
    call: Option<usize>,
    parent: usize,
    /// First token of each argument and the token behind it.
    arguments: Vec<(usize, usize)>,
    dropped: Vec<bool>,
}

struct Cutter<'f> {
    formula: &'f Formula,
    groups: Vec<Group>,
    /// The group each token stands in; a parenthesis stands outside of its own.
    around: Vec<usize>,
}

impl Cutter<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.formula.tokens.get(at).map(|(token, _)| token)
    }

    fn read(&mut self) {
        let count = self.formula.tokens.len();
        let group = |open: Option<usize>, call, parent, first| Group {
            open,
            close: count,
            call,
            parent,
            arguments: vec![(first, count)],
            dropped: Vec::new(),
        };
        self.groups.push(group(None, None, 0, 0));
        let mut at = 0;
        for (index, (token, _)) in self.formula.tokens.iter().enumerate() {
            match token {
                Token::Open | Token::Call(_) => {
                    self.around.push(at);
                    let call = if let Token::Call(call) = token { Some(*call) } else { None };
                    self.groups.push(group(Some(index), call, at, index + 1));
                    at = self.groups.len() - 1;
                }
                Token::Close if self.groups[at].open.is_some() => {
                    self.groups[at].close = index;
                    self.end_argument(at, index);
                    at = self.groups[at].parent;
                    self.around.push(at);
                }
                Token::Comma => {
                    self.end_argument(at, index);
                    self.groups[at].arguments.push((index + 1, count));
                    self.around.push(at);
                }
                _ => self.around.push(at),
            }
        }
        for group in &mut self.groups {
            group.dropped = vec![false; group.arguments.len()];
        }
    }

    fn end_argument(&mut self, group: usize, end: usize) {
        if let Some(argument) = self.groups[group].arguments.last_mut() {
            argument.1 = end;
        }
    }

    /// The group that begins or ends with this token.
    fn group_of(&self, token: usize) -> Option<&Group> {
        self.groups
            .iter()
            .find(|group| group.open.is_some() && (group.open == Some(token) || group.close == token))
    }

    fn ends_operand(&self, at: usize) -> bool {
        matches!(self.token(at), Some(Token::Ref(_) | Token::Name(_) | Token::Other | Token::Close))
    }

    fn begins_operand(&self, at: usize) -> bool {
        matches!(
            self.token(at),
            Some(Token::Ref(_) | Token::Name(_) | Token::Other | Token::Open | Token::Call(_))
        )
    }

    /// The whole of the computed range (`A1:INDEX(…)`, `A1:B2 B1:C3`, `A1#`) that tokens are part of.
    fn chain(&self, (mut first, mut last): (usize, usize)) -> (usize, usize) {
        loop {
            let before = first.checked_sub(1);
            let colon = |at: Option<usize>| at.is_some_and(|at| self.token(at) == Some(&Token::Op(":")));
            let left = if colon(before) { before.and_then(|at| at.checked_sub(1)) } else { before };
            if let Some(left) = left.filter(|left| self.ends_operand(*left)) {
                first = self.group_of(left).and_then(|group| group.open).unwrap_or(left);
                continue;
            }
            if before.is_some_and(|at| self.token(at) == Some(&Token::Op("@"))) {
                first -= 1;
                continue;
            }
            if self.token(last + 1) == Some(&Token::Op("#")) {
                last += 1;
                continue;
            }
            let right = if colon(Some(last + 1)) { last + 2 } else { last + 1 };
            if self.begins_operand(right) && self.around.get(right) == self.around.get(first) {
                last = self.group_of(right).map_or(right, |group| group.close);
                continue;
            }
            return (first, last);
        }
    }

    /// What the tokens name is no more; `many` if they could name several cells.
    fn nothing(&mut self, tokens: (usize, usize), many: bool, edits: &mut Edits) {
        let (first, last) = self.chain(tokens);
        if first >= self.around.len() || last >= self.formula.tokens.len() {
            return;
        }
        let at = self.around[first];
        let group = &self.groups[at];
        let number = group.arguments.iter().position(|argument| *argument == (first, last + 1));
        let Some(number) = number else {
            edits.replace(self.span(first, last), "0");
            if many {
                self.climb(at, first, edits);
            }
            return;
        };
        let Some(call) = group.call else {
            // A union, or a reference in parentheses: it goes if all of it does.
            self.groups[at].dropped[number] = true;
            let group = &self.groups[at];
            if !group.dropped.iter().all(|dropped| *dropped) {
                return;
            }
            match group.open {
                Some(open) => self.nothing((open, group.close), many, edits),
                None => edits.replace(self.span(0, self.formula.tokens.len() - 1), "0"),
            }
            return;
        };
        let name = self.formula.calls[call].name.as_str();
        if self.drops(at, name, number) {
            self.groups[at].dropped[number] = true;
        } else if needs_reference(name, number) {
            self.zero(at, edits);
            if many && EACH.contains(&name) {
                self.climb(self.groups[at].parent, first, edits);
            }
        } else {
            edits.replace(self.span(first, last), "0");
            if many {
                self.climb(at, first, edits);
            }
        }
    }

    /// An array of nothing stands in the group `at`: what adds up its elements has none there.
    fn climb(&mut self, mut at: usize, token: usize, edits: &mut Edits) {
        loop {
            let group = &self.groups[at];
            if group.open.is_none() {
                return;
            }
            if let Some(call) = group.call {
                let name = self.formula.calls[call].name.as_str();
                let holds = |argument: &(usize, usize)| (argument.0..argument.1).contains(&token);
                let Some(number) = group.arguments.iter().position(holds) else { return };
                if name == "SUMPRODUCT" {
                    return self.zero(at, edits);
                }
                if self.drops(at, name, number) {
                    self.groups[at].dropped[number] = true;
                    return;
                }
                let tests = match name {
                    "COUNTIF" | "SUMIF" | "AVERAGEIF" => number == 1,
                    "COUNTIFS" => number % 2 == 1,
                    "SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS" => number > 0 && number.is_multiple_of(2),
                    _ => EACH.contains(&name),
                };
                if !tests {
                    return;
                }
            }
            at = self.groups[at].parent;
        }
    }

    /// Whether an argument can be left out as if it were empty.
    fn drops(&self, group: usize, name: &str, number: usize) -> bool {
        match name {
            "SUBTOTAL" => number >= 1,
            "TEXTJOIN" => number >= 2,
            "AGGREGATE" => {
                let first = self.groups[group].arguments[0].0;
                // From 14 on it takes one array and a number.
                number >= 2 && matches!(self.token(first), Some(Token::Number(kind)) if *kind < 14.0)
            }
            name => LISTS.contains(&name) || MORE_LISTS.contains(&name),
        }
    }

    fn span(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        self.formula.tokens[first].1.start..self.formula.tokens[last].1.end
    }

    /// The call becomes 0.
    fn zero(&self, group: usize, edits: &mut Edits) {
        let Group { open: Some(open), close, .. } = &self.groups[group] else { return };
        let last = (*close).min(self.formula.tokens.len() - 1);
        edits.replace(self.span(*open, last), "0");
    }

    /// Leaves out the arguments of lists; where none remains, the list is 0.
    fn finish(&self, text: &str, edits: &mut Edits) {
        for (at, group) in self.groups.iter().enumerate() {
            let Some(first_dropped) = group.dropped.iter().position(|dropped| *dropped) else { continue };
            let name = group.call.map(|call| self.formula.calls[call].name.as_str());
            let fixed = match name {
                Some("SUBTOTAL") => 1,
                Some("AGGREGATE" | "TEXTJOIN") => 2,
                _ => 0,
            };
            let left = |number: usize| {
                let (first, end) = group.arguments[number];
                !group.dropped[number] && first < end
            };
            let none = !(fixed..group.arguments.len()).any(left);
            if none && group.call.is_none() {
                continue;
            }
            if none && matches!(name, Some("COUNT" | "COUNTA" | "SUBTOTAL" | "AGGREGATE")) {
                self.zero(at, edits);
                continue;
            }
            let byte = |token: usize, start: bool| {
                let found =
                    self.formula.tokens.get(token).map(|(_, span)| if start { span.start } else { span.end });
                found.unwrap_or(text.len())
            };
            for (number, (first, end)) in group.arguments.iter().enumerate() {
                if !group.dropped[number] {
                    continue;
                }
                let (start, stop) = (byte(*first, true), byte(end.saturating_sub(1), false));
                let before = if *first > 0 { byte(*first - 1, false) } else { 0 };
                if none && number == first_dropped {
                    edits.replace(start..stop, "0");
                } else if none || group.dropped[..number].iter().any(|dropped| !dropped) {
                    edits.remove(byte(first.saturating_sub(1), true)..stop);
                } else {
                    edits.remove(before..byte(*end, false));
                }
            }
        }
    }
}

/// Whether only a reference may stand there.
fn needs_reference(name: &str, number: usize) -> bool {
    match name {
        "SUBTOTAL" | "CELL" | "GETPIVOTDATA" | "RANK" | "RANK.EQ" | "RANK.AVG" => number >= 1,
        "AGGREGATE" => number >= 2,
        "SUMIF" | "AVERAGEIF" | "DSUM" | "DCOUNT" | "DCOUNTA" | "DGET" | "DMAX" | "DMIN" | "DAVERAGE"
        | "DPRODUCT" | "DSTDEV" | "DSTDEVP" | "DVAR" | "DVARP" => number == 0 || number == 2,
        "COUNTIF" | "COUNTBLANK" | "ROW" | "COLUMN" | "ROWS" | "COLUMNS" | "AREAS" | "OFFSET" | "ISREF"
        | "FORMULATEXT" | "ISFORMULA" | "PHONETIC" | "SHEET" => number == 0,
        "COUNTIFS" => number.is_multiple_of(2),
        "SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS" => number == 0 || number % 2 == 1,
        "SUMPRODUCT" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
