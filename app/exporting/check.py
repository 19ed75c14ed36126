"""What an export would keep, change and lose: the very numbers of the export, and nothing is written."""

from pathlib import Path

from app.exporting.run import Tools, finished_report, look
from app.exporting.survey import batched
from app.exporting.wire import Decoder
from app.exporting.worker import Counted, Verb
from app.model.export_progress import Exported, Phase, Progress
from app.model.export_spec import ExportSpec
from app.model.loss import LossCount


def check_export(spec: ExportSpec, tools: Tools) -> Exported:
    """Judge every label of a project.

    Raises:
        FailedError: The project cannot be read, has not what was asked for, or somebody asked to stop.
    """
    survey, crew = look(spec, tools)
    try:
        count = LossCount()
        count.excluded.update(survey.excluded)
        # Nothing is written there: only what a format says of labels is asked for.
        crew.open(survey.plan, Path())
        decoder = Decoder(Counted)
        for answer in crew.work(Verb.JUDGE, batched(survey.entries())):
            decoder.decode(answer).add_to(count)
            tools.step(Progress(Phase.JUDGING, count.written, survey.included, survey.listed))
    finally:
        crew.close()
    return Exported(finished_report(survey, count), survey.listed, survey.skipped, survey.problems)
