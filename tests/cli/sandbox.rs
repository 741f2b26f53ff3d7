//! Runs the program in a folder of its own and shows all that a user sees: stdout, stderr and exit code.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A temporary folder to run the program in.
pub(crate) struct Sandbox(tempfile::TempDir);

impl Sandbox {
    /// An empty folder.
    pub(crate) fn new() -> Sandbox {
        Sandbox(tempfile::tempdir().expect("a temporary folder"))
    }

    /// Path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Sandbox {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
        fs::write(path, bytes).expect("file");
        self
    }

    /// Names in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs `sayso` with arguments separated by blanks.
    pub(crate) fn run(&self, args: &str) -> Run {
        self.run_with(&args.split_whitespace().collect::<Vec<_>>(), "")
    }

    /// Runs `sayso` with arguments and standard input.
    pub(crate) fn run_with(&self, args: &[&str], stdin: &str) -> Run {
        let mut child = self.command(args).spawn().expect("sayso starts");
        let mut pipe = child.stdin.take().expect("piped");
        // A program that fails early need not read its input.
        let _ = pipe.write_all(stdin.as_bytes());
        drop(pipe);
        let done = child.wait_with_output().expect("sayso ends");
        Run {
            stdout: String::from_utf8(done.stdout).expect("UTF-8"),
            stderr: String::from_utf8(done.stderr).expect("UTF-8"),
            code: done.status.code(),
        }
    }

    /// The program, to be started in the folder, nothing of the user's environment kept that changes it.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.args(args).current_dir(self.0.path());
        for name in ["SAYSO_DB", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// What a run of the program showed.
#[derive(Debug)]
pub(crate) struct Run {
    /// Results.
    pub(crate) stdout: String,
    /// Everything else.
    pub(crate) stderr: String,
    /// Exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Checks stdout, stderr and exit code together.
    #[track_caller]
    pub(crate) fn shows(&self, code: i32, stdout: &str, stderr: &str) {
        let shown = |out: &str, err: &str, code: Option<i32>| {
            format!("exit {code:?}\n-- stdout\n{out}-- stderr\n{err}")
        };
        assert_eq!(
            shown(&self.stdout, &self.stderr, self.code),
            shown(stdout, stderr, Some(code)),
            "(left is what the program shows)"
        );
    }

    /// Stdout of a run that went well.
    #[track_caller]
    pub(crate) fn ok(&self) -> &str {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        &self.stdout
    }
}

/// A file of the repository.
pub(crate) fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
