"""The verify command."""

from app.cli.desk import Exit
from app.cli.parser import build_parser
from app.cli.program import carry_out
from tests.fakes.jobs import Table


def test_a_folder_without_a_receipt_stops_it_in_words(tmp_path):
    table = Table()

    code = carry_out(build_parser().parse_args(["verify", str(tmp_path)]), table.desk)

    assert code == Exit.STOPPED
    assert "no receipt" in table.err.getvalue()
