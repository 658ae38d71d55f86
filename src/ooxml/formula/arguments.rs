//! Which references of a formula are whole arguments of a function. Tokens in, marks on the references out.

use super::{Formula, Token};

impl Formula {
    /// Finds which references are whole arguments, and which stand next to a `:`.
    pub(super) fn mark_arguments(&mut self) {
        let pure = self.pure_groups();
        let mut stack: Vec<Level> = Vec::new();
        for at in 0..self.tokens.len() {
            let before = at.checked_sub(1).map(|before| &self.tokens[before].0);
            let after = self.tokens.get(at + 1).map(|(token, _)| token);
            match &self.tokens[at].0 {
                Token::Call(call) => stack.push(Level { call: Some(*call), number: 0, outer: None }),
                Token::Open => {
                    let outer = stack
                        .last()
                        .filter(|_| pure.contains(&at))
                        .and_then(|level| level.call.map(|call| (call, level.number)).or(level.outer));
                    stack.push(Level { call: None, number: 0, outer });
                }
                Token::Close => {
                    stack.pop();
                }
                Token::Comma => {
                    if let Some(top) = stack.last_mut() {
                        top.number += 1;
                        if let Some(call) = top.call {
                            self.calls[call].arguments = top.number + 1;
                        }
                    }
                }
                Token::Ref(index) => {
                    let whole = matches!(before, Some(Token::Call(_) | Token::Comma | Token::Open))
                        && matches!(after, Some(Token::Comma | Token::Close));
                    let level = stack.last().filter(|_| whole);
                    let colon = |token: Option<&Token>| matches!(token, Some(Token::Op(":" | "#")));
                    let found = &mut self.refs[*index];
                    found.joined = colon(before) || colon(after);
                    found.argument = level.and_then(|level| Some((level.call?, level.number)));
                    found.grouped = level.and_then(|level| level.outer);
                }
                _ => {}
            }
        }
    }

    /// The call and the number of its argument that the token `at` is the whole of.
    pub fn argument(&self, at: usize) -> Option<(usize, usize)> {
        let mut stack: Vec<(Option<usize>, usize)> = Vec::new();
        for (token, _) in &self.tokens[..at] {
            match token {
                Token::Call(call) => stack.push((Some(*call), 0)),
                Token::Open => stack.push((None, 0)),
                Token::Close => {
                    stack.pop();
                }
                Token::Comma => stack.iter_mut().last().into_iter().for_each(|top| top.1 += 1),
                _ => {}
            }
        }
        let before = at.checked_sub(1).map(|before| &self.tokens[before].0);
        let after = self.tokens.get(at + 1).map(|(token, _)| token);
        let whole = matches!(before, Some(Token::Call(_) | Token::Comma))
            && matches!(after, Some(Token::Comma | Token::Close));
        stack.last().filter(|_| whole).and_then(|(call, number)| Some(((*call)?, *number)))
    }

    /// The opening parentheses of groups that are whole arguments, or whole parts of such a group.
    fn pure_groups(&self) -> Vec<usize> {
        let mut open = Vec::new();
        let mut pure = Vec::new();
        for (at, (token, _)) in self.tokens.iter().enumerate() {
            match token {
                Token::Call(_) | Token::Open => open.push(at),
                Token::Close => {
                    let Some(start) = open.pop() else { continue };
                    let before = start.checked_sub(1).map(|before| &self.tokens[before].0);
                    let after = self.tokens.get(at + 1).map(|(token, _)| token);
                    if self.tokens[start].0 == Token::Open
                        && matches!(before, Some(Token::Call(_) | Token::Comma | Token::Open))
                        && matches!(after, Some(Token::Comma | Token::Close))
                    {
                        pure.push(start);
                    }
                }
                _ => {}
            }
        }
        pure
    }
}

/// An open parenthesis.
struct Level {
    /// The call it belongs to.
    call: Option<usize>,
    /// How many commas there were.
    number: usize,
    /// Of one that groups: the call and the argument that it is.
    outer: Option<(usize, usize)>,
}
