"""Every kind of mail is read by a test, in Dutch and in English."""

import ast
from collections.abc import Iterator

from ecru.base.outbox.kinds import kinds
from tests import source
from tests.test_conventions import told


def read_by_tests() -> Iterator[str]:
    """The kinds of mail that a test with the mark ``mail`` reads in the language that it is given."""
    for name in source.modules("tests"):
        for node in source.functions(name):
            languages = {argument.arg for argument in node.args.args} & {"language"}
            for mark in node.decorator_list if languages else []:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("mark.mail"):
                    yield from (ast.literal_eval(argument) for argument in mark.args)


def test_every_kind_of_mail_is_read() -> None:
    told(
        kinds.keys() - set(read_by_tests()),
        'Read the words of these mails against the state, in both languages: @pytest.mark.mail("slug"), with `language`:',
    )


def test_no_kind_is_read_that_does_not_exist() -> None:
    told(set(read_by_tests()) - kinds.keys(), "No mail is of these kinds any more:")
