//! The 49 procedures of the sample catalogue. Data only.
//!
//! The agency's real list is not public. Names are those of the field; the limits of the procedures named in
//! Nghị định 142/2020, 08/2014, 76/2018 and Thông tư 28/2012 follow those texts, the others are illustrations.
//! Codes are of a range that the national database does not use (`9.9…`).

/// One procedure of the catalogue; its code is `9.900001` plus its place in [`PROCEDURES`].
pub(crate) struct Procedure {
    /// Field, an index into [`FIELDS`].
    pub(crate) field: usize,
    /// Name.
    pub(crate) name: &'static str,
    /// Time limit as a catalogue writes it.
    pub(crate) limit: &'static str,
}

/// The four fields of the department.
pub(crate) const FIELDS: [&str; 4] = [
    "Hoạt động khoa học và công nghệ",
    "Sở hữu trí tuệ",
    "Năng lượng nguyên tử, an toàn bức xạ và hạt nhân",
    "Tiêu chuẩn đo lường chất lượng",
];

/// Number (1-based) of the one procedure that is not provided online, with the founding report's reason.
pub(crate) const INFORMATION_ONLY: usize = 11;

/// Numbers (1-based) of the procedures that the province itself laid down.
pub(crate) const LOCAL: [usize; 2] = [22, 23];

/// Code of the procedure with this number (1-based).
pub(crate) fn code(number: usize) -> String {
    format!("9.{}", 900_000 + number)
}

const fn p(field: usize, name: &'static str, limit: &'static str) -> Procedure {
    Procedure { field, name, limit }
}

/// All procedures, by field.
pub(crate) static PROCEDURES: [Procedure; 49] = [
    p(
        0,
        "Cấp Giấy chứng nhận đăng ký hoạt động lần đầu cho tổ chức khoa học và công nghệ",
        "15 ngày làm việc",
    ),
    p(0, "Cấp lại Giấy chứng nhận đăng ký hoạt động của tổ chức khoa học và công nghệ", "10 ngày làm việc"),
    p(
        0,
        "Thay đổi, bổ sung nội dung Giấy chứng nhận đăng ký hoạt động của tổ chức khoa học và công nghệ",
        "10 ngày làm việc",
    ),
    p(
        0,
        "Cấp Giấy chứng nhận đăng ký hoạt động lần đầu cho văn phòng đại diện, chi nhánh của tổ chức khoa học và công nghệ",
        "15 ngày làm việc",
    ),
    p(
        0,
        "Thay đổi, bổ sung nội dung Giấy chứng nhận đăng ký hoạt động của văn phòng đại diện, chi nhánh",
        "10 ngày làm việc",
    ),
    p(0, "Cấp lại Giấy chứng nhận đăng ký hoạt động của văn phòng đại diện, chi nhánh", "10 ngày làm việc"),
    p(0, "Cấp Giấy chứng nhận doanh nghiệp khoa học và công nghệ", "10 ngày làm việc"),
    p(
        0,
        "Cấp thay đổi nội dung, cấp lại Giấy chứng nhận doanh nghiệp khoa học và công nghệ",
        "05 ngày làm việc",
    ),
    p(0, "Đăng ký chuyển giao công nghệ", "05 ngày làm việc"),
    p(0, "Đăng ký gia hạn, sửa đổi, bổ sung nội dung chuyển giao công nghệ", "05 ngày làm việc"),
    p(0, "Tuyển chọn, giao trực tiếp tổ chức, cá nhân thực hiện nhiệm vụ KH&CN cấp tỉnh", "Không quy định"),
    p(0, "Công nhận trung tâm nghiên cứu và phát triển", "30 ngày làm việc"),
    p(
        0,
        "Đăng ký kết quả thực hiện nhiệm vụ khoa học và công nghệ cấp tỉnh sử dụng ngân sách nhà nước",
        "05 ngày làm việc",
    ),
    p(
        0,
        "Đăng ký kết quả thực hiện nhiệm vụ khoa học và công nghệ không sử dụng ngân sách nhà nước",
        "05 ngày làm việc",
    ),
    p(
        0,
        "Đăng ký thông tin kết quả nghiên cứu khoa học và công nghệ được mua bằng ngân sách nhà nước",
        "05 ngày làm việc",
    ),
    p(0, "Đánh giá, nghiệm thu nhiệm vụ khoa học và công nghệ cấp tỉnh", "30 ngày"),
    p(
        0,
        "Thẩm định kết quả thực hiện nhiệm vụ khoa học và công nghệ không sử dụng ngân sách nhà nước",
        "15 ngày làm việc",
    ),
    p(0, "Bổ nhiệm giám định viên tư pháp trong lĩnh vực khoa học và công nghệ", "20 ngày"),
    p(0, "Miễn nhiệm giám định viên tư pháp trong lĩnh vực khoa học và công nghệ", "10 ngày"),
    p(0, "Hỗ trợ kinh phí, mua kết quả nghiên cứu khoa học và phát triển công nghệ", "15 ngày làm việc"),
    p(0, "Mua sáng chế, sáng kiến", "15 ngày làm việc"),
    p(0, "Hỗ trợ từ Quỹ phát triển khoa học và công nghệ của tỉnh", "15 ngày làm việc"),
    p(0, "Hỗ trợ ứng dụng, đổi mới công nghệ theo chính sách của tỉnh", "15 ngày làm việc"),
    p(0, "Đề xuất đặt hàng nhiệm vụ khoa học và công nghệ cấp tỉnh", "20 ngày làm việc"),
    p(1, "Cấp Giấy chứng nhận tổ chức đủ điều kiện hoạt động giám định sở hữu công nghiệp", "01 tháng"),
    p(1, "Cấp lại Giấy chứng nhận tổ chức đủ điều kiện hoạt động giám định sở hữu công nghiệp", "15 ngày"),
    p(1, "Thu hồi Giấy chứng nhận tổ chức đủ điều kiện hoạt động giám định sở hữu công nghiệp", "01 tháng"),
    p(1, "Đăng ký tham gia chương trình phát triển tài sản trí tuệ cấp tỉnh", "15 ngày làm việc"),
    p(2, "Cấp giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế", "25 ngày"),
    p(2, "Gia hạn giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế", "25 ngày"),
    p(2, "Sửa đổi giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế", "10 ngày làm việc"),
    p(2, "Bổ sung giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế", "25 ngày"),
    p(2, "Cấp lại giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế", "10 ngày làm việc"),
    p(2, "Khai báo thiết bị X-quang chẩn đoán trong y tế", "05 ngày làm việc"),
    p(2, "Phê duyệt kế hoạch ứng phó sự cố bức xạ, hạt nhân cấp cơ sở", "15 ngày"),
    p(
        2,
        "Cấp chứng chỉ nhân viên bức xạ (người phụ trách an toàn cơ sở X-quang chẩn đoán trong y tế)",
        "10 ngày làm việc",
    ),
    p(
        2,
        "Cấp lại chứng chỉ nhân viên bức xạ (người phụ trách an toàn cơ sở X-quang chẩn đoán trong y tế)",
        "10 ngày làm việc",
    ),
    p(3, "Đăng ký công bố hợp chuẩn dựa trên kết quả chứng nhận của tổ chức chứng nhận", "05 ngày làm việc"),
    p(3, "Đăng ký công bố hợp chuẩn dựa trên kết quả tự đánh giá của tổ chức, cá nhân", "05 ngày làm việc"),
    p(3, "Đăng ký công bố hợp quy dựa trên kết quả chứng nhận của tổ chức chứng nhận", "05 ngày làm việc"),
    p(3, "Đăng ký công bố hợp quy dựa trên kết quả tự đánh giá của tổ chức, cá nhân", "05 ngày làm việc"),
    p(3, "Kiểm tra nhà nước về chất lượng sản phẩm, hàng hóa nhóm 2 nhập khẩu", "01 ngày làm việc"),
    p(3, "Công bố sử dụng dấu định lượng", "05 ngày làm việc"),
    p(3, "Điều chỉnh nội dung bản công bố sử dụng dấu định lượng", "05 ngày làm việc"),
    p(
        3,
        "Kiểm tra nhà nước về đo lường đối với phương tiện đo, lượng của hàng đóng gói sẵn nhập khẩu",
        "03 ngày làm việc",
    ),
    p(
        3,
        "Chỉ định tổ chức đánh giá sự phù hợp hoạt động thử nghiệm, giám định, kiểm định, chứng nhận",
        "20 ngày",
    ),
    p(3, "Thay đổi, bổ sung phạm vi, lĩnh vực đánh giá sự phù hợp được chỉ định", "20 ngày"),
    p(3, "Cấp lại quyết định chỉ định tổ chức đánh giá sự phù hợp", "05 ngày làm việc"),
    p(3, "Đăng ký tham dự Giải thưởng chất lượng quốc gia", "60 ngày"),
];
