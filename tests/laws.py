"""Laws that hold for all inputs: one body, tried with few examples always and with many in the slow tier."""

from collections.abc import Callable
from inspect import Signature, signature
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from tests.warehouse.facts import OPEN

Body = Callable[..., None]


def law(*drawn: SearchStrategy[Any], few: int, many: int, **named: SearchStrategy[Any]) -> Callable[[Body], Body]:
    """Make a test of a body whose last parameters are `drawn` (or those `named`); what is left are fixtures.

    Stores that an example opens are closed after it.
    """

    def twice(body: Body) -> Body:
        parameters = signature(body).parameters
        strategies = named | dict(zip(list(parameters)[len(parameters) - len(drawn) :], drawn, strict=True))
        fixtures = [each for name, each in parameters.items() if name not in strategies]

        def test(examples: int, **fixed: Any) -> None:
            def once(**values: Any) -> None:
                try:
                    body(**fixed, **values)
                finally:
                    while OPEN:
                        OPEN.pop().close()

            settings(deadline=None, max_examples=examples)(given(**strategies)(once))()

        examples = signature(test).parameters["examples"]
        test.__signature__ = Signature([examples, *fixtures])  # type: ignore[attr-defined]
        test.__name__, test.__doc__ = body.__name__, body.__doc__
        sizes = [pytest.param(few, id="few"), pytest.param(many, id="many", marks=pytest.mark.slow)]
        return pytest.mark.parametrize("examples", sizes)(test)

    return twice
