//! Files that a new site begins with, as text.

/// A workflow that builds a site and publishes it on GitHub Pages: `.github/workflows/pages.yml`.
/// `OWNER` in it stands for whoever publishes Depeche.
pub const PAGES_WORKFLOW: &str = include_str!("../scaffold/pages.yml");
