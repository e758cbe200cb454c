//! The files that pages can show or link to: those beside articles and those of the static folder.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, Result};
use crate::discover::InputFile;
use crate::fingerprint::Fingerprint;
use crate::ids::{AssetId, IdVec};
use crate::image_size::image_size;
use crate::path::{OutputPath, UrlPath};
use crate::routes::{FEED_STYLE, Routes};
use crate::site::{Asset, StaticFile};
use crate::svg::active_content;
use crate::theme::has_static_file;

use super::stylesheet;

/// How much of a picture is read to find its size: the headers of cameras' pictures are long.
const PICTURE_START_BYTES: u64 = 256 * 1024;

/// All files that are copied, found by their source path.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub assets: IdVec<AssetId, Asset>,
    pub statics: Vec<StaticFile>,
    by_path: HashMap<String, FileInfo>,
}

/// What a link needs to know of a file.
#[derive(Clone, Debug)]
pub(super) struct FileInfo {
    pub url: UrlPath,
    output: OutputPath,
    pub size: Option<(u32, u32)>,
}

impl Files {
    /// The file at a path below the site's root.
    pub(super) fn find(&self, path: &str) -> Option<&FileInfo> {
        self.by_path.get(path)
    }

    /// The file at a path below the static folder, which is the top of the site.
    pub(super) fn find_static(&self, path: &str, config: &Config) -> Option<&FileInfo> {
        self.by_path.get(&format!("{}/{}", config.static_folder, path.trim_start_matches('/')))
    }

    /// Every address of a file.
    pub(super) fn urls(&self) -> impl Iterator<Item = &UrlPath> {
        let statics = self.statics.iter().filter_map(|file| self.by_path.get(file.file.path.as_str()));
        self.assets.iter().map(|asset| &asset.url).chain(statics.map(|info| &info.url))
    }
}

/// Gives every file its address, and pictures their size.
pub(super) fn files(
    assets: Vec<InputFile>,
    mut statics: Vec<InputFile>,
    config: &Config,
    problems: &mut Problems,
) -> Files {
    let routes = Routes::new(config);
    let mut files = Files::default();

    let info = |file: &InputFile| -> Result<FileInfo> {
        let output = routes.asset(below(file, config)).map_err(|why| bad_name(file, &why))?;
        Ok(FileInfo { url: UrlPath::of_file(&output), output, size: asset_size(file)? })
    };
    let read: Vec<Result<FileInfo>> = assets.par_iter().map(info).collect();
    for (file, read) in assets.into_iter().zip(read) {
        let Some(info) = problems.take(read) else { continue };
        let (url, output) = (info.url.clone(), info.output.clone());
        files.by_path.insert(file.path.as_str().to_owned(), info);
        files.assets.push(Asset { file, url, output });
    }

    stylesheet::complete(&mut statics, config, problems);
    let info = |file: InputFile| -> Result<(StaticFile, FileInfo)> {
        let size = picture_size(&file)?;
        let static_file = static_file(file, config)?;
        let output = static_file.plain().unwrap_or(static_file.best()).clone();
        let info = FileInfo { url: UrlPath::of_file(&output), output, size };
        Ok((static_file, info))
    };
    let read: Vec<Result<(StaticFile, FileInfo)>> = statics.into_par_iter().map(info).collect();
    for read in read {
        let Some((file, info)) = problems.take(read) else { continue };
        files.by_path.insert(file.file.path.as_str().to_owned(), info);
        files.statics.push(file);
    }
    files
}

/// A static file with its places. Those that pages name for browsers to load have a fingerprint: they
/// may be kept for good, and a changed one is loaded at once.
fn static_file(file: InputFile, config: &Config) -> Result<StaticFile> {
    let name = file.path.as_str()[config.static_folder.len()..].trim_start_matches('/');
    let output = OutputPath::parse(name).map_err(|why| bad_name(&file, &why))?;
    let extension = file.path.extension().unwrap_or("").to_ascii_lowercase();
    // Archive documents of feeds name this one for good.
    let is_loaded =
        (matches!(&*extension, "css" | "js" | "mjs") || has_static_file(name)) && name != FEED_STYLE;
    let fingerprinted = if is_loaded {
        // A name that is too long for a fingerprint stays as it is.
        Routes::new(config).fingerprinted(&output, &Fingerprint::of(&file.read()?)).ok()
    } else {
        None
    };
    Ok(StaticFile { file, output, fingerprinted })
}

fn bad_name(file: &InputFile, why: &str) -> Vec<Diagnostic> {
    let problem = format!("the file cannot be published under its name: {why}");
    Diagnostic::error(problem).in_file(&file.path).hint("rename the file").into()
}

fn below<'a>(file: &'a InputFile, config: &Config) -> &'a str {
    config.below_content(&file.path).unwrap_or(file.path.as_str())
}

/// The size of a picture in the content folder; one that could run a script is a problem.
fn asset_size(file: &InputFile) -> Result<Option<(u32, u32)>> {
    let is_svg = file.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    if !is_svg {
        return picture_size(file);
    }
    let bytes = file.read()?;
    match active_content(&bytes) {
        None => Ok(image_size(&bytes)),
        Some(what) => Err(Diagnostic::error(format!("this drawing is refused, because it {what}"))
            .in_file(&file.path)
            .hint("remove it, or move the file to the static folder if you trust it")
            .into()),
    }
}

fn picture_size(file: &InputFile) -> Result<Option<(u32, u32)>> {
    if !is_picture(file.path.extension().unwrap_or("")) {
        return Ok(None);
    }
    let start = file.read_start(PICTURE_START_BYTES)?;
    Ok(image_size(&start))
}

/// Whether files that end so are pictures that browsers show.
pub(super) fn is_picture(extension: &str) -> bool {
    let extension = extension.to_ascii_lowercase();
    matches!(&*extension, "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
}
