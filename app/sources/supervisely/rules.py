"""Rules that choose images, as the server filters them and as every listed image is checked once more.

The server narrows the listing by class, tag and time. What it cannot be asked exactly (a pattern, the value of a tag)
is decided here from the listed entity.
"""

import datetime
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import msgspec

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.rule import Rule, RuleKind, moment, name_fits, parse_rule
from app.model.spec import SuperviselySpec
from app.model.statistics import value_text
from app.sources.supervisely.client import Client, Value
from app.sources.supervisely.names import full_name
from app.sources.supervisely.project import Names, project_meta
from app.sources.supervisely.wire import IMAGE_TAGS, ImageEntity, whole

MOST_LABELS = 9999


class Rules:
    """The rules of one spec, with the ids that the server knows classes and tags by.

    Attributes:
        filter: Plain filters of `images.list`.
        filters: Advanced filters of `images.list`.
    """

    def __init__(self, rules: Sequence[Rule] = (), ids: Mapping[Rule, int] | None = None) -> None:
        """Take the rules and the id of each class or tag that one names."""
        self._rules = tuple(rules)
        self._ids = dict(ids or {})
        self.filter: list[Value] = []
        self.filters: list[Value] = []
        for rule in self._rules:
            self._translate(rule)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._rules)

    def _translate(self, rule: Rule) -> None:
        match rule.kind:
            case RuleKind.LABELLED | RuleKind.CLASS:
                chosen = self._ids.get(rule)
                data: dict[str, Value] = {"from": 1, "to": MOST_LABELS, "include": True, "classId": chosen}
                self.filters.append({"type": "objects_class", "data": data})
            case RuleKind.TAG:
                self.filters.append({"type": "images_tag", "data": {"tagId": self._ids[rule], "include": True}})
            case RuleKind.SINCE:
                when = moment(rule.name)
                if when is not None:
                    text = when.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
                    self.filter.append({"field": "updatedAt", "operator": ">=", "value": text})
            case RuleKind.NAME:
                pass  # Patterns differ between servers: every name is looked at here.

    def passes(self, entity: ImageEntity) -> bool:
        """Return whether a listed image meets every rule, as far as its listing tells."""
        return all(self._holds(rule, entity) for rule in self._rules)

    def _holds(self, rule: Rule, entity: ImageEntity) -> bool:
        match rule.kind:
            case RuleKind.LABELLED | RuleKind.CLASS:
                count = whole(entity.labels_count)
                return count is None or count > 0
            case RuleKind.NAME:
                name = entity.name or ""
                return name_fits(rule.name, name) or name_fits(rule.name, full_name(name, entity.mime))
            case RuleKind.SINCE:
                low, when = moment(rule.name), moment(entity.updated_at or "")
                return low is None or when is None or when >= low
            case RuleKind.TAG:
                return self._has_tag(rule, entity)

    def _has_tag(self, rule: Rule, entity: ImageEntity) -> bool:
        try:
            tags = IMAGE_TAGS.decode(entity.tags) or []
        except msgspec.DecodeError:
            return False
        wanted = self._ids[rule]
        values = [value_text(msgspec.json.decode(tag.value)) for tag in tags if whole(tag.tag_id) == wanted]
        return bool(values) if rule.value is None else rule.value in values


async def rules_of(spec: SuperviselySpec, client: Client, network: Network) -> Rules:
    """Return the rules of a spec; the meta is asked for when one names a class or a tag.

    Raises:
        FailedError: REFUSED for a rule that cannot be read, NOT_FOUND for a class or tag that the project lacks.
    """
    try:
        rules = [parse_rule(text) for text in spec.where]
    except ValueError as error:
        raise FailedError(Failure(FailureKind.REFUSED, f"A rule cannot be read: {error}.", "Mend the rule.")) from None
    if spec.labelled_only:
        rules.append(Rule(RuleKind.LABELLED))
    rules = list(dict.fromkeys(rules))
    named = [rule for rule in rules if rule.kind in (RuleKind.CLASS, RuleKind.TAG)]
    if not named:
        return Rules(rules)
    names = Names(await project_meta(spec.project_id, client, network))
    known = {RuleKind.CLASS: _ids(names.classes), RuleKind.TAG: _ids(names.tags)}
    return Rules(rules, {rule: _id_of(rule, known[rule.kind]) for rule in named})


def _ids(names: Mapping[int, str]) -> dict[str, int]:
    return {name: key for key, name in names.items()}


def _id_of(rule: Rule, known: Mapping[str, int]) -> int:
    if rule.name in known:
        return known[rule.name]
    like = get_close_matches(rule.name, known, 1)
    raise FailedError(
        Failure(
            FailureKind.NOT_FOUND,
            f"The project has no {rule.kind.value} “{rule.name}”.",
            f"Did you mean “{like[0]}”?" if like else "Look at its classes and tags for the right name.",
        )
    )
