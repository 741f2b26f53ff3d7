//! How wide a text will be, without a font: mean widths of a sans serif by class of letter, a little generous.

use crate::export::layout::Size;

/// Distance between lines, in sizes of letters.
pub(super) const LINE_HEIGHT: f64 = 1.2;
/// What other fonts may need more.
const ALLOWANCE: f64 = 1.06;

/// Room for the lines of a text.
pub(super) fn text_size(text: &str, font_size: f32) -> Size {
    let size = f64::from(font_size);
    let width = text.lines().map(|line| line.chars().map(advance).sum::<f64>()).fold(0.0, f64::max);
    Size { width: width * size * ALLOWANCE, height: text.lines().count() as f64 * size * LINE_HEIGHT }
}

/// Width of a character, in sizes of letters.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '’' | '‘' => 0.23,
        'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '/' | '-' => 0.32,
        'm' | 'M' | 'w' | '…' => 0.85,
        'W' | '@' | '%' => 0.97,
        c if c.is_ascii_uppercase() || c == '&' => 0.71,
        c if c.is_ascii() => 0.556,
        // Combining marks take no room of their own.
        '\u{0300}'..='\u{036F}' => 0.0,
        c if (c as u32) < 0x1100 => {
            if c.is_uppercase() {
                0.71
            } else {
                0.58
            }
        }
        _ => 1.0,
    }
}
