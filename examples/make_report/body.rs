//! The text of the report: the form of Decree 30/2020/NĐ-CP and the outline of a department's quarterly report, sections 1–5.

use crate::words::{BOLD, Look, PLAIN, body, cell, gap, hand, line, paragraph, row, special, table, tag};

/// Widths of the two blocks at the head and at the end; together the text's 16 cm.
const BLOCKS: [u32; 2] = [3900, 5172];

/// The whole part.
pub(crate) fn document() -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>",
    );
    for part in [head(), opening(), sections_1_to_3(), section_4(), section_5(), end()] {
        text.push_str(&part);
    }
    // A4 in twentieths of a point; margins 20, 20, 30 and 20 mm (Decree 30/2020, annex I, part I.3).
    text.push_str(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>",
    );
    text
}

fn sized(size: u32, bold: bool, italic: bool) -> Look {
    Look { bold, italic, size }
}

fn head() -> String {
    let agency = [
        paragraph(
            "Giua",
            &format!(
                "{{% if co_quan.ten_cap_tren %}}{{{{ co_quan.ten_cap_tren | upper }}}}{{% else %}}{}{{% endif %}}",
                gap("tên cơ quan cấp trên")
            ),
            sized(24, false, false),
        ),
        paragraph(
            "Giua",
            &format!(
                "{{% if co_quan.ten %}}{{{{ co_quan.ten | upper }}}}{{% else %}}{}{{% endif %}}",
                gap("tên cơ quan")
            ),
            sized(24, true, false),
        ),
        line(1350, 1350),
        special(
            "Giua",
            "<w:spacing w:before=\"120\"/>",
            &format!("Số: ⟦[…]⟧/BC-{}", gap("chữ viết tắt cơ quan")),
            sized(26, false, false),
        ),
    ];
    let place = format!(
        "{{% if co_quan.dia_danh %}}{{{{ co_quan.dia_danh }}}}{{% else %}}{}{{% endif %}}, ngày ⟦[…]⟧ tháng ⟦[…]⟧ năm {{{{ hom_nay[:4] }}}}",
        gap("địa danh")
    );
    let nation = [
        paragraph("Giua", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", sized(24, true, false)),
        paragraph("Giua", "Độc lập - Tự do - Hạnh phúc", sized(26, true, false)),
        line(994, 994),
        special("Giua", "<w:spacing w:before=\"120\"/>", &place, sized(26, false, true)),
    ];
    let cells = cell(BLOCKS[0], "", &agency.concat()) + &cell(BLOCKS[1], "", &nation.concat());
    let title = [
        special("Giua", "<w:spacing w:before=\"360\"/>", "BÁO CÁO", BOLD),
        paragraph("Giua", "Công tác kiểm soát thủ tục hành chính,", BOLD),
        paragraph("Giua", "giải quyết thủ tục hành chính {{ (ky.ten[0] | lower) ~ ky.ten[1:] }}", BOLD),
        line(3300, 3300),
        special(
            "Giua",
            "<w:spacing w:before=\"240\"/>",
            &format!(
                "Kính gửi: {{% if co_quan.ten_cap_tren %}}{{{{ co_quan.ten_cap_tren }}}}{{% else %}}{}{{% endif %}}.",
                gap("cơ quan nhận báo cáo")
            ),
            PLAIN,
        ),
    ];
    let draft = [
        tag("{% if du_thao %}"),
        special(
            "Giua",
            "<w:spacing w:before=\"240\"/>",
            "⟦[DỰ THẢO: sổ theo dõi hồ sơ còn lỗi phải sửa, số liệu có thể thay đổi; xem tệp danh-sach-loi.xlsx]⟧",
            sized(26, false, true),
        ),
        tag("{% endif %}"),
    ];
    table(&BLOCKS, false, &row(false, &cells)) + &title.concat() + &draft.concat()
}

/// The agency's name within a sentence.
fn agency() -> String {
    format!("{{% if co_quan.ten %}}{{{{ co_quan.ten }}}}{{% else %}}{}{{% endif %}}", gap("tên cơ quan"))
}

fn opening() -> String {
    let task = format!(
        "Thực hiện {} ngày {} về {}; {agency} báo cáo kết quả công tác kiểm soát thủ tục hành chính (TTHC), giải quyết TTHC, số liệu từ ngày {{{{ ky.tu | ngay }}}} đến ngày {{{{ ky.den | ngay }}}}, như sau:",
        hand("cv_giao_so", "số, ký hiệu công văn giao nhiệm vụ"),
        hand("cv_giao_ngay", "ngày ban hành"),
        gap("cơ quan ban hành, trích yếu"),
        agency = agency(),
    );
    special("Than", "<w:spacing w:before=\"360\"/>", &task, PLAIN)
}

fn heading(text: &str) -> String {
    paragraph("Muc", text, PLAIN)
}

/// A line of an indicator: text before, the value or a gap, its unit.
fn counted(before: &str, code: &str, unit: &str) -> String {
    body(&format!("{before}: {} {unit}.", hand(code, "số liệu")))
}

fn sections_1_to_3() -> String {
    [
        heading("1. Về công tác tuyên truyền cải cách hành chính"),
        body(&format!(
            "- Số kế hoạch tuyên truyền cải cách hành chính đã ban hành: {} kế hoạch ({}).",
            hand("kh_tuyen_truyen", "số liệu"),
            hand("kh_tuyen_truyen_so", "số, ký hiệu, ngày ban hành")
        )),
        body(&format!("- {}.", gap("hình thức, nội dung tuyên truyền đã thực hiện trong kỳ"))),
        heading("2. Rà soát, đơn giản hóa TTHC"),
        body(&format!(
            "- Số kế hoạch kiểm soát, rà soát TTHC đã ban hành: {} kế hoạch ({}).",
            hand("kh_ra_soat", "số liệu"),
            hand("kh_ra_soat_so", "số, ký hiệu, ngày ban hành")
        )),
        body(&format!("- {}.", gap("kết quả rà soát, phương án đơn giản hóa, cắt giảm thời hạn giải quyết"))),
        heading("3. Về công bố, công khai TTHC"),
        counted(
            "- Tổng số Quyết định công bố TTHC, danh mục TTHC đã ban hành trong kỳ báo cáo",
            "qd_cong_bo",
            "Quyết định",
        ),
        counted("- Tổng số văn bản quy phạm pháp luật có quy định TTHC được công bố", "vbqppl", "văn bản"),
        body(&format!(
            "- Tổng số TTHC, danh mục TTHC được công bố: {} TTHC; trong đó số TTHC được công khai: {} TTHC.",
            hand("tthc_cong_bo", "số liệu"),
            hand("tthc_cong_khai", "số liệu")
        )),
        body(&format!(
            "- Tổng số TTHC thuộc thẩm quyền quản lý, theo dõi của bộ, cơ quan ngang bộ tính đến thời điểm báo cáo: {} TTHC; trong đó thuộc thẩm quyền giải quyết của bộ, cơ quan: {} TTHC.",
            hand("tthc_bo", "số liệu"),
            hand("tthc_bo_giai_quyet", "số liệu")
        )),
        tag("{% if danh_muc.tong > 0 %}"),
        body(&format!(
            "- Tổng số TTHC thuộc thẩm quyền giải quyết của địa phương (theo danh mục đang có hiệu lực): {{{{ danh_muc.tong }}}} TTHC; trong đó do Trung ương quy định: {}; do địa phương quy định: {}.",
            listed("trung_uong", "cap"),
            listed("dia_phuong", "cap")
        )),
        tag("{% else %}"),
        body(&format!(
            "- Tổng số TTHC thuộc thẩm quyền giải quyết của địa phương: {}.",
            gap("chưa có danh mục TTHC; số TTHC, trong đó do Trung ương, do địa phương quy định")
        )),
        tag("{% endif %}"),
        body(&format!("- {}.", gap("hình thức, địa chỉ công khai TTHC"))),
    ]
    .concat()
}

/// Whether a register was read.
const REGISTERED: &str = "doi_soat.tep | length > 0";

/// A figure of the catalogue, or a gap where it does not say.
fn listed(figure: &str, column: &str) -> String {
    format!(
        "{{% if doi_soat.danh_muc.{column} %}}{{{{ danh_muc.{figure} }}}} TTHC{{% else %}}{}{{% endif %}}",
        gap("danh mục không ghi; số liệu")
    )
}

fn section_4() -> String {
    let mut text = [
        heading("4. Thực hiện TTHC trên môi trường điện tử"),
        body(&format!(
            "a) Công tác chỉ đạo, triển khai: đã ban hành {} kế hoạch thực hiện TTHC trên môi trường điện tử ({}). {}.",
            hand("kh_moi_truong_dien_tu", "số liệu"),
            hand("kh_moi_truong_dien_tu_so", "số, ký hiệu, ngày ban hành"),
            gap("việc bố trí công chức, tổ chức Bộ phận Một cửa")
        )),
        body("b) Cung cấp dịch vụ công trực tuyến và giải quyết hồ sơ TTHC"),
        tag("{% if danh_muc.tong > 0 %}"),
        tag("{% if doi_soat.danh_muc.muc_do %}"),
        body(
            "- Bộ TTHC gồm {{ danh_muc.tong }} thủ tục; trong đó dịch vụ công trực tuyến toàn trình: {{ danh_muc.toan_trinh }}/{{ danh_muc.tong }} TTHC ({{ danh_muc.toan_trinh | ty_le(danh_muc.tong) }}); một phần: {{ danh_muc.mot_phan }}/{{ danh_muc.tong }} TTHC ({{ danh_muc.mot_phan | ty_le(danh_muc.tong) }}); chỉ cung cấp thông tin: {{ danh_muc.cung_cap_thong_tin }}/{{ danh_muc.tong }} TTHC.",
        ),
        body("- Số TTHC thực hiện qua Cổng dịch vụ công (toàn trình và một phần): {{ danh_muc.toan_trinh + danh_muc.mot_phan }}/{{ danh_muc.tong }} TTHC ({{ (danh_muc.toan_trinh + danh_muc.mot_phan) | ty_le(danh_muc.tong) }})."),
        tag("{% else %}"),
        body(&format!(
            "- Bộ TTHC gồm {{{{ danh_muc.tong }}}} thủ tục; {}.",
            gap("danh mục không ghi mức độ dịch vụ công; số thủ tục toàn trình, một phần, chỉ cung cấp thông tin")
        )),
        tag("{% endif %}"),
        body(&format!(
            "- Số TTHC giải quyết theo cơ chế một cửa liên thông: {}. Số TTHC có phát sinh hồ sơ trong kỳ: {{% if {REGISTERED} %}}{{{{ danh_muc.co_phat_sinh }}}} TTHC{{% else %}}{}{{% endif %}}.",
            listed("lien_thong", "lien_thong"),
            gap("chưa có sổ theo dõi hồ sơ nào đọc được")
        )),
        tag("{% if danh_muc.cung_cap_thong_tin > 0 %}"),
        body(&format!(
            "- Lý do còn TTHC chỉ cung cấp thông tin trực tuyến: {}.",
            hand("ly_do_muc_2", "lý do")
        )),
        tag("{% endif %}"),
        tag("{% else %}"),
        body(&format!(
            "- Bộ TTHC và mức độ cung cấp dịch vụ công trực tuyến: {}.",
            gap("chưa có danh mục TTHC; số thủ tục theo từng mức độ")
        )),
        tag("{% endif %}"),
        // Without a register nothing is known: "nothing happened" would be a claim.
        tag("{% if doi_soat.tep | length == 0 %}"),
        body(&format!(
            "- Tình hình tiếp nhận, giải quyết hồ sơ TTHC: {}.",
            gap("chưa có sổ theo dõi hồ sơ nào đọc được, nên chưa có số liệu")
        )),
        // Cases that could not be placed and files that could not be read may hold what happened.
        tag("{% elif tiep_nhan.tong == 0 and (doi_soat.tong.khong_xep > 0 or doi_soat.khong_doc > 0) %}"),
        body(&format!(
            "- Tình hình tiếp nhận, giải quyết hồ sơ TTHC: {}.",
            gap("có {{ doi_soat.tong.khong_xep }} hồ sơ không xếp được, {{ doi_soat.khong_doc }} tệp không đọc được, nên chưa biết số liệu; xem danh-sach-loi.xlsx")
        )),
        tag("{% elif tiep_nhan.tong == 0 %}"),
        body("- Từ ngày {{ ky.tu | ngay }} đến ngày {{ ky.den | ngay }}, cơ quan không phát sinh hồ sơ TTHC và không có hồ sơ từ kỳ trước chuyển sang."),
        tag("{% else %}"),
    ]
    .concat();
    text.push_str(&cases());
    text.push_str(&tag("{% endif %}"));
    text.push_str(&body(&format!(
        "- Số hóa hồ sơ, kết quả giải quyết TTHC: {{% if chi_tieu.so_hoa_ket_qua is defined %}}{{{{ chi_tieu.so_hoa_ket_qua }}}} hồ sơ đã số hóa kết quả{{% if {REGISTERED} %}}, trên {{{{ da_giai_quyet.tong }}}} hồ sơ đã giải quyết{{% endif %}}{{% else %}}{}{{% endif %}}.",
        gap("số hồ sơ đã số hóa kết quả")
    )));
    text.push_str(&body(&format!(
        "c) Tiếp nhận, xử lý phản ánh, kiến nghị: số đơn thư khiếu nại, khiếu kiện về cải cách hành chính trong kỳ: {} đơn. {}.",
        hand("khieu_nai", "số liệu"),
        gap("việc công khai địa chỉ tiếp nhận, kết quả xử lý phản ánh, kiến nghị")
    )));
    text.push_str(&body(&format!(
        "d) Chế độ thông tin, báo cáo: {}.",
        gap("việc thực hiện chế độ báo cáo định kỳ theo Thông tư số 01/2020/TT-VPCP ngày 21 tháng 10 năm 2020 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ quy định chế độ báo cáo định kỳ và quản lý, sử dụng, khai thác Hệ thống thông tin báo cáo của Văn phòng Chính phủ")
    )));
    text
}

/// What the registers tell, where there are cases.
fn cases() -> String {
    let mut text = [
        body("- Tình hình tiếp nhận: tổng số hồ sơ nhận giải quyết là {{ tiep_nhan.tong }} hồ sơ; trong đó từ kỳ trước chuyển sang: {{ tiep_nhan.ky_truoc }} hồ sơ; tiếp nhận trong kỳ: {{ tiep_nhan.trong_ky }} hồ sơ, gồm:"),
        body("+ Trực tuyến: {{ tiep_nhan.truc_tuyen }}/{{ tiep_nhan.trong_ky }} hồ sơ ({{ tiep_nhan.truc_tuyen | ty_le(tiep_nhan.trong_ky) }});"),
        body("+ Trực tiếp (kể cả tại Trung tâm Phục vụ hành chính công): {{ tiep_nhan.truc_tiep }}/{{ tiep_nhan.trong_ky }} hồ sơ ({{ tiep_nhan.truc_tiep | ty_le(tiep_nhan.trong_ky) }});"),
        body("+ Qua dịch vụ bưu chính công ích: {{ tiep_nhan.bcci }}/{{ tiep_nhan.trong_ky }} hồ sơ ({{ tiep_nhan.bcci | ty_le(tiep_nhan.trong_ky) }})."),
        body("- Kết quả giải quyết: đã giải quyết {{ da_giai_quyet.tong }} hồ sơ, gồm:"),
        body("+ Trước hạn: {{ da_giai_quyet.truoc_han }}/{{ da_giai_quyet.tong }} hồ sơ ({{ da_giai_quyet.truoc_han | ty_le(da_giai_quyet.tong) }});"),
        body("+ Đúng hạn: {{ da_giai_quyet.dung_han }}/{{ da_giai_quyet.tong }} hồ sơ ({{ da_giai_quyet.dung_han | ty_le(da_giai_quyet.tong) }});"),
        body("+ Quá hạn: {{ da_giai_quyet.qua_han }}/{{ da_giai_quyet.tong }} hồ sơ ({{ da_giai_quyet.qua_han | ty_le(da_giai_quyet.tong) }})."),
        body("- Đang giải quyết {{ dang_giai_quyet.tong }} hồ sơ; trong đó trong hạn: {{ dang_giai_quyet.trong_han }} hồ sơ; quá hạn: {{ dang_giai_quyet.qua_han }} hồ sơ."),
        tag("{% if da_giai_quyet.qua_han + dang_giai_quyet.qua_han > 0 %}"),
        body("- Đơn vị có hồ sơ quá hạn:"),
        tag("{% for dv in don_vi %}"),
        tag("{% if dv.da_giai_quyet.qua_han + dv.dang_giai_quyet.qua_han > 0 %}"),
        body(&format!(
            "+ {{{{ dv.ten }}}}: đã giải quyết quá hạn {{{{ dv.da_giai_quyet.qua_han }}}} hồ sơ; đang giải quyết quá hạn {{{{ dv.dang_giai_quyet.qua_han }}}} hồ sơ. {}.",
            gap("nguyên nhân, biện pháp khắc phục")
        )),
        tag("{% endif %}"),
        tag("{% endfor %}"),
        tag("{% endif %}"),
    ]
    .concat();
    text.push_str(&tag("{% if linh_vuc %}"));
    text.push_str(&special("Than", "<w:keepNext/>", "- Kết quả theo lĩnh vực (đơn vị tính: hồ sơ):", PLAIN));
    text.push_str(&fields());
    text.push_str(&special(
        "Than",
        "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>",
        "",
        PLAIN,
    ));
    text.push_str(&tag("{% endif %}"));
    text
}

/// Columns of the table of fields: width, heading, value of a field, value in total.
const COLUMNS: [(u32, &str, &str); 7] = [
    (850, "Nhận giải quyết", "tiep_nhan.tong"),
    (850, "Trực tuyến trong kỳ", "tiep_nhan.truc_tuyen"),
    (850, "Đã giải quyết", "da_giai_quyet.tong"),
    (850, "Trước, đúng hạn", "da_giai_quyet.truoc_han + @da_giai_quyet.dung_han"),
    (680, "Quá hạn", "da_giai_quyet.qua_han"),
    (850, "Đang giải quyết", "dang_giai_quyet.tong"),
    (680, "Quá hạn", "dang_giai_quyet.qua_han"),
];

fn fields() -> String {
    let mut widths = vec![482, 2980];
    widths.extend(COLUMNS.iter().map(|(width, ..)| *width));
    let middle = "<w:vAlign w:val=\"center\"/>";
    let center = |text: &str, look| paragraph("BangGiua", text, look);
    let mut heading =
        cell(widths[0], middle, &center("TT", BOLD)) + &cell(widths[1], middle, &center("Lĩnh vực", BOLD));
    let mut each = cell(widths[0], middle, &center("{{ lv.stt }}", PLAIN))
        + &cell(widths[1], middle, &paragraph("BangTrai", "{{ lv.ten }}", PLAIN));
    let mut total =
        cell(widths[0], middle, &center("", BOLD)) + &cell(widths[1], middle, &center("Tổng số", BOLD));
    for (width, name, value) in COLUMNS {
        let of = |group: &str| format!("{{{{ {group}{} }}}}", value.replace('@', group));
        heading.push_str(&cell(width, middle, &center(name, BOLD)));
        each.push_str(&cell(width, middle, &center(&of("lv."), PLAIN)));
        total.push_str(&cell(width, middle, &center(&of(""), BOLD)));
    }
    let control = |text: &str| {
        let all: u32 = widths.iter().sum();
        row(false, &cell(all, "<w:gridSpan w:val=\"9\"/>", &tag(text)))
    };
    let rows = [
        row(true, &heading),
        control("{% for lv in linh_vuc %}"),
        row(false, &each),
        control("{% endfor %}"),
        row(false, &total),
    ];
    table(&widths, true, &rows.concat())
}

fn section_5() -> String {
    [
        heading("5. Triển khai chữ ký số"),
        body(&format!(
            "- Số chữ ký số đăng ký mới trong kỳ: {} chữ ký số. {}.",
            hand("chu_ky_so_moi", "số liệu"),
            gap("tình hình sử dụng chữ ký số")
        )),
        special(
            "Than",
            "<w:keepNext/>",
            &format!("Trên đây là báo cáo công tác kiểm soát thủ tục hành chính, giải quyết thủ tục hành chính của {}./.",
            agency()
            ),
            PLAIN,
        ),
    ]
    .concat()
}

fn end() -> String {
    let to = [
        paragraph("NoiNhan", "Nơi nhận:", sized(24, true, true)),
        paragraph("NoiNhan", "- Như trên;", PLAIN),
        paragraph("NoiNhan", "- Lãnh đạo cơ quan;", PLAIN),
        paragraph("NoiNhan", "- Các phòng, đơn vị trực thuộc;", PLAIN),
        paragraph("NoiNhan", &format!("- Lưu: VT, {}.", gap("đơn vị soạn thảo")), PLAIN),
    ];
    let mut sign = vec![paragraph("Giua", &gap("quyền hạn, chức vụ của người ký"), BOLD)];
    sign.extend(std::iter::repeat_with(|| paragraph("Giua", "", PLAIN)).take(4));
    sign.push(paragraph("Giua", &gap("họ và tên người ký"), BOLD));
    let cells = cell(BLOCKS[0] + 400, "", &to.concat()) + &cell(BLOCKS[1] - 400, "", &sign.concat());
    let gap_before =
        special("Normal", "<w:keepNext/><w:spacing w:line=\"240\" w:lineRule=\"exact\"/>", "", PLAIN);
    let tail = special("Normal", "<w:spacing w:line=\"20\" w:lineRule=\"exact\"/>", "", PLAIN);
    gap_before + &table(&[BLOCKS[0] + 400, BLOCKS[1] - 400], false, &row(false, &cells)) + &tail
}
