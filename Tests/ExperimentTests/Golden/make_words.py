"""Makes words.json: a tiny corpus and what scikit-learn (1.9) makes of it; the hash is computed here.

    python3 -m pip install scikit-learn && python3 make_words.py
"""

import collections
import json
import math
import pathlib
import re

from sklearn.feature_extraction.text import TfidfVectorizer

CORPUS = {
    "train/neg": [
        "A dull film, a dull plot; and 2 hours of it.",
        "The plot was dull. The DULL plot was the film!",
        "i_think it was 2_hours too long, don't you?",
        "Zwei Stunden zu lang: völlig ÖDE, naïve Töne",
    ],
    "train/pos": [
        "What a film! The plot was great, the film was great.",
        "great great great",
        "Völlig großartig; öde war er nie.",
        "x y z",
        "фильм был Отличный, и сюжет был отличный 1999 года",
    ],
    "validation/neg": ["The film was öde", "no known term here"],
    "validation/pos": ["GREAT plot\nin 2 hours\tof film"],
    "test/neg": ["dull dull\u00a0dull film\u2014plot", ""],
    "test/pos": ["был great; отличный²film x²y"],
}


def terms(text, bigrams):
    words = re.findall(r"\b\w\w+\b", text.lower())
    return words + [f"{a} {b}" for a, b in zip(words, words[1:])] if bigrams else words


def fnv(term):
    value = 0xCBF29CE484222325
    for byte in term.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def hashed(text, columns, signed):
    counts = collections.Counter()
    for term in terms(text, False):
        value = fnv(term)
        counts[value % columns] += -1 if signed and value >> 63 else 1
    counts = {column: count for column, count in counts.items() if count}
    norm = math.sqrt(sum(count * count for count in counts.values()))
    return [[column, counts[column] / norm] for column in sorted(counts)]


def weighted(bigrams):
    vectorizer = TfidfVectorizer(min_df=2, ngram_range=(1, 2 if bigrams else 1))
    training = [text for folder, texts in CORPUS.items() if folder.startswith("train") for text in texts]
    vectorizer.fit(training)
    matrix = vectorizer.transform(text for texts in CORPUS.values() for text in texts)
    matrix.sort_indices()
    rows = [[[int(i), float(v)] for i, v in zip(row.indices, row.data)] for row in matrix]
    return {"terms": list(vectorizer.get_feature_names_out()), "rows": rows}


def all_hashed(columns, signed):
    return [hashed(text, columns, signed) for texts in CORPUS.values() for text in texts]


golden = {
    "corpus": [{"folder": folder, "texts": texts} for folder, texts in CORPUS.items()],
    "unigrams": weighted(False), "bigrams": weighted(True),
    "hashed": all_hashed(1 << 18, False), "signed": all_hashed(7, True),
}
path = pathlib.Path(__file__).parent / "words.json"
path.write_text(json.dumps(golden, ensure_ascii=False) + "\n")
