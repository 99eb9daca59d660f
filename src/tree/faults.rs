//! The kinds of fault that comparing with the disk can find; each has a page for `explain`.

use crate::diagnostic::{Fault, Severity};

pub static CORRUPT_LEDGER: Fault = Fault {
    id: "corrupt-ledger",
    severity: Severity::Error,
    summary: "a ledger holds lines that mirrorc did not write",
    page: include_str!("pages/corrupt-ledger.md"),
};

pub static EDITED_BY_HAND: Fault = Fault {
    id: "edited-by-hand",
    severity: Severity::Error,
    summary: "a rendered file was changed since it was written",
    page: include_str!("pages/edited-by-hand.md"),
};

pub static FOREIGN_FILE: Fault = Fault {
    id: "foreign-file",
    severity: Severity::Warning,
    summary: "a file in a rendered folder is not one of mirrorc's",
    page: include_str!("pages/foreign-file.md"),
};

pub static LINK_IN_TREE: Fault = Fault {
    id: "link-in-tree",
    severity: Severity::Error,
    summary: "a symbolic link stands where a rendered file or folder belongs",
    page: include_str!("pages/link-in-tree.md"),
};

pub static PARTIAL_RENDER: Fault = Fault {
    id: "partial-render",
    severity: Severity::Error,
    summary: "the tree also holds files of a descriptor that is not part of the run",
    page: include_str!("pages/partial-render.md"),
};

pub static PATH_OCCUPIED: Fault = Fault {
    id: "path-occupied",
    severity: Severity::Error,
    summary: "something that mirrorc did not write stands where a rendered file belongs",
    page: include_str!("pages/path-occupied.md"),
};

/// Sorted by id.
pub static ALL: [&Fault; 6] = [
    &CORRUPT_LEDGER,
    &EDITED_BY_HAND,
    &FOREIGN_FILE,
    &LINK_IN_TREE,
    &PARTIAL_RENDER,
    &PATH_OCCUPIED,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_sections_in_order() {
        for fault in ALL {
            let headings: Vec<&str> =
                fault.page.lines().filter(|line| line.starts_with('#')).collect();
            let title = format!("# {}", fault.id);
            let sections = ["## What it does", "## Why it matters", "## Example", "## How to fix"];
            assert_eq!(headings, [&[title.as_str()], &sections[..]].concat());
        }
        assert!(ALL.is_sorted_by(|a, b| a.id < b.id));
    }
}
