//! Reads the words of treebanks.

use anyhow::{Context, Result};
use std::path::Path;

/// Calls `each` with the columns of every word of these treebanks in the folder of data sets; ranges and empty nodes are left
/// out.
pub(crate) fn words(data: &Path, names: &[&str], mut each: impl FnMut(&[&str])) -> Result<()> {
    for name in names {
        let path = data.join("ud").join(format!("{name}.conllu"));
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() == 10 && !columns[0].contains(['-', '.']) {
                each(&columns);
            }
        }
    }
    Ok(())
}
