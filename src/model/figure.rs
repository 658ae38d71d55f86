//! The figures a template can use: key, meaning, unit and definition in one list, and a set of their values.

use std::ops::{Index, IndexMut};

use crate::text::Text;

macro_rules! figures {
    ($($variant:ident $key:literal $column:literal $unit:ident {$vi:literal $en:literal} {$dvi:literal $den:literal})*) => {
        /// A figure that is counted from cases or from the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Figure {
            $(#[doc = $den] $variant,)*
        }

        impl Figure {
            /// Every figure, in the order of form II.06a.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The key in templates and in the machine result, `tiep_nhan.tong`.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The column of form II.06a/VPCP/KSTT, `(3)`; empty where the form has none.
            pub const fn form_column(self) -> &'static str {
                match self { $(Self::$variant => $column,)* }
            }

            /// What is counted.
            pub const fn unit(self) -> Text {
                match self { $(Self::$variant => $unit,)* }
            }

            /// What it means.
            pub const fn meaning(self) -> Text {
                match self { $(Self::$variant => Text { vi: $vi, en: $en },)* }
            }

            /// How it is counted.
            pub const fn definition(self) -> Text {
                match self { $(Self::$variant => Text { vi: $dvi, en: $den },)* }
            }
        }
    };
}

const CASES: Text = Text { vi: "hồ sơ", en: "cases" };
const PROCEDURES: Text = Text { vi: "thủ tục", en: "procedures" };

figures! {
    ReceivedTotal "tiep_nhan.tong" "(3)" CASES
        {"Tổng số hồ sơ nhận giải quyết" "Cases to be handled, total"} {"(4)+(5)+(6)" "(4)+(5)+(6)"}
    ReceivedOnline "tiep_nhan.truc_tuyen" "(4)" CASES
        {"Tiếp nhận trong kỳ: trực tuyến" "Received in the period: online"} {"A ≤ ngày tiếp nhận ≤ B, kênh trực tuyến" "A ≤ received ≤ B, channel online"}
    ReceivedDirect "tiep_nhan.truc_tiep_bcci" "(5)" CASES
        {"Tiếp nhận trong kỳ: trực tiếp, dịch vụ bưu chính" "Received in the period: in person or by post"} {"A ≤ ngày tiếp nhận ≤ B, kênh trực tiếp hoặc bưu chính" "A ≤ received ≤ B, in person or by post"}
    ReceivedInPerson "tiep_nhan.truc_tiep" "" CASES
        {"Tiếp nhận trong kỳ: trực tiếp (kể cả tại Trung tâm PVHCC)" "Received in the period: in person (a service centre included)"} {"A ≤ ngày tiếp nhận ≤ B, kênh trực tiếp" "A ≤ received ≤ B, in person"}
    ReceivedPost "tiep_nhan.bcci" "" CASES
        {"Tiếp nhận trong kỳ: qua dịch vụ bưu chính công ích" "Received in the period: by post"} {"A ≤ ngày tiếp nhận ≤ B, kênh bưu chính" "A ≤ received ≤ B, by post"}
    ReceivedInPeriod "tiep_nhan.trong_ky" "(4)+(5)" CASES
        {"Tiếp nhận trong kỳ" "Received in the period"} {"(4)+(5)" "(4)+(5)"}
    CarriedOver "tiep_nhan.ky_truoc" "(6)" CASES
        {"Từ kỳ trước chuyển sang" "Carried over from before"} {"ngày tiếp nhận < A và chưa xong trước A" "received < A and not finished before A"}
    FinishedTotal "da_giai_quyet.tong" "(7)" CASES
        {"Tổng số hồ sơ đã giải quyết" "Finished, total"} {"(8)+(9)+(10)" "(8)+(9)+(10)"}
    FinishedEarly "da_giai_quyet.truoc_han" "(8)" CASES
        {"Đã giải quyết: trước hạn" "Finished: early"} {"xong trong kỳ, trước ngày hẹn trả" "finished in the period, before the due date"}
    FinishedOnTime "da_giai_quyet.dung_han" "(9)" CASES
        {"Đã giải quyết: đúng hạn" "Finished: on time"} {"xong trong kỳ, đúng ngày hẹn trả; kể cả hồ sơ trả lại, rút, không có hạn (theo chính sách đếm)" "finished in the period, on the due date; returned, withdrawn and cases without limit included (by policy)"}
    FinishedLate "da_giai_quyet.qua_han" "(10)" CASES
        {"Đã giải quyết: quá hạn" "Finished: late"} {"xong trong kỳ, sau ngày hẹn trả" "finished in the period, after the due date"}
    PendingTotal "dang_giai_quyet.tong" "(11)" CASES
        {"Tổng số hồ sơ đang giải quyết" "Pending, total"} {"(12)+(13)" "(12)+(13)"}
    PendingInTime "dang_giai_quyet.trong_han" "(12)" CASES
        {"Đang giải quyết: trong hạn" "Pending: in time so far"} {"tiếp nhận ≤ B, chưa xong vào B, ngày hẹn trả ≥ B" "received ≤ B, not finished by B, due ≥ B"}
    PendingOverdue "dang_giai_quyet.qua_han" "(13)" CASES
        {"Đang giải quyết: quá hạn" "Pending: overdue"} {"tiếp nhận ≤ B, chưa xong vào B, ngày hẹn trả < B" "received ≤ B, not finished by B, due < B"}
    FinishedReturned "da_giai_quyet.tra_lai" "" CASES
        {"Trong số đã giải quyết: trả lại, từ chối" "Of the finished: returned or refused"} {"phần của (7)" "part of (7)"}
    FinishedWithdrawn "da_giai_quyet.rut" "" CASES
        {"Trong số đã giải quyết: công dân rút" "Of the finished: withdrawn"} {"phần của (7)" "part of (7)"}
    PendingPaused "dang_giai_quyet.tam_dung" "" CASES
        {"Trong số đang giải quyết: tạm dừng, chờ bổ sung" "Of the pending: paused or waiting for papers"} {"phần của (11)" "part of (11)"}
    CatalogueTotal "danh_muc.tong" "" PROCEDURES
        {"Số TTHC trong danh mục" "Procedures in the catalogue"} {"có hiệu lực tại B" "in force at B"}
    CatalogueFull "danh_muc.toan_trinh" "" PROCEDURES
        {"Dịch vụ công trực tuyến toàn trình (mức độ 4)" "Whole-process online services (level 4)"} {"có hiệu lực tại B" "in force at B"}
    CataloguePartial "danh_muc.mot_phan" "" PROCEDURES
        {"Dịch vụ công trực tuyến một phần (mức độ 3)" "Partial online services (level 3)"} {"có hiệu lực tại B" "in force at B"}
    CatalogueInformation "danh_muc.cung_cap_thong_tin" "" PROCEDURES
        {"Cung cấp thông tin trực tuyến (mức độ 1, 2)" "Information only (levels 1, 2)"} {"có hiệu lực tại B" "in force at B"}
    CatalogueInterAgency "danh_muc.lien_thong" "" PROCEDURES
        {"TTHC một cửa liên thông" "Inter-agency one-stop procedures"} {"có hiệu lực tại B" "in force at B"}
    CatalogueCentral "danh_muc.trung_uong" "" PROCEDURES
        {"TTHC do Trung ương quy định" "Procedures set by central government"} {"có hiệu lực tại B" "in force at B"}
    CatalogueLocal "danh_muc.dia_phuong" "" PROCEDURES
        {"TTHC do địa phương quy định" "Procedures set by the province"} {"có hiệu lực tại B" "in force at B"}
    CatalogueUsed "danh_muc.co_phat_sinh" "" PROCEDURES
        {"TTHC có phát sinh hồ sơ trong kỳ" "Procedures with cases in the period"} {"có ít nhất một hồ sơ tiếp nhận trong kỳ" "at least one case received in the period"}
}

impl Figure {
    /// The figure under its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|figure| figure.key() == key)
    }

    /// Whether the figure is counted from the catalogue.
    pub fn is_catalogue(self) -> bool {
        self.key().starts_with("danh_muc.")
    }
}

/// A value for every figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures([u64; Figure::ALL.len()]);

impl Default for Figures {
    fn default() -> Self {
        Self([0; Figure::ALL.len()])
    }
}

impl Index<Figure> for Figures {
    type Output = u64;

    fn index(&self, figure: Figure) -> &u64 {
        &self.0[figure as usize]
    }
}

impl IndexMut<Figure> for Figures {
    fn index_mut(&mut self, figure: Figure) -> &mut u64 {
        &mut self.0[figure as usize]
    }
}

impl Figures {
    /// Each figure with its value, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Figure, u64)> + '_ {
        Figure::ALL.iter().map(|figure| (*figure, self[*figure]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_found_again() {
        for figure in Figure::ALL {
            assert_eq!(Figure::from_key(figure.key()), Some(*figure));
        }
        assert_eq!(Figure::from_key("tiep_nhan"), None);
    }
}
