"""An open index: queries -> hits."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from hld.index import build, encode, familiar, store
from hld.index.answering import Answering
from hld.index.facets import EVERYTHING, Facets, Filter
from hld.index.fuse import normalised_sum, top
from hld.index.hits import Found, Hit
from hld.index.initials import spell_out
from hld.index.lexical import Lexical
from hld.index.passages import Passages
from hld.index.recognise import Recognised, Recogniser
from hld.index.samples import EVEN, Sampled
from hld.index.spelling import accent, correct, fold, is_english
from hld.index.tokens import Read
from hld.ingest.errors import HldError
from hld.ingest.library import DocumentEntry, Entry, Library

DEPTH = 300
"""Rows taken from each ranking before they are fused."""

CERTAIN = 0.2
"""Bonus from which a document counts as named, so that all of its paragraphs are candidates."""

UNKNOWN = -2.0
"""Stands for the cosine of a row that was not looked at."""

STRIDE = 4
"""Paragraphs of a document over which nearness to one falls to a third."""

REMEMBERED = 4096
"""Paragraphs that are kept once they were read, about six megabytes: reading sixty takes a millisecond or more."""

LIKEST, LIKENESS, RECOGNISED = 20, 0.05, 0.1
"""Most paragraphs that are candidates for their sample questions alone, the weight of what these say in the sum, and that of what
the question is recognised as."""

RECOGNISABLE = 0.5
"""What a question is recognised as, on the logarithmic scale of `hld.index.recognise`, from which a paragraph is a candidate for
that alone."""

DENSE_WEIGHT = 0.5
"""Weight of the dense ranking in the sum; one half, as the literature finds for models that were not tuned to a domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to search for.

    `text` is encoded, and where it goes on from an earlier turn what this `turn` alone says, which counts as much; `terms` are
    the weighted terms for BM25; `bonus` adds to the score of every paragraph of a document; the paragraphs that are `named` come
    first; `only` says what may be returned; `dense_weight` is the weight of the meaning beside that of the words, 0 to 1; of the
    documents `unsampled` no samples are looked at, as if there were none.
    """

    text: str
    terms: Mapping[str, float]
    turn: str = ""
    bonus: Mapping[str, float] = field(default_factory=dict)
    named: Collection[str] = ()
    only: Filter = EVERYTHING
    dense_weight: float = DENSE_WEIGHT
    unsampled: Collection[str] = ()


class Index:
    """One generation, open for reading. Safe to use from several threads."""

    def __init__(
        self,
        generation: Path,
        *,
        cache: Path,
        exact_up_to: int = store.EXACT_UP_TO,
        chroma_headers: dict[str, str] | None = None,
    ) -> None:
        """Open a generation; the model is loaded when the first query needs it.

        Raises:
            HldError: when the generation is damaged.
        """
        try:
            self.manifest = build.manifest_of(generation)
            self.rows: list[str] = json.loads((generation / "rows.json").read_text())["paragraphs"]
            self.lexical = Lexical.load(generation / "lexical")
            self.library = Library(generation / "corpus.sqlite", read_only=True)
        except (OSError, ValueError, KeyError, HldError) as error:
            raise _damaged(generation) from error
        self.generation = generation
        self._cache, self._headers = cache, chroma_headers
        self._exact_up_to = exact_up_to
        self._lock = threading.Lock()
        self._read_before: dict[str, Entry] = {}
        self._turn: dict[str, tuple[np.ndarray, list[Read]]] = {}

    @classmethod
    def open(
        cls,
        index: Path,
        *,
        cache: Path,
        model: str,
        exact_up_to: int = store.EXACT_UP_TO,
        chroma_headers: dict[str, str] | None = None,
    ) -> Index:
        """Open the generation in use.

        Raises:
            HldError: when there is none, it was made by another version, or with another model than `model`.
        """
        generation = build.current(index)
        if generation is None:
            raise HldError("There is no index yet.", "Run `hld index`.")
        opened = cls(generation, cache=cache, exact_up_to=exact_up_to, chroma_headers=chroma_headers)
        if opened.manifest["format"] != build.FORMAT:
            raise HldError("The index was made by another version of hld.", "Run `hld index` to build it again.")
        if opened.manifest["model"] != model:
            raise HldError(
                f"The index was made with the model {opened.manifest['model']!r}, but {model!r} is set.",
                "Run `hld index` to build it again, or set HLD_MODEL back.",
            )
        return opened

    @property
    def version(self) -> str:
        """The generation's name."""
        return str(self.manifest["version"])

    @cached_property
    def documents(self) -> dict[str, DocumentEntry]:
        """All documents by id, the official ones and those of which only the digest is here."""
        return {document.id: document for document in self.library.documents()}

    @cached_property
    def encoder(self) -> encode.Encoder:
        """The model the index was built with."""
        about = self.manifest
        return encode.load(str(about["model"]), str(about["model_hash"]), self._cache, str(about.get("encoder_note", "")))

    @cached_property
    def kept(self) -> store.ArrayVectors:
        """The vectors as an array, whatever is searched; mapped once, as a file that is mapped twice takes its memory twice."""
        return store.ArrayVectors(self.generation)

    @cached_property
    def vectors(self) -> store.Vectors:
        """The store: exact while that is fast, else Chroma."""
        return store.open_vectors(
            self.generation,
            self.kept,
            rows=len(self.rows),
            collection=str(self.manifest["collection"]),
            url=str(self.manifest["chroma"]),
            headers=self._headers,
            exact_up_to=self._exact_up_to,
        )

    @cached_property
    def _starts(self) -> np.ndarray:
        """Where the rows of each paragraph begin; they stand together."""
        return np.array([i for i, paragraph in enumerate(self.rows) if not i or paragraph != self.rows[i - 1]], np.int64)

    @cached_property
    def _ends(self) -> np.ndarray:
        return np.append(self._starts[1:], len(self.rows))

    @cached_property
    def _twice(self) -> np.ndarray:
        """The places of paragraphs that have two pairs of rows, one of the official text and one of the digest."""
        return np.flatnonzero(self._ends - self._starts > 2)

    def _best(self, scores: np.ndarray) -> np.ndarray:
        """The score of each paragraph, that of its best row. Rows come in pairs, and few paragraphs have two of them."""
        pairs = np.maximum(scores[::2], scores[1::2])
        first = self._starts >> 1
        best, twice = pairs[first], self._twice
        best[twice] = np.maximum(best[twice], pairs[first[twice] + 1])
        return best

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all paragraphs, those of a document together and in order."""
        return [self.rows[start] for start in self._starts]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {identifier: place for place, identifier in enumerate(self.ids)}

    @cached_property
    def _in_document(self) -> dict[str, np.ndarray]:
        """The places of each document's paragraphs."""
        places: dict[str, list[int]] = {}
        for place, paragraph in enumerate(self.ids):
            places.setdefault(paragraph.rpartition("#")[0], []).append(place)
        return {document: np.array(found, np.int64) for document, found in places.items()}

    def ids_of(self, documents: Collection[str]) -> list[str]:
        """The ids of the paragraphs of some documents."""
        return [self.ids[place] for place in np.flatnonzero(self._marked(documents)).tolist()]

    def _marked(self, documents: Collection[str]) -> np.ndarray:
        """Which paragraphs are of these documents, by their places."""
        marked = np.zeros(len(self.ids), bool)
        for document in documents:
            marked[self._in_document.get(document, ())] = True
        return marked

    @cached_property
    def _of_process(self) -> np.ndarray:
        """Which paragraphs are of documents of the process, by their places."""
        return self._marked([identifier for identifier, document in self.documents.items() if document.process])

    @cached_property
    def _facets(self) -> Facets:
        return Facets(self.ids, self.library.all(), self.documents)

    def query(self, text: str) -> Query:
        """A query for `text` as it stands."""
        return Query(text=text, terms={**self.lexical.query(text), **self.lexical.pairs(text)})

    def corrected(self, text: str, known: Collection[str] = ()) -> str:
        """A text in English with its misspelt words replaced by words of the corpus, the accents that these have there, and
        acronyms that the corpus only has written out by their names; `known` words are right as well."""
        text = spell_out(text, lambda: self._names, lambda word: word in known or self._holds_word(word))
        text = accent(text, self._accented, lambda word: word in known or self._holds_word(word))
        return correct(text, self._words, lambda word: word in known or self._holds_word(word) or self._is_english(word))

    def _holds_word(self, word: str) -> bool:
        return all(self.lexical.frequency(term) for term in self.lexical.analyser.terms(word))

    @cached_property
    def latin_only(self) -> bool:
        """Whether every word of the corpus is in Latin script."""
        return all(word.isascii() or unicodedata.name(word[0], "").startswith("LATIN") for word in self._words)

    def _is_english(self, word: str) -> bool:
        """Whether the model's tokenizer knows the word whole, or what is left of it without a usual ending ("word-ing"), or it is
        in a list of English words."""
        bare = re.sub(r"(?:ings?|ed|ers?|ly|e?s)$", "", word)
        return not self._model_words.isdisjoint((word, bare, f"{bare}e", re.sub(r"ie[ds]$", "y", word))) or is_english(word)

    @cached_property
    def _words(self) -> list[str]:
        return (self.generation / "words.txt").read_text("utf-8").splitlines()

    @cached_property
    def _accented(self) -> dict[str, str]:
        """The words of the corpus that have accents, by what they are without; of several the most frequent."""
        return {fold(word): word for word in reversed(self._words) if not word.isascii()}

    def unfamiliar(self, terms: Iterable[str]) -> tuple[str, ...]:
        """Those of some terms that a document here has, and that neither the documents of the process have nor people use who ask
        about these (`hld.index.familiar`)."""
        return tuple(term for term in terms if term not in self._familiar and self.lexical.frequency(term))

    @cached_property
    def _familiar(self) -> frozenset[str]:
        return frozenset((self.generation / familiar.NAME).read_text("utf-8").splitlines())

    @cached_property
    def _names(self) -> dict[str, str]:
        return json.loads((self.generation / "names.json").read_text("utf-8"))

    @cached_property
    def _model_words(self) -> frozenset[str]:
        """The words that the model's tokenizer knows whole: nobody misspelt them."""
        file = self._cache / str(self.manifest["model_hash"]) / "tokenizer.json"
        model = json.loads(file.read_text("utf-8"))["model"] if file.is_file() else {}
        found = model.get("vocab", ())
        pieces = found if isinstance(found, dict) else [piece for piece, _ in found]
        return frozenset(piece.removeprefix("▁") for piece in pieces)

    def encode(self, text: str) -> np.ndarray:
        """The unit vector of one question."""
        with self._lock:
            return self.encoder.encode_queries([text])[0]

    def _read(self, query: Query) -> tuple[np.ndarray, list[Read]]:
        """The unit vector of a query, and its text and turn token by token. Without its `turn`, the question before has most of a
        follow-up: 25 development cases, MRR .74 -> .87 on the digest and on official texts."""
        with self._lock:
            if query.turn:
                if query.turn not in self._turn:  # which all wordings of a turn share
                    self._turn = {query.turn: self._encoded(query.turn)}
                own = self._turn[query.turn]
                read = [own if query.text == query.turn else self._encoded(query.text), own]
            else:
                read = [self._encoded(query.text)]
        whole = np.sum([vector for vector, _ in read], 0)
        return whole / np.linalg.norm(whole), [each for _, tokenwise in read for each in tokenwise]

    def _encoded(self, text: str) -> tuple[np.ndarray, list[Read]]:
        vectors, tokenwise = self.encoder.read_queries([text])
        return vectors[0], tokenwise

    def search(self, query: Query, k: int = 10) -> list[Hit]:
        """The `k` best paragraphs, best first; in each ranking a paragraph scores as its best row does."""
        return self.find(query, k).hits()

    def find(self, query: Query, k: int) -> Found:
        """As `search`, in columns."""
        lexical = self._best(self.lexical.scores(dict(query.terms)))
        vector, tokenwise = self._read(query)
        without = self._marked(query.unsampled) if query.unsampled else None
        # Beside what follows: both are products that leave the interpreter to others, on a core that the encoder is done with.
        recognising = self._aside.submit(self._recognised, vector, tokenwise, without)
        allowed = self._facets.allowed(query.only) if query.only else None
        near = self._cosines(vector, everywhere=allowed is not None)
        dense = self._best(near)
        bonus = np.zeros(len(self.ids), np.float32)
        for document, extra in query.bonus.items():
            if document in self._in_document:
                bonus[self._in_document[document]] = extra
        bonus[[self._place[paragraph] for paragraph in query.named if paragraph in self._place]] += 1.0
        if allowed is not None:
            lexical, dense = np.where(allowed, lexical, UNKNOWN), np.where(allowed, dense, UNKNOWN)
        asked = self._sampled.likeness(vector, [read.question for read in tokenwise], without)
        sampled = self._sampled.has if without is None else self._sampled.has & ~without
        recognised = recognising.result()
        shares = np.zeros(len(self.ids), np.float32) if recognised is None else recognised.shares
        posed = asked.posed
        likest, asks = top(posed, LIKEST), top(shares, LIKEST)
        chosen = np.zeros(len(self.ids), bool)
        for some in (top(lexical, DEPTH), top(dense, DEPTH), likest[posed[likest] > EVEN], asks[shares[asks] > RECOGNISABLE]):
            chosen[some] = True
        named = bonus >= CERTAIN
        if np.count_nonzero(named) <= 4 * DEPTH:  # every paragraph of a document that the question names is a candidate
            chosen |= named
        if allowed is not None:
            chosen &= allowed
        candidates = np.flatnonzero(chosen)
        if self._fill(near, candidates, vector):
            dense = self._best(near)
        scores = normalised_sum(lexical[candidates], dense[candidates], query.dense_weight) + bonus[candidates]
        scores += LIKENESS * np.maximum(posed[candidates] - EVEN, 0) + RECOGNISED * shares[candidates]
        best = top(scores, k)
        places = candidates[best]
        starts, ends = self._starts[places], self._ends[places]
        alone = np.maximum(near[starts + 1], near[ends - 1])  # rows come in pairs, of which the odd one is the text alone
        maxsim = self._passages.maxsim([read.passage for read in tokenwise], starts >> 1, (ends - 1) >> 1)
        of_text = (scores[best], lexical[places], dense[places], alone, maxsim, bonus[places])
        answers, told = np.zeros((2, len(places)), np.float32), np.flatnonzero(~(sampled & self._of_process)[places])
        if len(told) and self._answering is not None:  # which need not be read for the digest
            texts = starts[told] >> 1, (ends[told] - 1) >> 1
            answers[:, told] = self._passages.answers(self._answering, vector, tokenwise, *texts)
        of_questions = (posed[places], asked.alike[places], shares[places], *answers)
        return Found(
            ids=[self.ids[place] for place in places.tolist()],
            sampled=sampled[places],
            numbers=np.array([*of_text, *of_questions], np.float64),
            traits=self._traits[places].astype(np.float64),
            unanswered=asked.unanswered,
            nearer=asked.nearer,
            answered=0.0 if recognised is None else recognised.answered,
        )

    def _cosines(self, vector: np.ndarray, *, everywhere: bool) -> np.ndarray:
        """The cosine of each row that was looked at; `everywhere` looks at all, since few of the nearest may pass a filter."""
        if everywhere:
            return self.kept.array @ vector
        near = np.full(len(self.rows), UNKNOWN, np.float32)
        rows, cosines = self.vectors.scores(vector, 2 * DEPTH)
        near[rows] = cosines
        return near

    def _fill(self, near: np.ndarray, candidates: np.ndarray, vector: np.ndarray) -> bool:
        """Fill in the cosines of candidates that came from their words and not from their meaning; whether there were any."""
        first, last = self._starts[candidates], self._ends[candidates] - 1
        rows = np.concatenate([first, first + 1, last - 1, last])  # two rows each, or four
        rows = rows[near[rows] == UNKNOWN]
        near[rows] = self.kept.array[rows] @ vector
        return bool(len(rows))

    @cached_property
    def _sampled(self) -> Sampled:
        try:
            return Sampled(self.generation, self._place)
        except (OSError, ValueError, KeyError) as error:
            raise _damaged(self.generation) from error

    @cached_property
    def _aside(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix="recognise")

    def _recognised(self, vector: np.ndarray, tokenwise: Sequence[Read], without: np.ndarray | None) -> Recognised | None:
        return self._recogniser.recognise(vector, tokenwise, without) if self._recogniser else None

    @cached_property
    def _recogniser(self) -> Recogniser | None:
        """What recognises questions; none for a model whose vectors it has not learnt from."""
        return Recogniser.of(str(self.manifest["model_hash"]), self._place)

    @cached_property
    def _answering(self) -> Answering | None:
        """What tells whether paragraphs without samples answer; none for a model whose vectors it has not learnt from."""
        return Answering.of(str(self.manifest["model_hash"]))

    @cached_property
    def _passages(self) -> Passages:
        try:
            return Passages(self.generation, len(self.rows) >> 1)
        except (OSError, ValueError) as error:
            raise _damaged(self.generation) from error

    @cached_property
    def _traits(self) -> np.ndarray:
        return np.load(self.generation / "traits.npy")

    def holding(self, terms: Collection[str], ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Whether each of these paragraphs holds a term, an array of bool for each term: in its first row in any of its rows (its
        words, its chapeaux, its document's names), in its second in its words alone."""
        places = np.array([self._place[identifier] for identifier in ids], np.int64)
        starts, ends = self._starts[places], self._ends[places]
        own = np.array([starts + 1, ends - 1])  # rows come in pairs, of which the odd one is the text alone
        lexical = self.lexical
        return {term: np.array([lexical.holds(term, starts, ends), lexical.occurs(term, own).any(0)]) for term in terms}

    def likeness(self, ids: Sequence[str], others: Sequence[str]) -> np.ndarray:
        """How near paragraphs are to others in meaning: cosines, one row for each of `ids` and one column for each of `others`,
        that of the two texts which are nearest (alone or in its context, official or of the digest)."""
        (rows, starts), (columns, firsts) = self._rows_of(ids), self._rows_of(others)
        cosines = self.kept.array[rows] @ self.kept.array[columns].T
        return np.maximum.reduceat(np.maximum.reduceat(cosines, starts, axis=0), firsts, axis=1)

    def _rows_of(self, ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """The rows of paragraphs, one after the other, and where those of each begin among them."""
        places = [self._place[identifier] for identifier in ids]
        spans = [np.arange(self._starts[place], self._ends[place]) for place in places]
        return np.concatenate(spans), np.cumsum([0, *(len(span) for span in spans[:-1])])

    def nearness(self, ids: Sequence[str], others: Collection[str]) -> np.ndarray:
        """How near each of these paragraphs stands to the nearest of others: 1 for one of them, e times less for each `STRIDE`
        paragraphs between them, and 0 where none of them is of its document."""
        near, places = np.zeros(len(ids)), np.array([self._place[identifier] for identifier in ids], np.int64)
        documents = np.array([identifier.rpartition("#")[0] for identifier in ids])
        for other in others:
            if (place := self._place.get(other)) is not None:
                away = np.exp(-np.abs(places - place) / STRIDE)
                near = np.maximum(near, away * (documents == other.rpartition("#")[0]))
        return near

    def beside(self, identifier: str) -> list[str]:
        """The ids of the paragraphs before and after one in its document."""
        place, document = self._place[identifier], identifier.partition("#")[0]
        near = self.ids[max(0, place - 1) : place] + self.ids[place + 1 : place + 2]
        return [other for other in near if other.partition("#")[0] == document]

    def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Paragraphs by id, as they were when the index was built; those read last are kept, as the same ones are found again."""
        kept = self._read_before  # another thread may put another in its place meanwhile
        if missing := [identifier for identifier in ids if identifier not in kept]:
            if len(kept) > REMEMBERED:
                kept, missing = {}, list(ids)
            kept |= self.library.get_many(missing)
            self._read_before = kept
        return {identifier: kept[identifier] for identifier in ids if identifier in kept}


def _damaged(generation: Path) -> HldError:
    return HldError(f"The index in {generation} is damaged.", "Run `hld index --rebuild`.")
