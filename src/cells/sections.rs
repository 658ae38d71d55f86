//! Headings of the form's own vocabulary inside a register ("Hồ sơ kỳ trước chuyển sang", "Hồ sơ trực tuyến"): they say
//! what state or channel the rows below have, and name no field of work and no unit.
//!
//! In: the words of `templates/tu-ngu.toml`, `[de_muc]`, and a heading. Out: whether the heading is nothing but such words.

use std::collections::BTreeMap;

use super::text::bare;

/// Words, without marks, and whether a heading needs one of them (`chinh`) or only may have it (`kem`).
#[derive(Clone, Debug, Default)]
pub(super) struct Sections(BTreeMap<Vec<String>, bool>);

impl Sections {
    /// Adds words.
    pub(super) fn add(&mut self, needed: &[String], beside: &[String]) {
        let both = beside.iter().map(|word| (word, false)).chain(needed.iter().map(|word| (word, true)));
        self.0.extend(both.map(|(word, is_needed)| (tokens(word), is_needed)));
    }

    /// Whether words of the list, a needed one among them, and numbers make up the whole heading.
    pub(super) fn is_whole(&self, heading: &str) -> bool {
        const MOST: usize = 24;
        let said = tokens(heading);
        if said.len() > MOST {
            return false;
        }
        // For each number of words from the start: whether they can be made up, without and with a needed one.
        let mut made = vec![(false, false); said.len() + 1];
        made[0].0 = true;
        for end in 1..=said.len() {
            let is_number = said[end - 1].bytes().all(|byte| byte.is_ascii_digit());
            for start in 0..end {
                let (without, with) = made[start];
                match self.0.get(&said[start..end]) {
                    Some(true) => made[end].1 |= without || with,
                    Some(false) => made[end] = (made[end].0 || without, made[end].1 || with),
                    None if is_number && start + 1 == end => {
                        made[end] = (made[end].0 || without, made[end].1 || with);
                    }
                    None => {}
                }
            }
        }
        made[said.len()].1
    }
}

fn tokens(text: &str) -> Vec<String> {
    bare(text).split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::cells::words::Words;

    #[test]
    fn headings_of_state_and_channel_are_known_in_the_usual_wordings() {
        let words = Words::embedded().unwrap();
        for heading in [
            "Hồ sơ kỳ trước chuyển sang",
            "HỒ SƠ TIẾP NHẬN TRONG KỲ",
            "Hồ sơ trực tuyến",
            "Hồ sơ đã giải quyết",
            "Hồ sơ đang giải quyết",
            "Trước hạn",
            "Hồ sơ giải quyết đúng hạn",
            "Hồ sơ quá hạn (3)",
            "Trực tiếp",
            "Hồ sơ nộp qua BCCI",
            "Tiếp nhận trực tiếp, dịch vụ bưu chính công ích",
            "Số hồ sơ tiếp nhận mới trong kỳ: 5",
            "Ho so dang giai quyet trong han",
        ] {
            assert!(words.is_section(heading), "{heading}");
        }
    }

    #[test]
    fn fields_of_work_units_and_times_are_no_such_headings() {
        let words = Words::embedded().unwrap();
        for heading in [
            "Bưu chính",
            "Hồ sơ",
            "Đo lường",
            "Giải quyết khiếu nại",
            "Quý I năm 2023",
            "Phòng Tiếp nhận hồ sơ trực tuyến",
            "Công nghệ trực tuyến",
            "Tháng 02/2023",
            "12",
            "",
        ] {
            assert!(!words.is_section(heading), "{heading}");
        }
    }

    #[test]
    fn a_list_of_ones_own_adds_words() {
        let own = Words::embedded().unwrap().extended("[de_muc]\nchinh = [\"lưu động\"]\n").unwrap();
        assert!(own.is_section("Hồ sơ lưu động") && own.is_section("Hồ sơ trực tuyến"));
    }
}
