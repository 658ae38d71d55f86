//! Small mappings, position by position.

#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;

/// Rows 1–7, `for` 8, row 9, `for` 10, row 11, `endfor` 12, `endfor` 13, the rest; inner counts per outer pass.
fn nested(counts: &[u32]) -> Axis {
    let mut axis = Axis::start(MAX_ROW);
    let head = axis.leaf(1, 7);
    let outer = axis.block(8, 13);
    let title = axis.leaf(9, 9);
    let inner = axis.block(10, 12);
    let line = axis.leaf(11, 11);
    let tail = axis.leaf(14, MAX_ROW);
    axis.emit(head);
    for count in counts {
        axis.enter(outer);
        axis.emit(title);
        for _ in 0..*count {
            axis.enter(inner);
            axis.emit(line);
            axis.leave();
        }
        axis.leave();
    }
    axis.emit(tail);
    axis
}

#[test]
fn a_range_over_any_row_of_a_block_covers_all_copies() {
    let axis = nested(&[2, 0, 1]);
    let whole = axis.window(None);
    assert_eq!(axis.cover(9, 9, whole), Some((8, 12)));
    assert_eq!(axis.cover(8, 13, whole), Some((8, 13)));
    assert_eq!(axis.cover(11, 11, whole), Some((9, 13)));
    assert_eq!(axis.cover(14, 14, whole), Some((14, 14)));
    assert_eq!(axis.copies(9, whole), [8, 11, 12]);
    assert_eq!(axis.cover(1, MAX_ROW, whole), Some((1, MAX_ROW)));
}

#[test]
fn inside_an_instance_only_its_own_copies_count() {
    let axis = nested(&[2, 0, 1]);
    let second_line = axis.inst_at(10);
    let field = axis.holder(second_line, 9, 9);
    assert_eq!(axis.cover(9, 9, axis.window(field)), Some((8, 8)));
    assert_eq!(axis.cover(11, 11, axis.window(axis.holder(second_line, 11, 11))), Some((10, 10)));
    assert_eq!(axis.cover(10, 12, axis.window(field)), Some((9, 10)));
    let empty_field = axis.inst_at(11);
    assert_eq!(axis.cover(10, 12, axis.window(axis.holder(empty_field, 10, 12))), None);
}

#[test]
fn an_empty_collection_leaves_nothing_but_the_rest_moves_up() {
    let axis = nested(&[]);
    assert_eq!(axis.cover(8, 13, axis.window(None)), None);
    assert_eq!(axis.cover(7, 14, axis.window(None)), Some((7, 8)));
    assert_eq!(axis.spans(9, 9), []);
    assert_eq!(axis.at_or_after(9), 8);
}

#[test]
fn things_inside_a_block_are_repeated_and_things_around_it_grow() {
    let axis = nested(&[2, 1]);
    assert_eq!(axis.spans(11, 11), [(9, 9), (10, 10), (12, 12)]);
    assert_eq!(axis.spans(9, 11), [(8, 10), (11, 12)]);
    assert_eq!(axis.spans(5, 14), [(5, 13)]);
    assert_eq!(axis.source(12), Some(11));
    assert!(axis.keeps(7) && !axis.keeps(8));
}

#[test]
fn a_run_of_passes_is_the_same_as_each_pass_by_itself() {
    let axis = |repeat: bool, count: u32| {
        let mut axis = Axis::start(MAX_ROW);
        let head = axis.leaf(1, 2);
        let block = axis.block(3, 6);
        let lines = axis.leaf(4, 5);
        let tail = axis.leaf(7, MAX_ROW);
        axis.emit(head);
        if repeat {
            axis.repeat(block, lines, count);
        } else {
            for _ in 0..count {
                axis.enter(block);
                axis.emit(lines);
                axis.leave();
            }
        }
        axis.emit(tail);
        axis
    };
    for count in 0..4 {
        let (one, other) = (axis(true, count), axis(false, count));
        assert_eq!(one.segs().collect::<Vec<_>>(), other.segs().collect::<Vec<_>>());
        for to in 1..14 {
            assert_eq!((one.inst_at(to), one.source(to)), (other.inst_at(to), other.source(to)));
            let inst = one.inst_at(to);
            assert_eq!(
                (one.window(inst), one.holder(inst, 4, 5)),
                (other.window(inst), other.holder(inst, 4, 5))
            );
            for first in 1..9 {
                for window in [one.window(inst), one.window(None), Window { first: to, end: to + 3 }] {
                    assert_eq!(one.copies(first, window), other.copies(first, window));
                    assert_eq!(one.cover(first, 8, window), other.cover(first, 8, window));
                    assert_eq!(one.cover(4, first, window), other.cover(4, first, window));
                }
                assert_eq!(one.spans(first, first), other.spans(first, first));
                let stretches = |axis: &Axis| axis.stretches(first, first, axis.window(None), 9);
                assert_eq!(stretches(&one), stretches(&other));
                assert_eq!(inst.map(|inst| one.previous(inst)), inst.map(|inst| other.previous(inst)));
                assert_eq!(one.straddles(first, 8), other.straddles(first, 8));
            }
        }
    }
}

#[test]
fn stretches_are_the_copies_alone() {
    let axis = nested(&[2, 0, 1]);
    let whole = axis.window(None);
    let all = |first, last| axis.stretches(first, last, whole, 9);
    assert_eq!(all(9, 9), [(8, 8), (11, 12)]);
    assert_eq!(all(11, 11), [(9, 10), (13, 13)]);
    assert_eq!(all(10, 12), [(9, 10), (13, 13)]);
    assert_eq!(all(9, 12), [(8, 13)]);
    assert_eq!(all(8, 13), [(8, 13)]);
    assert_eq!(all(5, 9), [(5, 12)]);
    assert_eq!(axis.stretches(11, 11, axis.window(axis.inst_at(12)), 9), [(13, 13)]);
    assert_eq!(axis.stretches(11, 11, axis.window(axis.inst_at(11)), 9), []);
    for (line, title) in [(9, 8), (10, 8), (13, 12)] {
        let window = axis.window(axis.inst_at(line));
        assert_eq!(axis.stretches(11, 11, window, 9), [(line, line)]);
        assert_eq!(axis.stretches(9, 9, axis.window(axis.inst_at(title)), 9), [(title, title)]);
    }
    for at in [7, 9, 11, 14] {
        let copies: Vec<_> = axis.copies(at, whole).into_iter().map(|to| (to, to)).collect();
        assert_eq!(all(at, at), joined(&copies), "{at}");
    }
    assert_eq!(axis.passes(11, 11).len(), 3);
    assert_eq!(axis.passes(9, 12).len(), 3);
    assert!(axis.passes(9, 14).is_empty());
}

#[test]
fn what_stands_above_a_pass_is_known() {
    let axis = nested(&[2, 0, 1]);
    let (first, second, third) =
        (axis.inst_at(8).unwrap(), axis.inst_at(11).unwrap(), axis.inst_at(12).unwrap());
    assert!(axis.begins(first, 8) && !axis.begins(first, 9) && !axis.begins(first, 10));
    assert_eq!((axis.before(first), axis.previous(first)), (Some(7), None));
    assert_eq!((axis.before(second), axis.previous(second)), (Some(10), Some(first)));
    assert_eq!(axis.previous(third), Some(second));
    assert_eq!(axis.before_all(third), Some(7));
    let line = |at| axis.inst_at(at).unwrap();
    assert_eq!((axis.previous(line(9)), axis.previous(line(10))), (None, Some(line(9))));
    assert_eq!((axis.previous(line(13)), axis.before(line(13))), (None, Some(12)));
    assert_eq!(axis.starts_at(line(9)), Some(9));
}

#[test]
fn touching_spans_become_one() {
    assert_eq!(joined(&[(1, 2), (3, 3), (5, 6)]), [(1, 3), (5, 6)]);
}

/// A mapping beside a list of all that was put into it.
struct Naive {
    axis: Axis,
    segs: Vec<Seg>,
    /// Parent, first and end of each instance.
    insts: Vec<(Option<u32>, u32, u32)>,
    open: Vec<u32>,
    next: u32,
}

impl Naive {
    fn emit(&mut self, leaf: usize, first: u32, last: u32) {
        self.axis.emit(leaf);
        self.segs.push(Seg { first, last, to: self.next, inst: self.open.last().copied() });
        self.next += last - first + 1;
    }

    fn enter(&mut self, block: usize) {
        let id = self.axis.enter(block);
        assert_eq!(id as usize, self.insts.len());
        self.insts.push((self.open.last().copied(), self.next, 0));
        self.open.push(id);
    }

    fn leave(&mut self) {
        self.axis.leave();
        let id = self.open.pop().unwrap();
        self.insts[id as usize].2 = self.next;
    }
}

proptest! {
    /// What is joined is the same as if it were not: passes with a line of their own, lines of an inner block, and a choice.
    #[test]
    fn passes_and_rows_that_are_joined_are_found_as_if_they_were_not(
        passes in prop::collection::vec((any::<bool>(), 0..3_u32, 0..3_u8), 0..40),
        few in any::<bool>(),
    ) {
        let mut axis = Axis::start(MAX_ROW);
        let head = axis.leaf(1, 2);
        let own = axis.leaf(4, 4);
        let lines = axis.leaf(6, 6);
        let (one, other) = (axis.leaf(8, 8), axis.leaf(9, 10));
        let tail = axis.leaf(12, MAX_ROW);
        let (outer, inner) = (axis.block(3, 11), axis.block(5, 7));
        let mut naive = Naive { axis, segs: Vec::new(), insts: Vec::new(), open: Vec::new(), next: 1 };
        naive.emit(head, 1, 2);
        for (with, count, choice) in passes {
            naive.enter(outer);
            if with && !few {
                naive.emit(own, 4, 4);
            }
            for _ in 0..if few { 0 } else { count } {
                naive.enter(inner);
                naive.emit(lines, 6, 6);
                naive.leave();
            }
            match choice {
                0 => naive.emit(one, 8, 8),
                1 => naive.emit(other, 9, 10),
                _ => {}
            }
            naive.leave();
        }
        let end = naive.next;
        naive.emit(tail, 12, MAX_ROW);
        naive.axis.close();
        let Naive { axis, segs, insts, .. } = naive;
        prop_assert_eq!(&axis.segs().collect::<Vec<_>>(), &segs);
        for (id, (parent, first, end)) in (0..).zip(&insts) {
            prop_assert_eq!(axis.parent(id), *parent);
            prop_assert_eq!(axis.window(Some(id)), Window { first: *first, end: *end });
        }
        for to in 1..end {
            let seg = segs.iter().rfind(|seg| seg.to <= to).unwrap();
            prop_assert_eq!(axis.inst_at(to), seg.inst);
            prop_assert_eq!(axis.source(to), Some(seg.first + to - seg.to));
        }
        for at in [4, 6, 8, 9, 10] {
            let all: Vec<u32> = segs
                .iter()
                .filter(|seg| seg.first <= at && at <= seg.last)
                .map(|seg| seg.to + at - seg.first)
                .collect();
            prop_assert_eq!(axis.copies(at, axis.window(None)), all);
        }
        let of = |block: usize| {
            let own = |parent: &Option<u32>| (block == inner) == parent.is_some();
            insts.iter().filter(|inst| own(&inst.0)).count() as u32
        };
        for (block, first) in [(outer, 3), (inner, 5)] {
            prop_assert_eq!(passes_of(&axis, block), of(block), "{}", first);
        }
    }
}

fn passes_of(axis: &Axis, block: usize) -> u32 {
    passes(&axis.blocks[block])
}
