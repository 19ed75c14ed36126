"""`windrow meta`: classes, tags and settings of a project."""

import argparse
import json
from typing import Any

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account
from app.cli.words import count_text, printable
from app.model.tree import ProjectPage

EPILOG = """\
--json prints one object: project {id, name, modality, items_count, size, updated_at, description},
classes [{id, name, shape, color, description, nodes, edges}],
tags [{id, name, value_type, values, applicable_to, color}], settings {key: text}.
Shapes and value types are the words of the service.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("meta", help="show classes, tags and settings of a project", epilog=EPILOG)
    parser.add_argument("project", type=values.identifier, metavar="PROJECT_ID")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    add_account(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Read the project and print it."""
    from app.cli.browse import read_project

    async def work(interrupt: Interrupt) -> int:
        del interrupt
        page = await read_project(desk, options.account, options.project, allow_http=options.allow_http)
        if options.json:
            desk.say(json.dumps(page_json(page), ensure_ascii=False))
        else:
            for line in page_lines(page):
                desk.say(line)
        return Exit.COMPLETE

    return run_async(work)


def page_json(page: ProjectPage) -> dict[str, Any]:
    """Return a project page in our own field names."""
    project = page.project
    return {
        "project": {
            "id": project.id,
            "name": project.name,
            "modality": project.modality,
            "items_count": project.items_count,
            "size": project.size,
            "updated_at": project.updated_at,
            "description": page.description,
        },
        "classes": [
            {
                "id": _number(kind.key),
                "name": kind.name,
                "shape": kind.shape,
                "color": kind.color,
                "description": kind.description,
                "nodes": [{"key": key, "label": label} for key, label in kind.nodes],
                "edges": [list(edge) for edge in kind.edges],
            }
            for kind in page.classes
        ],
        "tags": [
            {
                "id": _number(tag.key),
                "name": tag.name,
                "value_type": tag.value_type,
                "values": list(tag.values),
                "applicable_to": tag.applicable_to,
                "color": tag.color,
            }
            for tag in page.tags
        ],
        "settings": dict(page.settings),
    }


def page_lines(page: ProjectPage) -> list[str]:
    """Return a project page as lines for people."""
    lines = [f"{printable(page.project.name)}  [project {page.project.id}]"]
    if page.description:
        lines.append(printable(page.description))
    lines += ["", count_text(len(page.classes), "class", "classes")]
    width = max((len(kind.name) for kind in page.classes), default=0)
    lines += [f"  {printable(kind.name):<{width}}  {kind.color}  {kind.shape}" for kind in page.classes]
    lines += ["", count_text(len(page.tags), "tag")]
    width = max((len(tag.name) for tag in page.tags), default=0)
    for tag in page.tags:
        allowed = f"  {', '.join(printable(value) for value in tag.values)}" if tag.values else ""
        lines.append(f"  {printable(tag.name):<{width}}  {tag.color}  {tag.value_type}{allowed}")
    if page.settings:
        lines += ["", "Settings"]
        lines += [f"  {printable(key)}: {printable(text)}" for key, text in page.settings]
    return lines


def _number(key: str) -> int | None:
    return int(key) if key.isdecimal() else None
