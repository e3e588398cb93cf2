"""Problems as people read them: one sentence that names file, sheet and cell, what was found and how to fix it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that stops a delivery, in one Chinese sentence; `where` is file › sheet › cell as far as known."""

    where: str
    says: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}：{self.says}。{self.fix}。"


class StopDelivery(Exception):
    """A delivery can't be used as it is; carries every problem found, not only the first.

    `partial`: what was understood of it all the same, in which more may be found.
    """

    def __init__(self, problems: list[Problem], partial: object = None) -> None:
        self.problems = problems
        self.partial = partial
        super().__init__("\n".join(map(str, problems)))


class DeclarationError(Exception):
    """A declaration file of the product itself is wrong; lists every mistake at once."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
