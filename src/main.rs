//! The program: parse, run, report, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    hush_pdf();
    sayso::cli::main()
}

/// A panic of the PDF reader becomes an error that names the file: nothing of it belongs on stderr.
fn hush_pdf() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(sayso::input::pdf::THREAD) {
            tell(panic);
        }
    }));
}
