"""`windrow tree`: teams, workspaces and projects, or the nested datasets of one project."""

import argparse
import json

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account

EPILOG = """\
Without a project id: teams, workspaces and projects. With one: its nested datasets.

--format tree   indented, children under their parent (JSON: one object per root, with "children")
--format dict   one object, id -> node, the children of each under "children"
--format flat   one node per line, parents first (the default with --json)

Fields of a node in JSON: kind (team, workspace, project, dataset), id, parent_id, name;
projects and datasets also items_count, size (bytes), updated_at; projects modality
("images", "videos", …); datasets project_id; flat nodes path (names from the root down).
A number that the service does not tell is null.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("tree", help="show teams, workspaces, projects or datasets", epilog=EPILOG)
    parser.add_argument("project", nargs="?", type=values.identifier, metavar="PROJECT_ID")
    parser.add_argument("--format", choices=("tree", "dict", "flat"), help="tree; with --json: flat")
    parser.add_argument("--under", type=values.identifier, metavar="DATASET_ID", help="only what lies below a dataset")
    parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    add_account(parser)
    parser.set_defaults(run=run, parser=parser)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Read the tree and print it."""
    if options.under is not None and options.project is None:
        desk.complain("--under needs a project: windrow tree PROJECT_ID --under DATASET_ID")
        return Exit.USAGE
    from app.cli.browse import read_datasets, read_projects
    from app.cli.nodes import Branch, as_dict, as_flat, as_tree, flat_lines, tree_lines

    async def work(interrupt: Interrupt) -> int:
        del interrupt
        branches: list[Branch]
        if options.project is None:
            branches = await read_projects(desk, options.account, allow_http=options.allow_http)
        else:
            branches = await read_datasets(
                desk, options.account, options.project, options.under, allow_http=options.allow_http
            )
        form = options.format or ("flat" if options.json else "tree")
        if form == "dict":
            desk.say(json.dumps(as_dict(branches), ensure_ascii=False, indent=None if options.json else 2))
        elif options.json:
            for row in as_tree(branches) if form == "tree" else as_flat(branches):
                desk.say(json.dumps(row, ensure_ascii=False))
        else:
            for line in tree_lines(branches) if form == "tree" else flat_lines(branches):
                desk.say(line)
            if not branches:
                desk.say("Nothing in here.")
        return Exit.COMPLETE

    return run_async(work)
