"""How plans speak: "Download 240 items" of a project, "Harvest 8,214 images" of a region. Pure."""

from dataclasses import dataclass

from app.model.survey import Survey
from ui.text import about_count_text, count_text, plural


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The words of one kind of plan.

    Attributes:
        verb: What the button does.
        one: What is fetched, one of it.
        choose: What to do while nothing is chosen.
        empty: Why there is nothing to do.
        has_total: The card counts all that is meant; else only what is still to come.
    """

    verb: str
    one: str
    choose: str
    empty: str
    has_total: bool = False

    def blocked(self, reason: str) -> str:
        """Return the words of a button that cannot be pressed, with the reason."""
        return f"{self.verb} — {reason}"

    def button(self, survey: Survey) -> str:
        """Return the words of the button that carries the number."""
        fetch = survey.items - survey.already_here
        if not fetch:
            return f"Check {plural(survey.items, self.one)} again"
        return f"{self.verb} {self.counted(fetch, survey)}"

    def counted(self, count: int, survey: Survey) -> str:
        """Return "8,214 images", or "≈ 8,200 images" while not everything was counted."""
        return plural(count, self.one) if survey.is_exact else f"{about_count_text(count)} {self.one}s"

    def fetch_line(self, survey: Survey) -> str:
        """Return the line of the card that says how many."""
        fetch = survey.items - survey.already_here
        if survey.items and not fetch:
            return f"Nothing new · all {count_text(survey.items)} are here"
        if survey.difference is not None and not self.has_total:
            difference = survey.difference
            parts = [f"{count_text(difference.new)} new", f"{count_text(difference.changed)} changed"]
            return f"{' · '.join(parts)} ({count_text(survey.already_here)} already here)"
        shown = survey.items if self.has_total else fetch
        number = count_text(shown) if survey.is_exact else about_count_text(shown)
        words = number if self.has_total else self.counted(fetch, survey)
        return f"{words} ({count_text(survey.already_here)} already here)" if survey.already_here else words


def gone_note(survey: Survey) -> tuple[str, ...]:
    """Return what to say of images here that the service does not list any more; nothing when there are none."""
    difference = survey.difference
    if difference is None or not difference.gone:
        return ()
    first = difference.gone_paths[0] if difference.gone_paths else ""
    names = f", {first} first" if first else ""
    are = "is" if difference.gone == 1 else "are"
    return (f"{plural(difference.gone, 'image')} here {are} not in the project any more{names}.",)


DOWNLOAD = PlanWords("Download", "item", "pick a project", "nothing in it")
HARVEST = PlanWords("Harvest", "image", "draw a region", "no images here", has_total=True)
