//! Splits the text of a formula (without `=`, as stored) into tokens with byte spans and finds its references. Nothing is
//! computed or changed here; text that is not understood becomes [`Token::Other`] and is left alone by everyone.

mod arguments;

use std::ops::Range;

use super::lexis::{
    Parsed, area_len, bracketed, error_len, number_len, parse_area, quoted, three_dimensional, word_char,
};

/// One piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A number.
    Number(f64),
    /// A text, quotes undoubled.
    Text(String),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// `#N/A` and its like.
    Error(String),
    /// A defined name or anything else that is spelled like one.
    Name(String),
    /// A reference: index into [`Formula::refs`].
    Ref(usize),
    /// A function's name with its opening parenthesis: index into [`Formula::calls`].
    Call(usize),
    /// `(` that groups.
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// An operator: `+ - * / ^ & % = < > <= >= <> : @ #`.
    Op(&'static str),
    /// Structured references, array constants, external and 3-D references: not understood.
    Other,
}

/// Which sheet a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetName {
    /// None: the formula's own.
    Own,
    /// This one.
    Named(String),
}

/// What a reference looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `B7`
    Cell,
    /// `B7:C9`
    Range,
    /// `5:7`
    Rows,
    /// `B:C`
    Cols,
}

/// Corner of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corner {
    /// 1-based row.
    pub row: u32,
    /// 1-based column.
    pub col: u32,
    /// `$` before the row.
    pub row_fixed: bool,
    /// `$` before the column.
    pub col_fixed: bool,
}

/// A reference with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// The reference with its sheet.
    pub span: Range<usize>,
    /// Without the sheet and its `!`.
    pub area: Range<usize>,
    /// The sheet it names.
    pub sheet: SheetName,
    /// Its shape.
    pub shape: Shape,
    /// Top left as written (corners are not swapped).
    pub first: Corner,
    /// Bottom right; the same as `first` for a cell.
    pub last: Corner,
    /// The call whose whole argument it is, and the argument's 0-based number.
    pub argument: Option<(usize, usize)>,
    /// The same if it stands in parentheses of its own there, alone or with others: `SUM((B7,B9))`.
    pub grouped: Option<(usize, usize)>,
    /// Whether it stands next to a `:` or is otherwise part of a computed range.
    pub joined: bool,
}

/// A function call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Upper case, without `_xlfn.` and the like.
    pub name: String,
    /// From the name to behind the closing parenthesis.
    pub span: Range<usize>,
    /// How many arguments it has.
    pub arguments: usize,
}

/// A formula's tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
    /// All tokens but white space, with their spans.
    pub tokens: Vec<(Token, Range<usize>)>,
    /// References in order.
    pub refs: Vec<Ref>,
    /// Calls in order of their names.
    pub calls: Vec<Call>,
}

impl Formula {
    /// Splits `text`.
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { text, at: 0, out: Self::default(), stack: Vec::new() };
        while reader.at < text.len() {
            reader.token();
        }
        reader.out.mark_arguments();
        reader.out
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    out: Formula,
    stack: Vec<Option<usize>>,
}

const OPERATORS: [&str; 16] =
    ["<=", ">=", "<>", "+", "-", "*", "/", "^", "&", "%", "=", "<", ">", ":", "@", "#"];

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, token: Token, len: usize) {
        let span = self.at..self.at + len;
        self.at = span.end;
        self.out.tokens.push((token, span));
    }

    fn token(&mut self) {
        let rest = self.rest();
        let Some(ch) = rest.chars().next() else { return };
        match ch {
            _ if ch.is_whitespace() => self.at += ch.len_utf8(),
            '"' => {
                let len = quoted(rest, '"');
                let inner = rest[1..len].strip_suffix('"').unwrap_or(&rest[1..len]).replace("\"\"", "\"");
                self.push(Token::Text(inner), len);
            }
            '{' => {
                let len = rest.find('}').map_or(rest.len(), |end| end + 1);
                self.push(Token::Other, len);
            }
            '[' => self.push(Token::Other, bracketed(rest)),
            '#' if error_len(rest) > 1 => {
                let len = error_len(rest);
                self.push(Token::Error(rest[..len].to_owned()), len);
            }
            '(' => {
                self.stack.push(None);
                self.push(Token::Open, 1);
            }
            ')' => {
                if let Some(Some(call)) = self.stack.pop() {
                    self.out.calls[call].span.end = self.at + 1;
                }
                self.push(Token::Close, 1);
            }
            ',' => self.push(Token::Comma, 1),
            '\'' => self.quoted_sheet(),
            _ if word_char(ch) || ch == '$' => self.word(),
            _ => match OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
                Some(operator) => self.push(Token::Op(operator), operator.len()),
                None => self.push(Token::Other, ch.len_utf8()),
            },
        }
    }

    /// `'Sheet name'!A1`
    fn quoted_sheet(&mut self) {
        let rest = self.rest();
        let len = quoted(rest, '\'');
        if rest.as_bytes().get(len) != Some(&b'!') {
            return self.push(Token::Other, len);
        }
        let inner = rest[1..len].strip_suffix('\'').unwrap_or(&rest[1..len]).replace("''", "'");
        if inner.contains(['[', ':']) {
            let area = area_len(&rest[len + 1..]);
            return self.push(Token::Other, len + 1 + area);
        }
        self.sheet_reference(len + 1, SheetName::Named(inner));
    }

    fn sheet_reference(&mut self, prefix: usize, sheet: SheetName) {
        let rest = &self.rest()[prefix..];
        if let Some(parsed) = parse_area(rest) {
            return self.reference(prefix, sheet, parsed);
        }
        let len = rest.chars().take_while(|ch| word_char(*ch)).map(char::len_utf8).sum::<usize>();
        let len = len.max(error_len(rest));
        self.push(Token::Other, prefix + len);
    }

    fn reference(&mut self, prefix: usize, sheet: SheetName, (shape, first, last, len): Parsed) {
        let span = self.at..self.at + prefix + len;
        let area = self.at + prefix..span.end;
        if shape == Shape::Cell && self.ends_a_range(&sheet, last, &span) {
            self.at = span.end;
            return;
        }
        let index = self.out.refs.len();
        self.out.refs.push(Ref {
            span,
            area,
            sheet,
            shape,
            first,
            last,
            argument: None,
            grouped: None,
            joined: false,
        });
        self.push(Token::Ref(index), prefix + len);
    }

    /// Whether the cell `last` makes a range of the cell before it and the `:` between them: `B7 : C9`, `S!B7:S!C9`.
    fn ends_a_range(&mut self, sheet: &SheetName, last: Corner, span: &Range<usize>) -> bool {
        let [rest @ .., (Token::Ref(index), _), (Token::Op(":"), _)] = self.out.tokens.as_slice() else {
            return false;
        };
        let follows = self.text[span.end..].trim_start();
        let chained =
            matches!(rest.last(), Some((Token::Op(":"), _))) || follows.starts_with([':', '#', '(']);
        let first = &mut self.out.refs[*index];
        let same = *sheet == SheetName::Own || *sheet == first.sheet;
        if chained || !same || first.shape != Shape::Cell {
            return false;
        }
        (first.shape, first.last) = (Shape::Range, last);
        (first.span.end, first.area.end) = (span.end, span.end);
        self.out.tokens.pop();
        if let Some((_, whole)) = self.out.tokens.last_mut() {
            whole.end = span.end;
        }
        true
    }

    fn word(&mut self) {
        let rest = self.rest();
        let len =
            rest.chars().take_while(|ch| word_char(*ch) || *ch == '$').map(char::len_utf8).sum::<usize>();
        let word = &rest[..len];
        let next = rest[len..].chars().next();
        if next == Some('!') {
            let sheet = SheetName::Named(word.to_owned());
            return self.sheet_reference(len + 1, sheet);
        }
        if next == Some(':') && three_dimensional(&rest[len + 1..]) {
            let second = rest[len + 1..].find('!').map_or(0, |at| at + 1);
            let area = area_len(&rest[len + 1 + second..]);
            return self.push(Token::Other, len + 1 + second + area);
        }
        if next == Some('(') {
            let name = word.to_uppercase();
            let name = name.strip_prefix("_XLFN.").unwrap_or(&name);
            let name = name.strip_prefix("_XLWS.").unwrap_or(name).to_owned();
            let call = self.out.calls.len();
            self.out.calls.push(Call { name, span: self.at..self.text.len(), arguments: 1 });
            self.stack.push(Some(call));
            return self.push(Token::Call(call), len + 1);
        }
        if next == Some('[') {
            let brackets = bracketed(&rest[len..]);
            return self.push(Token::Other, len + brackets);
        }
        if let Some(parsed) = parse_area(rest) {
            return self.reference(0, SheetName::Own, parsed);
        }
        let number = number_len(rest);
        if number > 0 {
            let value = rest[..number].parse().unwrap_or(0.0);
            return self.push(Token::Number(value), number);
        }
        let token = match word.to_ascii_uppercase().as_str() {
            "TRUE" => Token::Bool(true),
            "FALSE" => Token::Bool(false),
            _ => Token::Name(word.to_owned()),
        };
        self.push(token, len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refs(text: &str) -> Vec<&str> {
        Formula::read(text).refs.iter().map(|found| &text[found.span.clone()]).collect::<Vec<_>>()
    }

    #[test]
    fn references_are_told_from_everything_that_looks_like_them() {
        assert_eq!(refs("SUM(A1:B$2,$C$3)+LOG10(D4)"), ["A1:B$2", "$C$3", "D4"]);
        assert_eq!(
            refs(r#""A1"&'A1'!B2&'O''Brien'!C3&Sheet2!D4:D9"#),
            ["'A1'!B2", "'O''Brien'!C3", "Sheet2!D4:D9"]
        );
        assert_eq!(refs("5:7+$A:$C+XFD1048576+XFE1+A1048577"), ["5:7", "$A:$C", "XFD1048576"]);
        assert_eq!(
            refs("[1]Sheet1!A1+'[2]x'!B2+Sheet1:Sheet3!C3+T[[#This Row],[A1]]+Rate2A+1E5+A1B"),
            Vec::<&str>::new()
        );
        assert_eq!(
            refs("_xlfn.XLOOKUP(A1,Số_1,'Biểu 1'!$A$1)+Biểu2!B1"),
            ["A1", "'Biểu 1'!$A$1", "Biểu2!B1"]
        );
        assert_eq!(refs("{1,2;3,4}*A1#+TRUE+#REF!"), ["A1"]);
    }

    #[test]
    fn whole_arguments_are_known() {
        let formula = Formula::read("SUM(A1,B2*2,(C3))+IF(D4>0,E5:E6,F7)");
        let found: Vec<_> = formula.refs.iter().map(|found| found.argument).collect();
        assert_eq!(found, [Some((0, 0)), None, None, None, Some((1, 1)), Some((1, 2))]);
        let grouped =
            |text: &str| Formula::read(text).refs.iter().map(|found| found.grouped).collect::<Vec<_>>();
        assert_eq!(found[2], None);
        assert_eq!(formula.refs[2].grouped, Some((0, 2)));
        assert_eq!(grouped("SUM(1,((A1),B2))"), [Some((0, 1)), Some((0, 1))]);
        assert_eq!(grouped("SUM((A1)*2,(A1+1))+(B2)"), [None, None, None]);
        assert_eq!(formula.calls[0].arguments, 3);
        assert_eq!(formula.calls[0].span, 0..17);
    }

    #[test]
    fn a_range_may_have_spaces_and_its_sheet_twice() {
        assert_eq!(refs("SUM(S!C3:S!D4)+SUM( C3 : D4 )"), ["S!C3:S!D4", "C3 : D4"]);
        let formula = Formula::read("SUM(S!C3:S!D4)");
        assert_eq!((formula.refs[0].shape, formula.refs[0].last.col), (Shape::Range, 4));
        assert_eq!(formula.refs[0].argument, Some((0, 0)));
        assert_eq!(
            refs("A1:B2 : C3+S!A1:T!B2+A1 : B1 : C1"),
            ["A1:B2", "C3", "S!A1", "T!B2", "A1", "B1", "C1"]
        );
    }

    #[test]
    fn any_text_is_taken_without_panic() {
        for text in [
            "", "'", "\"", "[", "((", "))", "A1:", "$", "$$A$$1", "1e", "1e+", ".", "é!A1", "A1:B", "#",
            "Ω(", "'a'!", "[]!",
        ] {
            let formula = Formula::read(text);
            assert!(formula.tokens.iter().all(|(_, span)| text.get(span.clone()).is_some()), "{text}");
        }
    }
}
