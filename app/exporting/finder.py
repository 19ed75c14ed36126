"""Which images a search finds, and what has to be known of them for it. Pure."""

from collections.abc import Sequence

from app.model.annotation import Annotation
from app.model.geometry_measure import shape_word
from app.model.problem import ProblemKind
from app.model.search import PictureFacts, SearchKey, any_of, matches, parse

OF_PICTURES = (ProblemKind.SIZE_DIFFERS, ProblemKind.UNREADABLE_PICTURE)


class Finder:
    """Answers for one search; an empty one finds everything."""

    def __init__(self, text: str) -> None:
        """Read the search. Raise ValueError with a sentence for one that cannot be read."""
        self._search = parse(text)
        if self._search.complaint:
            raise ValueError(self._search.complaint)

    @property
    def needs_pictures(self) -> bool:
        """Return whether it asks for what is in the files of pictures."""
        return self._asks_for(OF_PICTURES)

    @property
    def needs_duplicates(self) -> bool:
        """Return whether it asks for equal pictures."""
        return self._asks_for((ProblemKind.DUPLICATE,))

    def finds(self, dataset: str, name: str, annotation: Annotation, kinds: Sequence[ProblemKind]) -> bool:
        """Return whether the search finds an image; `kinds` are the problems of it and of its labels."""
        if not self._search.terms:
            return True
        tags = [(tag.name, tag.value) for tag in annotation.tags]
        tags += [(tag.name, tag.value) for label in annotation.labels for tag in label.tags]
        facts = PictureFacts(
            dataset,
            name,
            frozenset(label.class_name for label in annotation.labels),
            frozenset(shape_word(label.geometry) for label in annotation.labels),
            frozenset(tags),
            frozenset(kinds),
            len(annotation.labels),
        )
        return matches(self._search, facts)

    def _asks_for(self, kinds: Sequence[ProblemKind]) -> bool:
        return any(term.key is SearchKey.PROBLEM and any_of(term, kinds) for term in self._search.terms)
