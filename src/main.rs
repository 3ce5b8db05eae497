fn main() {
    let mut args = std::env::args_os().skip(1);
    let path = args.next().filter(|a| a == "open").and_then(|_| args.next()).map(Into::into);
    if let Err(e) = pullquote::gui::run(path) {
        eprintln!("{e}");
        std::process::exit(1)
    }
}
