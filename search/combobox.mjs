// The field, and the list of what it may become: a combobox with a listbox, as in the ARIA Authoring Practices Guide.
import { complete } from './choices.mjs';

/** How many milliseconds pass from a key to a search. */
const TYPED = 150;
/** How many letters tell enough to fetch what a search for them needs. */
const TELLING = 3;

const ignore = () => {};

export class Combobox {
  #field;
  #options;
  /** The completion that is chosen by keys: none, or its place. */
  #active = -1;
  #timer;
  /** Gives up the completions that are looked for. */
  #asked = new AbortController();

  /**
   * `finder` is the element with all of the search. `go(isTyping)` searches for what is in the field, and `archive`
   * is what it searches, in `language`.
   */
  constructor(finder, go, archive, language) {
    const [field, options] = finder.querySelectorAll('[role=combobox], [role=listbox]');
    this.#field = field;
    this.#options = options;
    const choose = (option) => {
      field.value = option.textContent;
      this.#rest();
      go();
    };
    field.addEventListener('input', ({ isComposing }) => {
      this.#rest(false);
      this.#keep();
      // What an input method is at work on is no word yet.
      if (isComposing) return;
      const { signal } = this.#asked;
      if (field.value.length >= TELLING) archive.prefetch(field.value, { language }).catch(ignore);
      this.#timer = setTimeout(async () => {
        go(true);
        const found = await complete(archive, field.value, { language, signal }).catch(() => []);
        if (!signal.aborted && document.activeElement === field) this.#offer(found);
      }, TYPED);
    });
    field.addEventListener('compositionend', () => field.dispatchEvent(new Event('input')));
    field.addEventListener('keydown', (event) => {
      const { key, altKey, isComposing } = event;
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      const stops = options.childElementCount + 1;
      if (isComposing) return;
      if (step && stops > 1) {
        // Up and down through all of them and the field itself; with Alt, the list is opened or closed.
        const next = this.#active + step;
        this.#open(!altKey || step > 0);
        if (!altKey) this.#choose(((next + 1 + stops) % stops) - 1);
      } else if (key === 'Escape') {
        const isOpen = !options.hidden;
        this.#rest();
        if (!isOpen) {
          field.value = '';
          go(true);
        }
      } else if (this.#active >= 0 && (key === 'Enter' || key === 'Tab')) {
        choose(options.children[this.#active]);
        if (key === 'Tab') return;
      } else {
        this.#choose(-1);
        return;
      }
      event.preventDefault();
    });
    field.addEventListener('blur', () => this.#open(false));
    field.form.addEventListener('submit', () => {
      this.#rest();
      // On a small screen, the keyboard would hide what is found.
      if (matchMedia('(pointer:coarse)').matches) field.blur();
    });
    field.form.addEventListener('change', ({ target }) => target === field || clearTimeout(this.#timer));
    addEventListener('popstate', () => this.#rest());
    // The field keeps the focus.
    options.addEventListener('mousedown', (event) => event.preventDefault());
    options.addEventListener('click', ({ target }) => choose(target));
    // What was typed before there was anyone to see it.
    const { q: query } = Object.fromEntries(new URLSearchParams(location.search));
    if (field.value !== (query ?? '')) {
      // What is below must not be seen to move.
      finder.classList.add('busy');
      field.dispatchEvent(new Event('input'));
    }
  }

  /** Ends what was begun for what was typed, and closes the list. */
  #rest(isClosed = true) {
    clearTimeout(this.#timer);
    this.#asked.abort();
    this.#asked = new AbortController();
    if (isClosed) this.#open(false);
  }

  /** Leaves of the options those that begin as the field does now. */
  #keep() {
    const { value } = this.#field;
    for (const option of [...this.#options.children]) {
      const start = option.textContent.slice(0, value.length);
      if (start.localeCompare(value, undefined, { sensitivity: 'base' })) option.remove();
    }
    this.#open(!this.#options.hidden && !!this.#options.firstChild);
  }

  #choose(place) {
    const options = [...this.#options.children];
    this.#active = place;
    for (const [i, option] of options.entries()) option.ariaSelected = i === place;
    if (options[place]) this.#field.setAttribute('aria-activedescendant', options[place].id);
    else this.#field.removeAttribute('aria-activedescendant');
  }

  #open(isOpen) {
    this.#options.hidden = !isOpen;
    this.#field.ariaExpanded = isOpen;
    this.#choose(-1);
  }

  #offer(found) {
    const items = found.map(({ query }, i) =>
      Object.assign(document.createElement('li'), {
        ...{ id: `${this.#options.id}-${i}`, role: 'option', textContent: query },
      }),
    );
    this.#options.replaceChildren(...items);
    this.#open(!!items[0]);
  }
}
