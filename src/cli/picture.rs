//! Diagrams and other exports of a graph, drawn by Graphviz or by the program itself.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use super::args::tell_left_out;
use super::output::{Output, Ui};
use crate::export::{self, Format, LeftOut};
use crate::graph::Graph;
use crate::{Error, Result};

/// How long Graphviz may take; large graphs take it hours.
const PATIENCE: Duration = Duration::from_secs(20);

/// How diagrams are drawn.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct DrawArgs {
    /// Most nodes to draw in a diagram, the strongest ones first
    #[arg(long, value_name = "N", default_value_t = export::Options::default().max_nodes)]
    pub max_nodes: usize,
    /// What lays out SVG and PNG pictures
    #[arg(long, value_enum, default_value = "auto")]
    pub engine: Engine,
    /// Put the documents' texts into JSON, so that another database can import it
    #[arg(long)]
    pub texts: bool,
}

impl DrawArgs {
    fn options(self) -> export::Options {
        export::Options { max_nodes: self.max_nodes, texts: self.texts }
    }
}

/// What lays out pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Graphviz where it is installed, else the program itself
    Auto,
    /// Graphviz
    Dot,
    /// The program itself: the same picture everywhere
    Builtin,
}

/// Writes a graph as `format` and says on stderr what was left out and what drew it.
///
/// # Errors
///
/// Where the output cannot be written, or Graphviz is asked for and cannot draw.
pub fn write(graph: &Graph, format: Format, args: DrawArgs, out: Output, ui: &Ui) -> Result<()> {
    let options = args.options();
    let mut left_out = LeftOut::default();
    let drawn = by_graphviz(graph, format, args, &mut left_out, ui)?;
    out.write_all_with(|out| {
        match drawn {
            Some(bytes) => out.write_all(&bytes)?,
            None => left_out = export::write(graph, format, options, out)?,
        }
        Ok(())
    })?;
    tell_left_out(left_out, ui);
    Ok(())
}

/// The picture by Graphviz, if it is one, Graphviz is wanted, and is there.
fn by_graphviz(
    graph: &Graph,
    format: Format,
    args: DrawArgs,
    left_out: &mut LeftOut,
    ui: &Ui,
) -> Result<Option<Vec<u8>>> {
    let flags: &[&str] = match format {
        _ if args.engine == Engine::Builtin => return Ok(None),
        Format::Svg => &["-Tsvg"],
        Format::Png => &["-Tpng", "-Gdpi=144"],
        _ => return Ok(None),
    };
    let mut dot = Vec::new();
    *left_out = export::write(graph, Format::Dot, args.options(), &mut dot)
        .map_err(|source| Error::Write { path: "dot".into(), source })?;
    match (graphviz(flags, dot), args.engine) {
        (Ok(picture), _) => {
            ui.status("Drawn by Graphviz; `--engine builtin` draws without it.");
            Ok(Some(picture))
        }
        (Err(error), Engine::Dot) => Err(Error::Usage(format!("Graphviz cannot draw this: {error}"))),
        (Err(error), _) => {
            if error.kind() == io::ErrorKind::NotFound {
                ui.status("Drawn without Graphviz, which is not installed.");
            } else {
                ui.status(format_args!("Drawn without Graphviz: {error}."));
            }
            Ok(None)
        }
    }
}

/// Runs `dot` on a diagram; an error where it is not there, complains, or takes too long.
fn graphviz(flags: &[&str], dot: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut command = Command::new("dot");
    command.args(flags).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // Both pipes at once: either may fill up while nobody serves the other.
    let writer = std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(&dot)));
    let reader = std::thread::spawn(move || {
        let mut picture = Vec::new();
        stdout.map_or(Ok(0), |mut stdout| io::Read::read_to_end(&mut stdout, &mut picture)).map(|_| picture)
    });
    let is_done = wait(&mut child)?;
    let failed = || io::Error::other("its threads failed");
    let picture = reader.join().map_err(|_| failed())??;
    let written = writer.join().map_err(|_| failed())?;
    match is_done {
        None => Err(io::Error::other(format!("it took longer than {} s", PATIENCE.as_secs()))),
        Some(false) => Err(io::Error::other("`dot` reports an error")),
        Some(true) => written.map(|()| picture),
    }
}

/// Whether a program succeeded; `None`, and it is ended, where it takes too long.
fn wait(child: &mut Child) -> io::Result<Option<bool>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
