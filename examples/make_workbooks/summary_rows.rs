//! The rows of the summary workbook: which figure stands where, and where it comes from. Data only.

/// Where a number comes from.
pub(crate) enum Source {
    /// A figure of the program, or an expression over figures.
    Counted(&'static str),
    /// A code of the hand-filled indicator sheet; the sheet may be missing, or the code blank in it.
    Filled(&'static str),
}

impl Source {
    /// Expression that always has a value: a missing indicator says so.
    pub(crate) fn expression(&self) -> String {
        match self {
            Self::Counted(expression) => self.known(expression, "chưa có số liệu"),
            Self::Filled(code) => format!("chi_tieu.{code} | default(\"chưa có số liệu\")"),
        }
    }

    /// Expression for a narrow column: a missing indicator is a dash.
    pub(crate) fn or_dash(&self) -> String {
        match self {
            Self::Counted(expression) => self.known(expression, "–"),
            Self::Filled(code) => format!("chi_tieu.{code} | default(\"–\")"),
        }
    }

    /// The expression where it is known, else these words: what the catalogue does not say is not 0.
    fn known(&self, expression: &str, words: &str) -> String {
        self.guard()
            .map_or(expression.to_owned(), |guard| format!("({expression}) if {guard} else \"{words}\""))
    }

    /// Expression for use in a calculation.
    pub(crate) fn bare(&self) -> String {
        match self {
            Self::Counted(expression) if expression.contains(' ') => format!("({expression})"),
            Self::Counted(expression) => (*expression).to_owned(),
            Self::Filled(code) => format!("chi_tieu.{code}"),
        }
    }

    /// Condition under which [`Self::bare`] is a number; `None` where it always is.
    pub(crate) fn guard(&self) -> Option<String> {
        match self {
            Self::Counted(expression) => {
                let names = |words: &[&str]| words.iter().any(|word| expression.contains(word));
                let column = if names(&["trung_uong", "dia_phuong"]) {
                    "cap"
                } else if names(&["toan_trinh", "mot_phan", "cung_cap_thong_tin"]) {
                    "muc_do"
                } else if names(&["lien_thong"]) {
                    "lien_thong"
                } else if names(&["danh_muc.tong"]) {
                    "co"
                } else {
                    return None;
                };
                Some(format!("doi_soat.danh_muc.{column}"))
            }
            Self::Filled(code) => Some(format!("(chi_tieu.{code} | default(\"\")) is number")),
        }
    }
}

/// One row of the summary.
pub(crate) enum Row {
    /// Number and title of a section of the report.
    Section(&'static str, &'static str),
    /// One figure.
    Figure {
        /// Number in the report's outline.
        number: &'static str,
        /// What is counted.
        text: &'static str,
        /// Unit of the value; "Ngày" makes it a date.
        unit: &'static str,
        /// The value.
        value: Source,
        /// Numerator and denominator of the percentage, where there is one.
        share: Option<(Source, Source)>,
        /// Source and remarks; may hold placeholders.
        source: &'static str,
    },
}

use Row::Section;
use Source::{Counted, Filled};

/// A figure without percentage.
const fn plain(
    number: &'static str,
    text: &'static str,
    unit: &'static str,
    value: Source,
    source: &'static str,
) -> Row {
    Row::Figure { number, text, unit, value, share: None, source }
}

/// A counted figure that is itself the numerator of its percentage.
const fn part(
    number: &'static str,
    text: &'static str,
    unit: &'static str,
    value: &'static str,
    whole: &'static str,
    source: &'static str,
) -> Row {
    Row::Figure {
        number,
        text,
        unit,
        value: Counted(value),
        share: Some((Counted(value), Counted(whole))),
        source,
    }
}

/// All rows, in the order of the founding report.
pub(crate) static ROWS: &[Row] = &[
    plain(
        "",
        "Ngày của công văn giao nhiệm vụ",
        "Ngày",
        Filled("cv_giao_ngay"),
        "{{ chi_tieu.cv_giao_so | default(\"Phiếu chỉ tiêu\") }}",
    ),
    Section("1", "Công tác tuyên truyền cải cách hành chính"),
    plain(
        "1.1",
        "Kế hoạch tuyên truyền cải cách hành chính đã ban hành",
        "Kế hoạch",
        Filled("kh_tuyen_truyen"),
        "{{ chi_tieu.kh_tuyen_truyen_so | default(\"Phiếu chỉ tiêu\") }}",
    ),
    Section("2", "Rà soát, đơn giản hóa thủ tục hành chính"),
    plain(
        "2.1",
        "Kế hoạch kiểm soát, rà soát thủ tục hành chính đã ban hành",
        "Kế hoạch",
        Filled("kh_ra_soat"),
        "{{ chi_tieu.kh_ra_soat_so | default(\"Phiếu chỉ tiêu\") }}",
    ),
    Section("3", "Công bố, công khai thủ tục hành chính"),
    plain(
        "3.1",
        "Quyết định công bố TTHC ban hành trong kỳ",
        "Quyết định",
        Filled("qd_cong_bo"),
        "Phiếu chỉ tiêu",
    ),
    plain("3.2", "Văn bản QPPL có quy định TTHC được công bố", "Văn bản", Filled("vbqppl"), "Phiếu chỉ tiêu"),
    plain("3.3", "TTHC được công bố", "TTHC", Filled("tthc_cong_bo"), "Phiếu chỉ tiêu"),
    Row::Figure {
        number: "3.4",
        text: "Trong đó: TTHC được công khai",
        unit: "TTHC",
        value: Filled("tthc_cong_khai"),
        share: Some((Filled("tthc_cong_khai"), Filled("tthc_cong_bo"))),
        source: "Phiếu chỉ tiêu",
    },
    plain(
        "3.5",
        "TTHC thuộc thẩm quyền quản lý của bộ, cơ quan ngang bộ",
        "TTHC",
        Filled("tthc_bo"),
        "Phiếu chỉ tiêu",
    ),
    plain(
        "3.6",
        "Trong đó: TTHC do bộ, cơ quan giải quyết",
        "TTHC",
        Filled("tthc_bo_giai_quyet"),
        "Phiếu chỉ tiêu",
    ),
    plain(
        "3.7",
        "TTHC thuộc thẩm quyền giải quyết của địa phương",
        "TTHC",
        Counted("danh_muc.tong"),
        "Danh mục TTHC; đơn vị tự ghi: {{ chi_tieu.tthc_dia_phuong | default(\"không ghi\") }}",
    ),
    part(
        "3.8",
        "Trong đó: do Trung ương quy định",
        "TTHC",
        "danh_muc.trung_uong",
        "danh_muc.tong",
        "Danh mục TTHC; đơn vị tự ghi: {{ chi_tieu.tthc_tw_quy_dinh | default(\"không ghi\") }}",
    ),
    part(
        "3.9",
        "Trong đó: do địa phương quy định",
        "TTHC",
        "danh_muc.dia_phuong",
        "danh_muc.tong",
        "Danh mục TTHC; đơn vị tự ghi: {{ chi_tieu.tthc_dp_quy_dinh | default(\"không ghi\") }}",
    ),
    Section("4", "Thực hiện thủ tục hành chính trên môi trường điện tử"),
    Section("a", "Danh mục và dịch vụ công trực tuyến"),
    plain(
        "4.1",
        "Kế hoạch thực hiện TTHC trên môi trường điện tử đã ban hành",
        "Kế hoạch",
        Filled("kh_moi_truong_dien_tu"),
        "{{ chi_tieu.kh_moi_truong_dien_tu_so | default(\"Phiếu chỉ tiêu\") }}",
    ),
    plain(
        "4.2",
        "Bộ TTHC của cơ quan",
        "TTHC",
        Counted("danh_muc.tong"),
        "Danh mục TTHC; đơn vị tự ghi: {{ chi_tieu.bo_tthc | default(\"không ghi\") }}",
    ),
    part(
        "4.3",
        "Dịch vụ công trực tuyến toàn trình (mức độ 4)",
        "TTHC",
        "danh_muc.toan_trinh",
        "danh_muc.tong",
        "Danh mục TTHC",
    ),
    part(
        "4.4",
        "Dịch vụ công trực tuyến một phần (mức độ 3)",
        "TTHC",
        "danh_muc.mot_phan",
        "danh_muc.tong",
        "Danh mục TTHC",
    ),
    part(
        "4.5",
        "Chỉ cung cấp thông tin trực tuyến (mức độ 2)",
        "TTHC",
        "danh_muc.cung_cap_thong_tin",
        "danh_muc.tong",
        "Danh mục TTHC. {{ chi_tieu.ly_do_muc_2 | default(\"\") }}",
    ),
    part(
        "4.6",
        "TTHC thực hiện qua Cổng dịch vụ công",
        "TTHC",
        "danh_muc.toan_trinh + danh_muc.mot_phan",
        "danh_muc.tong",
        "Danh mục TTHC; đơn vị tự ghi: {{ chi_tieu.tthc_qua_cong | default(\"không ghi\") }}",
    ),
    part(
        "4.7",
        "TTHC giải quyết theo cơ chế một cửa liên thông",
        "TTHC",
        "danh_muc.lien_thong",
        "danh_muc.tong",
        "Danh mục TTHC; đơn vị tự ghi: {{ chi_tieu.tthc_lien_thong | default(\"không ghi\") }}",
    ),
    Section("b", "Tiếp nhận và giải quyết hồ sơ"),
    plain(
        "4.8",
        "Tổng số hồ sơ nhận giải quyết (3)",
        "Hồ sơ",
        Counted("tiep_nhan.tong"),
        "Sổ theo dõi hồ sơ; (3) = (4) + (5) + (6)",
    ),
    plain("4.9", "Từ kỳ trước chuyển sang (6)", "Hồ sơ", Counted("tiep_nhan.ky_truoc"), "Sổ theo dõi hồ sơ"),
    plain(
        "4.10",
        "Tiếp nhận trong kỳ (4) + (5)",
        "Hồ sơ",
        Counted("tiep_nhan.trong_ky"),
        "Sổ theo dõi hồ sơ; đơn vị tự ghi: {{ chi_tieu.ho_so_tiep_nhan | default(\"không ghi\") }}",
    ),
    part(
        "4.11",
        "Trong đó: trực tuyến",
        "Hồ sơ",
        "tiep_nhan.truc_tuyen",
        "tiep_nhan.trong_ky",
        "Sổ; đơn vị tự ghi “trên Cổng”: {{ chi_tieu.ho_so_tren_cong | default(\"không ghi\") }}",
    ),
    part(
        "4.12",
        "Trong đó: trực tiếp (kể cả tại Trung tâm Phục vụ hành chính công)",
        "Hồ sơ",
        "tiep_nhan.truc_tiep",
        "tiep_nhan.trong_ky",
        "Sổ theo dõi hồ sơ",
    ),
    part(
        "4.13",
        "Trong đó: qua dịch vụ bưu chính công ích",
        "Hồ sơ",
        "tiep_nhan.bcci",
        "tiep_nhan.trong_ky",
        "Sổ; đơn vị tự ghi: {{ chi_tieu.ho_so_bcci | default(\"không ghi\") }}",
    ),
    plain(
        "4.14",
        "Hồ sơ đã giải quyết (7)",
        "Hồ sơ",
        Counted("da_giai_quyet.tong"),
        "Sổ theo dõi hồ sơ; (7) = (8) + (9) + (10)",
    ),
    part(
        "4.15",
        "Trong đó: trước hạn (8)",
        "Hồ sơ",
        "da_giai_quyet.truoc_han",
        "da_giai_quyet.tong",
        "Sổ; đơn vị tự ghi tỷ lệ: {{ (chi_tieu.giai_quyet_truoc_han_ty_le | ty_le_chu(1)) if (chi_tieu.giai_quyet_truoc_han_ty_le | default(\"\")) is number else \"không ghi\" }}",
    ),
    part(
        "4.16",
        "Trong đó: đúng hạn (9)",
        "Hồ sơ",
        "da_giai_quyet.dung_han",
        "da_giai_quyet.tong",
        "Sổ; đơn vị tự ghi: {{ chi_tieu.ho_so_dung_han | default(\"không ghi\") }}",
    ),
    part(
        "4.17",
        "Trong đó: quá hạn (10)",
        "Hồ sơ",
        "da_giai_quyet.qua_han",
        "da_giai_quyet.tong",
        "Sổ theo dõi hồ sơ",
    ),
    part(
        "4.18",
        "Giải quyết đúng hạn và trước hạn (8) + (9)",
        "Hồ sơ",
        "da_giai_quyet.truoc_han + da_giai_quyet.dung_han",
        "da_giai_quyet.tong",
        "Sổ; đơn vị tự ghi: {{ chi_tieu.ho_so_dung_va_truoc_han | default(\"không ghi\") }}",
    ),
    plain(
        "4.19",
        "Hồ sơ đang giải quyết (11)",
        "Hồ sơ",
        Counted("dang_giai_quyet.tong"),
        "Sổ theo dõi hồ sơ; (11) = (12) + (13)",
    ),
    part(
        "4.20",
        "Trong đó: chưa đến hạn (12)",
        "Hồ sơ",
        "dang_giai_quyet.trong_han",
        "dang_giai_quyet.tong",
        "Sổ theo dõi hồ sơ",
    ),
    part(
        "4.21",
        "Trong đó: quá hạn (13)",
        "Hồ sơ",
        "dang_giai_quyet.qua_han",
        "dang_giai_quyet.tong",
        "Sổ theo dõi hồ sơ",
    ),
    plain(
        "4.22",
        "Cân đối (3) = (7) + (11)",
        "",
        Counted("\"Khớp\" if tiep_nhan.tong == da_giai_quyet.tong + dang_giai_quyet.tong else \"Lệch\""),
        "Chương trình kiểm tra",
    ),
    Row::Figure {
        number: "4.23",
        text: "Hồ sơ được số hóa kết quả giải quyết",
        unit: "Hồ sơ",
        value: Filled("so_hoa_ket_qua"),
        share: Some((Filled("so_hoa_ket_qua"), Counted("da_giai_quyet.tong"))),
        source: "Tử số: phiếu chỉ tiêu; mẫu số: sổ theo dõi hồ sơ",
    },
    Section("c", "Phản ánh, kiến nghị"),
    plain(
        "4.24",
        "Đơn thư khiếu nại, khiếu kiện về cải cách hành chính",
        "Đơn",
        Filled("khieu_nai"),
        "Phiếu chỉ tiêu",
    ),
    Section("5", "Triển khai chữ ký số"),
    plain("5.1", "Chữ ký số đăng ký mới trong kỳ", "Chữ ký số", Filled("chu_ky_so_moi"), "Phiếu chỉ tiêu"),
];
