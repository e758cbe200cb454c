//! The info string behind a code fence: the language, and the lines that its author marks.

use std::ops::RangeInclusive;

/// What an info string says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fence {
    /// The language in lower case, of the characters `[a-z0-9+#-]` only; empty when none is named.
    pub(super) language: String,
    /// The marked lines, from 1.
    pub(super) marks: Vec<RangeInclusive<u32>>,
}

impl Fence {
    /// Reads `js`, `js {1,3-5}`, `js{1}`, `js {hl_lines=[2,"4-5"]}`, `rust,ignore`, `html/4`.
    pub(super) fn parse(info: &str) -> Self {
        let info = info.trim();
        let end = info.find(|character: char| character.is_whitespace() || "{,:/".contains(character));
        let mut language: String = info[..end.unwrap_or(info.len())].to_ascii_lowercase();
        language.retain(|character| matches!(character, 'a'..='z' | '0'..='9' | '+' | '#' | '-'));
        language.truncate(40);
        Self { language, marks: marks(info) }
    }

    /// Whether line `number` (from 1) is marked.
    pub(super) fn is_marked(&self, number: u32) -> bool {
        self.marks.iter().any(|range| range.contains(&number))
    }
}

/// At most so many ranges are read: an info string is not a place for data.
const MARKS_MAX: usize = 100;

fn marks(info: &str) -> Vec<RangeInclusive<u32>> {
    let list = if let Some((_, after)) = info.split_once("hl_lines=") {
        let end =
            after.find(|character: char| !(character.is_ascii_digit() || "[]\"', -".contains(character)));
        &after[..end.unwrap_or(after.len())]
    } else if let Some((_, after)) = info.split_once('{') {
        let list = after.split('}').next().unwrap_or("");
        if list.contains(|character: char| !(character.is_ascii_digit() || ", -".contains(character))) {
            return Vec::new();
        }
        list
    } else {
        return Vec::new();
    };
    let parts = list.split(|character: char| !(character.is_ascii_digit() || character == '-'));
    parts
        .filter_map(|part| match part.split_once('-') {
            Some((from, to)) => Some(from.parse().ok()?..=to.parse().ok()?),
            None => part.parse().ok().map(|line| line..=line),
        })
        .take(MARKS_MAX)
        .collect()
}

/// The grammar's name for a language that authors call otherwise; empty for text without one.
pub(super) fn canonical(language: &str) -> &str {
    match language {
        "text" | "plain" | "plaintext" | "none" | "txt" | "log" | "output" | "nohighlight"
        | "no-highlight" | "raw" | "ascii" => "",
        "shell" | "console" | "terminal" | "sh" | "zsh" | "bash" | "shell-session" | "shellsession"
        | "sh-session" | "bash-session" | "ksh" | "dash" | "command" | "cmd-line" => "bash",
        "jsx" | "mjs" | "cjs" | "javascript" | "node" | "nodejs" | "ecmascript" | "es6" => "js",
        "mts" | "cts" | "typescript" => "ts",
        "csharp" | "c#" | "cs" | "dotnet" => "cs",
        "fsharp" | "f#" => "fs",
        "docker" | "containerfile" => "dockerfile",
        "irb" | "ruby" | "rbs" | "gemfile" => "rb",
        "objc" | "objectivec" | "objective-c" | "obj-c" => "m",
        "cpp" | "c++" | "cxx" | "hpp" | "cc" => "cpp",
        "golang" => "go",
        "rust" => "rs",
        "python" | "py" | "python3" | "py3" | "pycon" | "python2" => "py",
        "yml" => "yaml",
        "json5" | "jsonc" | "jsonl" | "geojson" | "json-ld" | "jsonld" => "json",
        "kotlin" => "kt",
        "markdown" | "mdx" => "md",
        "viml" | "vimscript" => "vim",
        "patch" | "udiff" => "diff",
        "htm" | "xhtml" | "html5" => "html",
        "svg" | "xsl" | "xslt" | "plist" => "xml",
        "make" | "makefile" | "mk" => "makefile",
        "elisp" | "emacs-lisp" => "lisp",
        "hcl" | "terraform" => "tf",
        "postgresql" | "postgres" | "mysql" | "plsql" | "pgsql" | "sqlite" => "sql",
        "gql" => "graphql",
        "proto3" => "proto",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(info: &str, language: &str, marks: &[RangeInclusive<u32>]) {
        assert_eq!(Fence::parse(info), Fence { language: language.into(), marks: marks.to_vec() }, "{info}");
    }

    #[test]
    fn the_language_is_the_first_word() {
        for (info, language) in [
            ("js title='main.js'", "js"),
            ("json package.json", "json"),
            ("html/4", "html"),
            ("rust,ignore", "rust"),
            ("{=html}", ""),
            ("C++", "c++"),
            ("c#", "c#"),
            ("js:main.js", "js"),
            ("", ""),
            ("x\"><script>", "xscript"),
        ] {
            check(info, language, &[]);
        }
    }

    #[test]
    fn marked_lines_are_read_in_every_spelling() {
        check("js {1,3-5}", "js", &[1..=1, 3..=5]);
        check("js{2}", "js", &[2..=2]);
        check("js {hl_lines=[2,\"4-5\"]}", "js", &[2..=2, 4..=5]);
        check("rust,hl_lines=3-4", "rust", &[3..=4]);
        check("js {title=x}", "js", &[]);
        check("js {99999999999999}", "js", &[]);
    }
}
