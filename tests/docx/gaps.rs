//! What is not there, and what is nothing: guarded names where nothing is written, empty lists, null.

use super::*;

#[test]
fn a_guarded_name_may_be_missing_where_nothing_is_written_too() {
    let untaken = |text: &str| p("{% if false %}") + &p(text) + &p("{% endif %}") + &p("hết");
    let empty = |text: &str| p("{% for x in trong %}") + &p(text) + &p("{% endfor %}") + &p("hết");
    for text in [
        "{{ zz | default(“–”) }}",
        "{{ nhom.zz | default(1) + 1 }}",
        "{{ nhom.zz if nhom.zz is defined else 2 }}",
    ] {
        let data = json!({"ten": "", "nhom": {}, "trong": []});
        for template in [untaken(text), empty(text)] {
            assert_eq!(plain(&body_with(&template, &data)), ["hết"], "{text}");
        }
    }
    let told = p("{% if zz is defined %}") + &p("{{ zz }}") + &p("{% endif %}") + &p("hết");
    assert_eq!(lines(&told), ["hết"], "the condition guards what stands below it");
    for wrong in ["{{ zz }}", "{{ nhomm.zz | default(1) }}"] {
        let kind = &faults(&untaken(wrong))[0].kind;
        assert!(matches!(kind, FaultKind::UnknownName { .. }), "{wrong}: {kind:?}");
    }
}
