//! Isolated readers: readers that might panic, hang or use too much memory run in a separate process (this program with
//! a hidden verb), so that they cannot take the window or the data with them.
//!
//! To isolate a reader, make it an [`IsolatedReader`] and add it to the list in [`super::serve`]; then [`read`] calls
//! it. The program registers its own path with [`program_is`]; without that, as in tests of the library, the reader
//! runs on a thread.

use super::{ReadError, Refusal};
use crate::model::Progress;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The verb, followed by the name of a reader and its memory limit in bytes.
const VERB: &str = "read-isolated";

/// Interval between checks for cancellation.
const LOOK: Duration = Duration::from_millis(20);
const STACK: usize = 64 << 20;

/// Memory of the program itself and what is reserved for threads, in bytes.
const OWN_MEMORY: u64 = 320 << 20;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// A reader from bytes to bytes; their meaning is known only to the reader and its caller.
pub struct IsolatedReader {
    pub name: &'static str,
    /// # Errors
    /// Why it cannot be read.
    pub run: fn(Vec<u8>) -> Result<Vec<u8>, Refusal>,
}

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub seconds: u64,
    /// Memory limit in bytes, besides the request and the program itself; applies only where the system can enforce it.
    pub memory: u64,
    /// The longest answer, in bytes.
    pub answer: u64,
}

/// Registers the path of this program; only the first call counts.
pub fn program_is(path: PathBuf) {
    let _ = PROGRAM.set(path);
}

/// Sends the concatenated parts of a request to the reader and returns its answer. Cancelling ends the reader.
///
/// # Errors
/// The reader's own error; that it took too long, used too much memory, or failed; or that it was cancelled.
pub fn read(
    reader: &IsolatedReader,
    request: &[&[u8]],
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<u8>, ReadError> {
    match PROGRAM.get() {
        Some(program) => in_process(program, reader, request, limits, progress),
        None => on_thread(reader, request.concat(), limits, progress),
    }
}

/// Waits for the answer; `Ok(None)` if there will be none.
fn wait(
    answer: &Receiver<Result<Vec<u8>, Refusal>>,
    limits: Limits,
    progress: &Progress,
) -> Result<Option<Vec<u8>>, ReadError> {
    let end = Instant::now() + Duration::from_secs(limits.seconds);
    loop {
        match answer.recv_timeout(LOOK) {
            Ok(result) => return Ok(result.map(Some)?),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => {
                progress.checkpoint()?;
                if Instant::now() > end {
                    return Err(Refusal::ReaderTooSlow { seconds: limits.seconds }.into());
                }
            }
        }
    }
}

fn on_thread(
    reader: &IsolatedReader,
    request: Vec<u8>,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<u8>, ReadError> {
    let (sender, receiver) = channel();
    let run = reader.run;
    let work = move || {
        let result = catch_unwind(AssertUnwindSafe(|| run(request))).unwrap_or(Err(Refusal::ReaderFailed));
        let _ = sender.send(result);
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    thread.map_err(|e| Refusal::ReaderNotStarted { why: e.to_string() })?;
    Ok(wait(&receiver, limits, progress)?.ok_or(Refusal::ReaderFailed)?)
}

fn in_process(
    program: &PathBuf,
    reader: &IsolatedReader,
    request: &[&[u8]],
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<u8>, ReadError> {
    let length: usize = request.iter().map(|part| part.len()).sum();
    let memory = limits.memory + length as u64 + OWN_MEMORY;
    let mut command = Command::new(program);
    command.args([VERB, reader.name, &memory.to_string(), &limits.seconds.to_string()]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    without_window(&mut command);
    let mut child = command.spawn().map_err(|e| Refusal::ReaderNotStarted { why: e.to_string() })?;
    let (sender, receiver) = channel();
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let answer = std::thread::scope(|scope| {
        // A reader that ends early does not read all of it.
        scope.spawn(move || input.map(|mut input| request.iter().try_for_each(|part| input.write_all(part))));
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = output.map(|output| output.take(limits.answer + 1).read_to_end(&mut answer));
            let _ = sender.send(match read {
                Some(Ok(_)) if answer.len() as u64 > limits.answer => {
                    Err(Refusal::TooMuchText { megabytes: limits.answer >> 20 })
                }
                Some(Ok(_)) => Ok(answer),
                _ => Err(Refusal::ReaderFailed),
            });
        });
        let answer = wait(&receiver, limits, progress);
        // Both threads end with the process.
        end(&mut child, answer.is_ok());
        answer
    });
    let mut answer = answer?.unwrap_or_default();
    match answer.pop() {
        Some(b'+') => Ok(answer),
        Some(b'-') => Err(serde_json::from_slice(&answer).unwrap_or(Refusal::ReaderFailed).into()),
        // It ended before it could answer.
        _ => Err(Refusal::ReaderTooBig { megabytes: memory >> 20 }.into()),
    }
}

/// Waits for the process to end, after killing it unless it has closed its output.
fn end(child: &mut Child, closed: bool) {
    if !closed {
        let _ = child.kill();
    }
    let _ = child.wait();
}

#[cfg(windows)]
fn without_window(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn without_window(_: &mut Command) {}

/// The process side: reads a request from standard input and writes the answer; `None` if the arguments do not ask for
/// this.
pub fn serve(args: &[OsString], readers: &[&IsolatedReader]) -> Option<ExitCode> {
    let arguments: Vec<&str> = args.iter().filter_map(|word| word.to_str()).collect();
    let [VERB, name, memory, seconds] = arguments.as_slice() else { return None };
    let reader = readers.iter().find(|reader| reader.name == *name)?;
    hold(memory.parse().ok()?, seconds.parse().ok()?);
    let run = reader.run;
    let work = move || -> std::io::Result<()> {
        let mut request = Vec::new();
        std::io::stdin().lock().read_to_end(&mut request)?;
        let result = catch_unwind(|| run(request)).unwrap_or(Err(Refusal::ReaderFailed));
        let (answer, sign) = match result {
            Ok(answer) => (answer, b'+'),
            Err(refusal) => (serde_json::to_vec(&refusal).unwrap_or_default(), b'-'),
        };
        let mut output = std::io::stdout().lock();
        output.write_all(&answer)?;
        // The sign at the end shows that the answer is complete.
        output.write_all(&[sign])?;
        output.flush()
    };
    let done = std::thread::Builder::new().stack_size(STACK).spawn(work).map(|thread| thread.join());
    Some(if matches!(done, Ok(Ok(Ok(())))) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Limits this process, and disables core dumps, which could contain parts of a document.
#[cfg(unix)]
fn hold(memory: u64, seconds: u64) {
    use rlimit::Resource;
    for (resource, most) in [(Resource::AS, memory), (Resource::CPU, seconds + 1), (Resource::CORE, 0)] {
        let (_, hard) = resource.get().unwrap_or((most, most));
        // Not every system supports each limit; those of the parent process remain.
        let _ = resource.set(most.min(hard), most.min(hard));
    }
}

#[cfg(not(unix))]
fn hold(_: u64, _: u64) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cancelled;

    const LIMITS: Limits = Limits { seconds: 120, memory: 1 << 20, answer: 100 };

    fn on_a_thread(run: fn(Vec<u8>) -> Result<Vec<u8>, Refusal>) -> Result<Vec<u8>, Refusal> {
        let reader = IsolatedReader { name: "test", run };
        ReadError::accept(read(&reader, &[b"ab".as_slice(), b"c"], LIMITS, &Progress::default())).unwrap()
    }

    #[test]
    fn a_reader_answers_in_its_own_words() {
        assert_eq!(on_a_thread(|bytes| Ok(bytes.repeat(2))), Ok(b"abcabc".to_vec()));
        assert_eq!(on_a_thread(|_| Err(Refusal::NoText)), Err(Refusal::NoText));
    }

    #[test]
    fn a_reader_that_crashes_or_hangs_is_reported() {
        let fallen = on_a_thread(|bytes| Ok(vec![bytes[bytes.len()]]));
        assert_eq!(fallen, Err(Refusal::ReaderFailed));
        // It never returns, so an answer shows that the caller did not wait for it.
        let hung = |_: Vec<u8>| -> Result<Vec<u8>, Refusal> {
            loop {
                std::thread::park();
            }
        };
        let reader = IsolatedReader { name: "test", run: hung };
        let no_time = Limits { seconds: 0, ..LIMITS };
        let late = read(&reader, &[], no_time, &Progress::default());
        assert_eq!(late, Err(Refusal::ReaderTooSlow { seconds: 0 }.into()));
        let cancelled = Progress::default();
        cancelled.cancel();
        assert_eq!(read(&reader, &[], LIMITS, &cancelled), Err(Cancelled.into()));
    }

    #[test]
    fn other_arguments_are_not_for_a_reader() {
        for arguments in [&["import", "a", "b", "c"][..], &[VERB], &[VERB, "unknown", "1", "1"], &[]] {
            let args: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            assert!(serve(&args, &[]).is_none());
        }
    }
}
