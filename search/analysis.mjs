// Analysis: a text goes in, the words by which it is found come out.
//
// `src/search/analysis.rs` does the same for the index. `docs/search-format.md` has the rules, and
// `tests/search/analysis.json` examples that both are held to.

const { raw } = String;
const pattern = (...source) => new RegExp(raw(...source), 'gu');

// What stands inside of a word: apostrophes, and all else.
const apostrophes = "'’‘ʼ＇";
const connectors = `.${apostrophes}\\-‐\u2011_·\xad\u200c\u200d`;

// What is in a run without being seen.
const invisible = '\xad\u200b-\u200d';

// Blocks of scripts that do not separate words: Thai and Lao, Burmese, Hangul, Khmer, Han with kana.
const blocks =
  '\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3000-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc' +
  raw`\u{20000}-\u{3ffff}`;

// A letter or digit with its marks.
const character = raw`(?![\p{M}ʼ])[\p{Alphabetic}\p{N}]\p{M}*`;
const unspaced = `(?=[${blocks}])${character}`;
const spaced = `(?![${blocks}])${character}`;

// A run of unspaced characters, or a word: what makes `.NET` of it, the word, and what makes `C#`.
const name = raw`(?<!\.)\.(?=[A-Za-z]{2,}(?!\p{M}|[${connectors}]?${spaced}))`;
const word = raw`[A-Za-z]#(?!${spaced})|${spaced}(?:[${connectors}]?${spaced})*(?:\+\+)?`;
const piece = pattern`(${unspaced}(?:[${invisible}]?${unspaced})*)|(?:${name})?(?:${word})`;

// How many characters a run has, at most, that is cut into words: it takes more than twice the time for twice
// as many.
const LONGEST_SEGMENTED = 1000;

// Characters of a run that may become one when they are folded: with marks, or letters of a syllable.
const cluster = pattern`.[\p{M}${invisible}\u1160-\u11ff\u3131-\u318e\ud7b0-\ud7ff\uff9e-\uffdc]*`;

// Where parts of a word meet. The marks of a letter or digit do not stand between it and the next. As they
// may be many, what is before them is looked for behind the last of them only.
const letter = raw`[^\p{N}\p{M}${connectors}]`;
const stop = raw`\.(?:(?<!\p{N}\p{M}*\.)|(?!\p{N}))`;
const stops = pattern`${stop}`;
const between = (one, other) => `(?<=${one}\\p{M}*)(?=${other})`;
const connector = raw`(?!\p{M})(?:(?![.\xad\u200d])[${connectors}]|${stop})`;
const border = pattern`${connector}`;
const seam = pattern`${connector}|(?!\p{M})(?:${[
  between(letter, raw`\p{N}`),
  between(raw`\p{N}`, letter),
  between(raw`\p{Lowercase}`, raw`\p{Uppercase}`),
  between(raw`\p{Uppercase}`, raw`\p{Uppercase}(?:\p{M}*\p{Lowercase}){2}`),
].join('|')})`;

// Marks that readers leave out, but for the breve of a Cyrillic й; and connectors.
const marks = raw`\u0300-\u06ff\u1ab0-\u1aff\u1dc0-\u20ff\ufe00-\ufe2f\u{e0100}-\u{e01ef}`;
const dropped = pattern`(?!\u0306(?<=и\p{M}*))(?=\p{M})[${marks}]|(?!\.)[${connectors}\u200b\u0640]`;

// Letters that Unicode does not take apart, as they are typed.
const typed = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
};

// Where an apostrophe ends what is elided, and in French, where it is part of a word. Of languages
// without, it is before an `s` at the end.
const elisions = {
  fr: '^([ldjmtsnc]|(jus|lors|puis|quoi|quel|pres)?qu)|(?<=aujourd)',
  it: '^([ldcmtsv]|un|quell|quest|([dn]e|d?a|su|co)ll|([dn]e|d?a|su)?gl)',
  ca: '^[ldmtsn]',
  oc: '^([ldmtsnc]|qu)',
};

// Takes away what readers do not type: capitals, accents, compatibility forms, connectors.
export function fold(text) {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(dropped, '')
    .replace(stops, '')
    .normalize('NFC')
    .replace(/[œæßøłđðþħıςىیکة٠-٩۰-۹]/g, (c) => typed[c] ?? c.charCodeAt(0) & 15);
}

// Some characters stand for several, such as a fraction for its numbers and a slash.
const foldWord = (text) => fold(text).replace(/[^\p{Alphabetic}\p{N}\p{M}.]/gu, '');

// Its first forty characters, of which a full stop would not be the last.
const cut = (text) => text.match(/.{0,39}[^.]?/u)[0];

// The surface, the parts and the segments of a word as it was written.
function analyze(written, language) {
  const form = (text) => {
    const folded = foldWord(text);
    return cut(language === 'ar' ? folded.replace(/^([وبفك]?ال|لل)(?=.{3})/u, '') : folded);
  };
  const elision = language in elisions ? `(${elisions[language]})[${apostrophes}]` : `[${apostrophes}]s$`;
  const [, dot, whole, suffix] = written.match(/^(\.?)(.+?)(\+\+|#|)$/);
  const core = whole.replace(new RegExp(elision, 'gi'), '');
  const bare = form(core);
  let parts = core.split(seam).map(form).filter(Boolean);
  if (!parts[1]) parts = [];
  // What connectors stand between, where that has parts itself: found, too, but not looked for.
  const between = core.split(border);
  const segments = between[1] === undefined ? [] : between.filter((one) => one.split(seam)[1]).map(form).filter(Boolean);
  const lower = core.normalize().toLowerCase();
  const spelled = lower.replace(/[äöü]/g, (c) => `${fold(c)}e`);
  if (language === 'de' && spelled !== lower) parts.push(form(spelled));
  const surface = bare && cut(bare + suffix);
  return dot ? { surface: cut(`dot${surface}`), parts: [surface, ...parts], segments } : { surface, parts, segments };
}

// The tokens of a run: its pairs of characters, and its last character.
function pairs(run, language) {
  const characters = [];
  for (const { 0: text, index } of run.matchAll(cluster)) {
    for (const c of foldWord(text)) characters.push([c, index, index + text.length]);
  }
  // A pair that is of two words says less than one that is of one.
  const seams = new Set();
  if (Intl.Segmenter && characters[2] && !characters[LONGEST_SEGMENTED]) {
    const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
    for (const { index } of segmenter.segment(run)) seams.add(index);
  }
  return characters.map(([c, start, end], i) => {
    const [next, place, last] = characters[i + 1] ?? ['', start, end];
    const weight = place > start && seams.has(place) ? 0.6 : 1;
    return { surface: c + next, parts: [], segments: [], unspaced: true, weight, start, end: last };
  });
}

// The words of a text: each with its position, by which neighbours are known, and with its place in
// the text. Those of unspaced scripts are pairs of characters.
export function words(text, language) {
  const found = [];
  let position = 0;
  for (const { 0: written, 1: run, index } of text.matchAll(piece)) {
    const tokens = run
      ? pairs(run, language)
      : [{ ...analyze(written, language.split('-')[0]), weight: 1, start: 0, end: written.length }];
    for (const token of tokens) {
      if (!token.surface) continue;
      found.push({ ...token, position: position++, start: index + token.start, end: index + token.end });
    }
    if (run) position++;
  }
  return found;
}
