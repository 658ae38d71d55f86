//! What the words of registers mean, and what a wrong list of words is told.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;

use super::super::words_file;
use super::*;

fn words() -> Words {
    Words::embedded().unwrap()
}

#[test]
fn every_listed_word_means_what_it_is_listed_under() {
    let words = words();
    let lists = words_file::read(EMBEDDED).unwrap();
    for (channel, entry) in &lists.channel {
        for word in entry.all() {
            assert_eq!(words.channel(word), Some((*channel, true)), "{word}");
            assert_eq!(words.channel(&word.to_uppercase()), Some((*channel, true)), "{word}");
        }
    }
    for (status, entry) in &lists.status {
        for word in entry.all() {
            assert_eq!(words.status(word).unwrap().status, Some(*status), "{word}");
        }
    }
    for (timeliness, entry) in &lists.timeliness {
        for word in entry.all() {
            assert_eq!(words.status(word).unwrap().timeliness, Some(*timeliness), "{word}");
        }
    }
    for (level, entry) in &lists.level {
        for word in entry.all() {
            assert_eq!(words.level(word).unwrap().level, *level, "{word}");
        }
    }
}

#[test]
fn channels_in_the_words_of_real_registers() {
    let words = words();
    for (text, channel) in [
        ("Nộp trực tuyến qua Cổng DVC quốc gia", Channel::Online),
        ("TRỰC TUYẾN", Channel::Online),
        ("truc tuyen", Channel::Online),
        ("DVC trực tuyến toàn trình", Channel::Online),
        ("Cổng dịch vụ công", Channel::Online),
        ("Cổng Dịch vụ công tỉnh Cao Bằng", Channel::Online),
        ("2", Channel::Online),
        ("Trực tiếp tại Trung tâm PVHCC", Channel::InPerson),
        ("Tại Trung tâm PVHCC", Channel::InPerson),
        ("qua trung tâm hành chính công", Channel::InPerson),
        ("Trực tiếp (đã cập nhật lên Cổng DVC)", Channel::InPerson),
        ("Bộ phận một cửa", Channel::InPerson),
        ("Trực tiếp, nhận kết quả qua BCCI", Channel::InPerson),
        ("Qua BCCI", Channel::Post),
        ("Dịch vụ bưu chính công ích", Channel::Post),
        ("Qua bưu điện tỉnh", Channel::Post),
        (" 3 ", Channel::Post),
    ] {
        assert_eq!(words.channel(text).map(|found| found.0), Some(channel), "{text}");
    }
    assert!(words.channel("Trực tiếp").unwrap().1);
    assert!(!words.channel("Nộp trực tiếp ở huyện").unwrap().1);
}

#[test]
fn a_channel_that_is_not_said_is_not_guessed() {
    let words = words();
    for text in [
        "",
        "x",
        "TT",
        "Trực tiếp/Trực tuyến",
        "Không trực tuyến",
        "khác",
        "0912345678",
        "Trực tuyến - BCCI",
        "4",
    ] {
        assert_eq!(words.channel(text), None, "{text}");
    }
}

#[test]
fn states_in_the_words_of_real_registers() {
    let words = words();
    for (text, status, timeliness, days) in [
        ("Đang xử lý", Some(Status::Processing), None, None),
        ("đang xử lý tại phòng chuyên môn", Some(Status::Processing), None, None),
        ("9", Some(Status::Finished), None, None),
        ("9. Đã xử lý xong", Some(Status::Finished), None, None),
        ("10", Some(Status::HandedOver), None, None),
        ("Đã trả kết quả cho công dân", Some(Status::HandedOver), None, None),
        ("Đang chờ trả kết quả", Some(Status::Finished), None, None),
        ("Không được tiếp nhận", Some(Status::NotAccepted), None, None),
        ("Hồ sơ bị từ chối tiếp nhận", Some(Status::NotAccepted), None, None),
        ("Từ chối", Some(Status::Returned), None, None),
        ("Từ chối giải quyết", Some(Status::Returned), None, None),
        ("Trả lại", Some(Status::Returned), None, None),
        ("Trả lại để bổ sung", Some(Status::WaitingSupplement), None, None),
        ("Công dân xin rút hồ sơ", Some(Status::Withdrawn), None, None),
        ("Tạm dừng chờ bổ sung hồ sơ", Some(Status::WaitingSupplement), None, None),
        ("Chờ BS", Some(Status::WaitingSupplement), None, None),
        ("Yêu cầu thực hiện NVTC", Some(Status::WaitingPayment), None, None),
        ("Dừng xử lý", Some(Status::Paused), None, None),
        ("Mới tiếp nhận", Some(Status::Accepted), None, None),
        ("Mới đăng ký", Some(Status::New), None, None),
        ("Trước hạn", None, Some(Timeliness::Early), None),
        ("Trong hạn", None, Some(Timeliness::OnTime), None),
        ("Chưa đến hạn", Some(Status::Processing), Some(Timeliness::OnTime), None),
        ("Quá hạn", None, Some(Timeliness::Late), None),
        ("Quá hạn 1.25 ngày", None, Some(Timeliness::Late), Some(1.25)),
        ("Trễ 3 ngày", None, Some(Timeliness::Late), Some(3.0)),
        ("Đã giải quyết - chưa trả", Some(Status::Finished), None, None),
        ("Trễ hẹn (2 ngày)", None, Some(Timeliness::Late), Some(2.0)),
        ("Sớm hạn 1,5 ngày", None, Some(Timeliness::Early), Some(1.5)),
        ("Đang xử lý quá hạn", Some(Status::Processing), Some(Timeliness::Late), None),
        ("Đang xử lý quá hạn 3 ngày", Some(Status::Processing), Some(Timeliness::Late), Some(3.0)),
        ("Đã giải quyết đúng hạn", Some(Status::Finished), Some(Timeliness::OnTime), None),
        ("Đã trả kết quả - trước hạn", Some(Status::HandedOver), Some(Timeliness::Early), None),
        ("Chưa quá hạn", None, Some(Timeliness::OnTime), None),
    ] {
        let found = words.status(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.status, found.timeliness, found.days), (status, timeliness, days), "{text}");
    }
}

#[test]
fn a_negated_or_unknown_state_is_not_guessed() {
    let words = words();
    for text in ["", "abc", "Không đúng hạn", "Chưa biết đã trả", "11", "05/01/2023"] {
        assert_eq!(words.status(text), None, "{text}");
    }
}

#[test]
fn states_know_how_they_are_treated() {
    assert!(
        Status::New.never_counted()
            && Status::NotAccepted.never_counted()
            && !Status::Accepted.never_counted()
    );
    assert!(
        Status::WaitingSupplement.is_paused() && Status::Paused.is_open() && !Status::Processing.is_paused()
    );
    assert!(
        Status::Finished.is_finished() && Status::HandedOver.is_finished() && !Status::Returned.is_finished()
    );
    assert!(Status::Withdrawn.is_ended_without_result() && !Status::NotAccepted.is_ended_without_result());
}

#[test]
fn levels_in_old_and_new_wording() {
    let words = words();
    for (text, level, old) in [
        ("Toàn trình", Level::Full, false),
        ("Dịch vụ công trực tuyến toàn trình", Level::Full, false),
        ("Mức độ 4", Level::Full, true),
        ("DVC trực tuyến mức độ 4", Level::Full, true),
        ("4", Level::Full, true),
        ("Một phần", Level::Partial, false),
        ("mức độ 3", Level::Partial, true),
        ("DVC cung cấp thông tin trực tuyến", Level::Information, false),
        ("Mức 2", Level::Information, true),
        ("Không", Level::None, false),
    ] {
        let found = words.level(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.level, found.old_wording), (level, old), "{text}");
    }
    for text in ["", "5", "Mức độ 5", "Toàn trình hoặc một phần", "không toàn trình"] {
        assert_eq!(words.level(text), None, "{text}");
    }
}

#[test]
fn own_words_come_first_and_the_rest_stays() {
    let own = words().extended("[kenh.truc_tiep]\nbang = [\"Cổng dịch vụ công\"]\n").unwrap();
    assert_eq!(own.channel("cổng dịch vụ công"), Some((Channel::InPerson, true)));
    assert_eq!(own.channel("Trực tuyến"), Some((Channel::Online, true)));
    let only = Words::parse("[kenh.bcci]\nbang = [\"Thư\"]\n").unwrap();
    assert_eq!(only.channel("thư"), Some((Channel::Post, true)));
    assert_eq!(only.channel("Trực tuyến"), None);
}

#[test]
fn a_wrong_list_is_told_where() {
    let fault = |toml: &str| Words::parse(toml).unwrap_err();
    let twice = fault("[kenh.bcci]\nbang = [\"Thư\"]\n[kenh.truc_tiep]\nbang = [\n  \"thư\",\n]\n");
    assert_eq!(twice.line, 2, "the meanings are compared in the order of the national list");
    assert!(matches!(twice.fault, WordsFault::TwoMeanings { .. }));
    assert_eq!(fault("[kenh.bcci]\n\nbang = [\"…\"]\n"), WordsError { line: 3, fault: WordsFault::Empty });
    assert_eq!(fault("[kenh.bcci]\nbang = [\"a\"\n").line, 2);
    assert_eq!(fault("[kenh.fax]\nbang = [\"a\"]\n").line, 1);
    assert!(matches!(fault("x = 1").fault, WordsFault::Toml(_)));
}

#[test]
fn ticks_are_ticks() {
    for text in ["x", " X ", "✓", "có"] {
        assert!(is_tick(text));
    }
    for text in ["", "không", "2", "xx"] {
        assert!(!is_tick(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_looked_up(text in ".{0,40}", mixed in proptest::collection::vec(proptest::sample::select(vec![
        "quá hạn", "1.25", "ngày", ",", "không", "đang xử lý", "trực tuyến", "ngàyngày", "1..2", "9.", "é",
    ]), 0..8)) {
        let words = words();
        for text in [text, mixed.join(" "), mixed.concat()] {
            let _ = words.channel(&text);
            let _ = words.status(&text);
            let _ = words.level(&text);
        }
    }

    #[test]
    fn any_list_is_read_or_refused(toml in ".{0,60}") {
        let _ = Words::parse(&toml);
    }
}

#[test]
fn a_word_in_old_type_is_known_and_a_word_as_it_stands_is_left_alone() {
    let words = Words::embedded().unwrap();
    for (stored, word) in [
        ("Trùc tuyÕn", "Trực tuyến"),
        ("B\u{ad}u chÝnh", "Bưu chính"),
        ("Böu chính coâng ích", "Bưu chính công ích"),
        ("§ang xö lý", "Đang xử lý"),
        ("Quaù haïn", "Quá hạn"),
    ] {
        assert_eq!(words.in_old_type(stored).as_deref(), Some(word), "{stored}");
    }
    for text in ["Trực tuyến", "Truc tuyen", "Rút", "Hôtel", "hå s¬", ""] {
        assert_eq!(words.in_old_type(text), None, "{text}");
    }
}

#[test]
fn every_name_is_a_word_and_only_a_near_one_is_clear() {
    let words = Words::embedded().unwrap();
    for name in Channel::NAMES {
        assert_eq!(words.channel(name).map(|(channel, _)| channel.name()), Some(name));
    }
    for name in Status::NAMES {
        assert_eq!(words.status(name).and_then(|word| word.status).map(Status::name), Some(name));
    }
    let (near, is_clear) = nearest("Trực tuyn", &Channel::NAMES);
    assert!(is_clear && near[0] == "Trực tuyến", "{near:?}");
    assert!(!nearest("fax", &Channel::NAMES).1);
    assert_eq!(nearest("", &Channel::NAMES), (Channel::NAMES.map(str::to_owned).to_vec(), false));
}
