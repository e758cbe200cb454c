"""Groups the words of articles that are forms of one word, for the queries of the kind `inflect`.

    pip install simplemma
    python3 inflections.py ARTICLES > forms.jsonl

ARTICLES are the JSON lines of `articles.mjs`. Each line of the output is `{language, forms}`: words
that simplemma's dictionaries give one lemma. Nothing is guessed: a word that no dictionary has is
left out.
"""

import json
import re
import sys
from collections import defaultdict

from simplemma.strategies import DictionaryLookupStrategy

LANGUAGES = (
    "ast bg ca cs cy da de el en enm es et fa fi fr ga gd gl gv hbs hi hu hy id is it ka la lb lt lv mk ms "
    "nb nl nn pl pt ro ru se sk sl sq sv sw tl tr uk"
).split()
WORD = re.compile(r"[^\W\d_]{4,}")


def main(path):
    vocabularies = defaultdict(set)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article["language"].split("-")[0] in LANGUAGES:
                text = f"{article['title']}\n{article['summary']}\n{article['text']}"
                vocabularies[article["language"]].update(WORD.findall(text.lower()))
    lookup = DictionaryLookupStrategy()
    for language, words in sorted(vocabularies.items()):
        groups = defaultdict(set)
        for word in words:
            lemma = lookup.get_lemma(word, language.split("-")[0])
            if lemma is not None:
                groups[lemma.lower()].add(word)
                if lemma.lower() in words:
                    groups[lemma.lower()].add(lemma.lower())
        for forms in sorted(sorted(forms) for forms in groups.values() if len(forms) > 1):
            print(json.dumps({"language": language, "forms": forms}, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 inflections.py ARTICLES > forms.jsonl")
    main(sys.argv[1])
