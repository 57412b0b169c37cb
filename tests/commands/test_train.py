"""Is the model trained when it must be, once, and a fault of the data said in one line?"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.commands import train
from bot.errors import SettingsError


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the model would stand; `models` is not there yet."""
    path = tmp_path / "models" / "kawan.tar.gz"
    monkeypatch.setattr(train, "model_path", lambda: path)
    return path


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets what the process that trains runs instead of Rasa."""
    return lambda code: monkeypatch.setattr(train, "HERE", code)


def test_a_missing_model_is_made_and_one_that_is_there_is_not(
    model: Path, training: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    training(f"open({str(model)!r}, 'a').write('model ')")
    assert train.train() == 0 and train.train() == 0
    assert model.read_text() == "model " and "up to date" in capsys.readouterr().out
    assert train.train(force=True) == 0
    assert model.read_text() == "model model "


def test_of_two_at_once_one_trains(model: Path, training: Callable[[str], None]) -> None:
    training(f"import time; time.sleep(0.5); open({str(model)!r}, 'a').write('model ')")
    both = [threading.Thread(target=train.train) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert model.read_text() == "model "


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; sys.exit('noise\\nkawan: Failed to read intents/x.yml')", "Failed to read intents/x.yml"),
        ("import sys; sys.exit('noise')", "noise"),
        ("import os; os.kill(os.getpid(), 9)", "training ended with code -9; is there enough memory"),
    ],
)
def test_why_it_failed_is_one_line(model: Path, training: Callable[[str], None], code: str, said: str) -> None:
    training(code)
    with pytest.raises(SettingsError) as refused:
        train.train()
    assert str(refused.value).startswith(f"intents/: no model could be trained: {said}")
    assert "\n" not in str(refused.value) and not model.exists()


def test_many_lines_about_a_wrong_file_become_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ValueError(f"Failed to read '{train.ROOT}/intents/x.yml'.\n  line 3\n" + "and more " * 100)

    monkeypatch.setitem(sys.modules, "bot.dialogue.training", SimpleNamespace(train_model=fail))
    with pytest.raises(SystemExit) as ended:
        train.train_here()
    assert str(ended.value).startswith("kawan: Failed to read 'intents/x.yml'. line 3 and more")
    assert len(str(ended.value)) < 500
