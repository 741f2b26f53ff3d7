//! The text of PDF files, where this program was built with it.

use crate::error::NotText;

/// Name of the thread that reads a PDF. A panic there is caught and becomes an error; a program that does not want to hear of
/// it leaves this thread out of its panic hook.
pub const THREAD: &str = "sayso-pdf";

/// Reads the text of all pages.
///
/// # Errors
///
/// Where it is broken or locked, or this program was built without PDF.
#[cfg(feature = "pdf")]
pub fn text(bytes: Vec<u8>) -> Result<String, NotText> {
    let broken = |reason: String| NotText::Broken { what: "PDF", reason };
    // The reader panics on some broken files and recurses on others: a thread of its own has a stack to spare.
    let read = move || std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem_by_pages(&bytes));
    let thread = std::thread::Builder::new().name(THREAD.into()).stack_size(STACK_BYTES).spawn(read);
    let thread = thread.map_err(|error| broken(error.to_string()))?;
    match thread.join() {
        Ok(Ok(Ok(pages))) => Ok(joined(&pages)),
        Ok(Ok(Err(error))) => Err(broken(error.to_string())),
        _ => Err(broken("its structure makes no sense".into())),
    }
}

/// Refuses: this build reads no PDF.
///
/// # Errors
///
/// Always.
#[cfg(not(feature = "pdf"))]
pub fn text(_: Vec<u8>) -> Result<String, NotText> {
    Err(NotText::Foreign { what: "a PDF, which this program was built without" })
}

#[cfg(feature = "pdf")]
const STACK_BYTES: usize = 64 << 20;

/// Lines of a page are joined to paragraphs, which a blank line parts.
#[cfg(feature = "pdf")]
fn joined(pages: &[String]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for page in pages {
        let mut open = String::new();
        for line in page.lines().map(str::trim).chain([""]) {
            match line {
                "" if open.is_empty() => {}
                "" => paragraphs.push(std::mem::take(&mut open)),
                line => join_line(&mut open, line),
            }
        }
    }
    paragraphs.join("\n\n")
}

/// Joins a line to the paragraph before it, a word parted by a hyphen as well.
#[cfg(feature = "pdf")]
fn join_line(open: &mut String, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let continues = line.starts_with(char::is_lowercase);
    let before = open.strip_suffix('-').and_then(|text| text.chars().last());
    if continues && before.is_some_and(char::is_lowercase) {
        open.pop();
    } else if !open.is_empty() {
        open.push(' ');
    }
    open.push_str(&words.join(" "));
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_and_paragraphs_kept() {
        let page = "The bridge was closed on Mon-\nday by the\n  mayor.\n\nAnna Berg\n\n".to_owned();
        assert_eq!(
            joined(&[page, "Next page.".into()]),
            "The bridge was closed on Monday by the mayor.\n\nAnna Berg\n\nNext page."
        );
    }

    /// A page of lines, as the simplest of writers makes it.
    fn pdf(lines: &[&str]) -> Vec<u8> {
        let shown: String = lines.iter().map(|line| format!("({line}) Tj 0 -14 Td\n")).collect();
        let content = format!("BT /F1 12 Tf 72 720 Td\n{shown}ET");
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        ];
        let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), "0000000000 65535 f \n".to_owned());
        for (number, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
        }
        let start = file.len();
        file.push_str(&format!(
            "xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        ));
        file.into_bytes()
    }

    #[test]
    fn a_page_is_read() {
        assert_eq!(
            text(pdf(&["Anna Berg met Carl", "Dahl in Paris."])).unwrap(),
            "Anna Berg met Carl Dahl in Paris."
        );
    }

    #[test]
    fn broken_files_are_told() {
        let fault = text(b"%PDF-1.7\n1 0 obj << /Type".to_vec()).unwrap_err().to_string();
        assert!(fault.starts_with("it is a broken PDF: "), "{fault}");
    }
}
