//! Integration tests: one module per subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_possible_truncation)] // a test that cannot go on has failed
#![allow(clippy::disallowed_methods)] // tests write files and look at the clock
#![allow(clippy::float_cmp)] // figures are whole numbers, shares are compared with a margin where they are not exact

mod contain; // one file read in a process of its own
mod corrections; // answers and marked copies that come back
mod docx; // Word templates filled, and the written report of the sample
mod dragged; // files and folders dropped onto the program, odd names
mod fill; // the template engine by itself
mod guide; // the table of figures in the guide to templates
mod held; // results that another program has open
mod init; // `tthc init` and the folder it makes
mod layouts; // random report folders of known truth, every figure compared
mod mark; // the sender's workbook back, marked: what changes and what never does
mod outside; // exit statuses, messages, streams: what a user and a script rely on
mod own; // own figures of a template
mod page; // the status page and the log
mod page_numbers; // no number on the status page that is not the machine result's and the workbooks'
mod readme; // the sample output shown in the README
mod sample; // the founding report, end to end, against its truth
mod schema; // the machine result, key by key
mod support; // a temporary folder, the program run in it, its results read back
mod tidy; // what a reader of the tree may rely on
mod watch; // a folder watched by a real process: drops, faults, stops
mod windows; // sharing modes, backslashes, verbatim paths
