//! Smaller sizes of the pictures that pages show, each with its address beside the original.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::config::Config;
use crate::diagnostic::{Problems, Result};
use crate::discover::InputFile;
use crate::ids::{AssetId, IdVec, PageId};
use crate::markdown::LinkKind;
use crate::parse::Page;
use crate::path::{OutputPath, UrlPath};
use crate::pictures::{Format, Shape, Smaller, WIDTHS, smaller};
use crate::routes::Routes;
use crate::site::{Asset, Picture, Pictures, Relations, StaticFile, Target, Variant};

/// Makes the smaller sizes of every picture that a page shows, or remembers them.
pub(super) fn pictures(
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    assets: &IdVec<AssetId, Asset>,
    statics: &[StaticFile],
    config: &Config,
    cache: Arc<Cache>,
    problems: &mut Problems,
) -> Pictures {
    let shown = shown(pages, relations);
    if shown.is_empty() {
        return Pictures { cache, ..Pictures::default() };
    }
    let assets = assets.iter().map(|asset| (&asset.file, &asset.output));
    let files: Vec<(&InputFile, &OutputPath)> =
        assets.chain(statics.iter().map(|file| (&file.file, &file.output))).collect();
    // Sorted by place, and so the same in every build.
    let originals: BTreeMap<&OutputPath, (&InputFile, UrlPath)> = files
        .iter()
        .map(|(file, output)| (*output, *file, UrlPath::of_file(output)))
        .filter(|(_, _, url)| shown.contains(url))
        .map(|(output, file, url)| (output, (file, url)))
        .collect();
    let made: Vec<Result<Smaller>> =
        originals.par_iter().map(|(_, (file, _))| smaller(file, &cache)).collect();

    let mut names = Names::of(files.iter().map(|(_, output)| *output), originals.keys().copied(), config);
    let mut pictures = Pictures { cache: cache.clone(), ..Pictures::default() };
    for ((output, (file, url)), made) in originals.iter().zip(made) {
        let Some(Smaller { key, sizes, refusal }) = problems.take(made) else { continue };
        problems.extend(refusal);
        let variants: Vec<Variant> = sizes
            .into_iter()
            .filter_map(|Shape { width, height, format }| {
                // A name that is too long has no smaller sizes, rather than no picture.
                let output = names.variant(output, width, format)?;
                Some(Variant { width, height, url: UrlPath::of_file(&output), output })
            })
            .collect();
        if !variants.is_empty() {
            let picture = pictures.list.push(Picture { file: (*file).clone(), key, variants });
            pictures.by_url.insert(url.clone(), picture);
        }
    }
    pictures
}

/// The addresses of the files that pages show as pictures and that may have smaller sizes. Of the
/// width of the others it is known that they need none.
fn shown<'a>(
    pages: &'a IdVec<PageId, Page>,
    relations: &'a IdVec<PageId, Relations>,
) -> HashSet<&'a UrlPath> {
    let targets = pages.iter().zip(relations).flat_map(|(page, relations)| {
        let links = page.body.links.iter().zip(&relations.links);
        let images = links.filter(|(link, _)| link.kind == LinkKind::Image).map(|(_, target)| target);
        images.chain(relations.image.as_ref().map(|image| &image.target))
    });
    targets
        .filter_map(|target| match target {
            Target::File { url, size: Some((width, _)) } if *width > WIDTHS[0] && is_raster(url) => Some(url),
            _ => None,
        })
        .collect()
}

/// Whether a file is named as one of the formats that smaller sizes are made of.
fn is_raster(url: &UrlPath) -> bool {
    let extension = url.as_str().rsplit('.').next().unwrap_or("");
    ["png", "jpg", "jpeg", "webp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Finds names for smaller sizes that nothing else has.
struct Names<'a> {
    routes: Routes<'a>,
    /// What is there already, as file systems compare it.
    taken: HashSet<String>,
    /// How many pictures would give their smaller sizes the same name.
    same: HashMap<String, usize>,
}

impl<'a> Names<'a> {
    fn of<'p>(
        files: impl Iterator<Item = &'p OutputPath>,
        pictures: impl Iterator<Item = &'p OutputPath>,
        config: &'a Config,
    ) -> Self {
        let routes = Routes::new(config);
        let mut same = HashMap::new();
        let first = |picture| Self::first(routes, picture);
        for variant in pictures.filter_map(first) {
            *same.entry(variant.fold_key()).or_insert(0) += 1;
        }
        Self { routes, taken: files.map(OutputPath::fold_key).collect(), same }
    }

    /// By this name pictures are compared, whatever format is the shorter: that must not decide
    /// whether a name is.
    fn first(routes: Routes, picture: &OutputPath) -> Option<OutputPath> {
        routes.variant(picture, WIDTHS[0], Format::WebP.extension(), false).ok()
    }

    /// `curve-480w.webp`, of the format that it has; where an author made a file of that name, or `curve.jpg` is shown beside
    /// `curve.png`, `curve.png-480w.webp`.
    fn variant(&mut self, picture: &OutputPath, width: u32, format: Format) -> Option<OutputPath> {
        let variant =
            |with_extension| self.routes.variant(picture, width, format.extension(), with_extension);
        let first = Self::first(self.routes, picture)?;
        let is_alone = self.same.get(&first.fold_key()).is_none_or(|count| *count == 1);
        let short = variant(false).ok().filter(|_| is_alone);
        let long = variant(true).ok();
        let free = short.into_iter().chain(long).find(|name| !self.taken.contains(&name.fold_key()))?;
        self.taken.insert(free.fold_key());
        Some(free)
    }
}
