"""What is wrong with a text, and in which line?"""

from dataclasses import dataclass

from bot.errors import ContentError


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend. `text` says what; it quotes nothing of the text but a name or a sign."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


class BadText(ContentError):
    """A text that cannot be told. `findings` say why, the first first."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings
