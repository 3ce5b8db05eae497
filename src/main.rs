//! The program: without arguments and with `open` the window, with any other verb the command line.

use std::ffi::OsString;
use std::io::{BufWriter, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let Some(code) = pullquote::interchange::serve(&args) {
        return code;
    }
    if let Ok(program) = std::env::current_exe() {
        pullquote::interchange::isolated::program_is(program);
    }
    if let Some(project) = pullquote::cli::window_asked(args.iter().cloned()) {
        return match window(project) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("pullquote: {}", pullquote::text::shown(&message));
                ExitCode::FAILURE
            }
        };
    }
    let code = pullquote::cli::run(args, &mut BufWriter::new(stdout().lock()), &mut stderr().lock());
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

#[cfg(feature = "gui")]
fn window(project: Option<PathBuf>) -> Result<(), String> {
    pullquote::gui::run(project)
}

#[cfg(not(feature = "gui"))]
fn window(_: Option<PathBuf>) -> Result<(), String> {
    Err("this build has no window; `pullquote help` lists what works without one".into())
}
