//! What the first sheet offers to choose from, and its guidance: input messages of the header cells, so that row 1 is all
//! headings and can be filtered. Cell A1 is the active one: its message, the verdict, shows on opening.
//!
//! Excel takes 65,530 validations a sheet and 255 characters in a message or a list. Lines with the same candidates share
//! one validation; lists beyond the limit are left out, the cell then takes any text as always.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::bits;
use super::marks;
use super::notes::MOST_NOTES;
use crate::flow::lines::{Column, Line, TICK, choices, explanations};
use crate::model::place::Col;
use crate::ooxml::xml;
use crate::text::{Lang, Text};

/// Most validations for candidates.
const LISTS: usize = 65_000;
/// Most candidates offered.
const MOST_OFFERED: usize = 50;
/// Most areas in one validation.
const AREAS: usize = 1_000;

const RESULT: Text = Text { vi: "Kết quả kiểm tra", en: "Result of the check" };
const CELL: Text = Text {
    vi: "Bấm vào địa chỉ để đến ô trong sổ. Ô có lỗi được tô đỏ nhạt, ô cảnh báo tô vàng, kèm ghi chú.",
    en: "Click an address to go to the cell. Cells with errors are light red, those with warnings yellow, each with a note.",
};
const WITHOUT_NOTE: Text = Text {
    vi: " Trang “{sheet}”: {n} ô chỉ tô màu (tối đa {most} ghi chú).",
    en: " Sheet “{sheet}”: {n} cells are only coloured ({most} notes at most).",
};
const AGREED: Text = Text {
    vi: "Chọn x nếu đồng ý với cột Đề xuất. Xong, lưu tệp và nộp lại chính tệp này.",
    en: "Choose x to accept the suggestion. When done, save this file and submit it again.",
};
const RIGHT: Text = Text {
    vi: "Điền giá trị đúng nếu không đồng ý với đề xuất hoặc chưa có đề xuất. Cũng có thể sửa thẳng vào ô trong sổ.",
    en: "Fill in the right value where the suggestion is wrong or missing. The cell itself may be corrected instead.",
};
const EXPLANATION: Text = Text {
    vi: "Dòng Cảnh báo: nếu số liệu vẫn đúng, chọn hoặc ghi lý do. Dòng Lỗi phải sửa, không giải trình thay được.",
    en: "Warnings: where the value is right as it is, choose or type the reason. Errors must be corrected.",
};
const DUTY: Text = Text {
    vi: "Lỗi: phải sửa. Cảnh báo: sửa hoặc giải trình. Đã áp dụng: bản sửa đã nhận từ lần trước, giữ nguyên.",
    en: "Error: must be corrected. Warning: correct or explain. Applied: taken from an earlier answer, leave as is.",
};

/// At most `units` UTF-16 units of a text, legal in XML, with "…" where it was cut.
pub(super) fn cut(text: &str, units: usize) -> String {
    let text = bits::legal(text);
    if text.encode_utf16().count() <= units {
        return text;
    }
    let mut left = units.saturating_sub(1);
    let mut out = String::new();
    for ch in text.chars() {
        if ch.len_utf16() > left {
            break;
        }
        left -= ch.len_utf16();
        out.push(ch);
    }
    out.push('…');
    out
}

/// Writes the `dataValidations` element.
pub(super) fn write(
    out: &mut dyn Write,
    lines: &[&Line],
    verdict: &str,
    lang: Lang,
    without_note: &[(String, usize)],
) -> io::Result<()> {
    let lists = if lines.is_empty() { Vec::new() } else { lists(lines, lang) };
    let prompts = prompts(verdict, lang, without_note);
    write!(out, "<dataValidations count=\"{}\">", lists.len() + prompts.len())?;
    for (at, title, text) in &prompts {
        let (title, text) = (xml::escape_attr(&cut(title, 32)), xml::escape_attr(&cut(text, 255)));
        write!(
            out,
            "<dataValidation allowBlank=\"1\" showInputMessage=\"1\" promptTitle=\"{title}\" prompt=\"{text}\" sqref=\"{at}\"/>"
        )?;
    }
    for (list, areas) in &lists {
        let list = xml::escape_text(list);
        write!(
            out,
            "<dataValidation type=\"list\" allowBlank=\"1\" sqref=\"{areas}\"><formula1>\"{list}\"</formula1></dataValidation>"
        )?;
    }
    write!(out, "</dataValidations>")
}

fn letters(column: Column) -> Col {
    Col(marks::columns().position(|other| other == column).unwrap_or(0) as u16)
}

fn prompts(
    verdict: &str,
    lang: Lang,
    without_note: &[(String, usize)],
) -> Vec<(String, &'static str, String)> {
    let mut cell = CELL.get(lang).to_owned();
    for (sheet, left) in without_note {
        let values = [("sheet", sheet.clone()), ("n", left.to_string()), ("most", MOST_NOTES.to_string())];
        let _ = write!(cell, "{}", WITHOUT_NOTE.fill(lang, &values));
    }
    let heading = |column: Column| column.heading().get(lang);
    let of = |column: Column, text: Text| {
        (format!("{}1", letters(column)), heading(column), text.get(lang).to_owned())
    };
    vec![
        (format!("{}1", letters(Column::Case)), RESULT.get(lang), verdict.to_owned()),
        (format!("{}1", letters(Column::Cell)), heading(Column::Cell), cell),
        of(Column::Agreed, AGREED),
        of(Column::Right, RIGHT),
        of(Column::Explanation, EXPLANATION),
        of(Column::Duty, DUTY),
    ]
}

/// The drop-downs: what they offer and the areas they are for.
fn lists(lines: &[&Line], lang: Lang) -> Vec<(String, String)> {
    let all = |column: Column| format!("{col}2:{col}{}", lines.len() + 1, col = letters(column));
    let mut lists = vec![(TICK.to_owned(), all(Column::Agreed))];
    if let Some(offered) = choices(&explanations(lang)) {
        lists.push((offered, all(Column::Explanation)));
    }
    let mut rows: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(offered) = offered(&line.candidates) else { continue };
        if rows.len() >= LISTS && !rows.contains_key(&offered) {
            continue;
        }
        let areas = rows.entry(offered).or_default();
        let row = at + 2;
        match areas.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => areas.push((row, row)),
        }
    }
    let col = letters(Column::Right);
    for (offered, areas) in rows {
        for areas in areas.chunks(AREAS) {
            let areas: Vec<String> = areas
                .iter()
                .map(|(first, last)| {
                    if first == last { format!("{col}{first}") } else { format!("{col}{first}:{col}{last}") }
                })
                .collect();
            lists.push((offered.clone(), areas.join(" ")));
        }
    }
    lists.truncate(LISTS);
    lists
}

/// As many of the candidates, best first, as a drop-down takes.
fn offered(candidates: &[String]) -> Option<String> {
    let legal = candidates
        .iter()
        .take(MOST_OFFERED)
        .take_while(|value| bits::legal(value) == **value && !value.trim().is_empty());
    let legal = legal.count();
    (1..=legal).rev().find_map(|count| choices(&candidates[..count]))
}
