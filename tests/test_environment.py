"""Is .env read as people write it, and is a name that would have no effect named?"""

from pathlib import Path

import pytest

from bot.environment import read_given
from bot.errors import SettingsError

NAMES = ("CONSOLE_PORT", "CONSOLE_HOST", "KAWAN_KEYS", "TELEGRAM_BOT_TOKEN")
KEY = "u3Uc-qAi9iiCv3fkBfRUAKrM1gH8w51-nVU8M8A73Jg="


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / ".env"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.parametrize(
    "content",
    [
        "CONSOLE_PORT=9001\n",
        "export CONSOLE_PORT=9001\n",
        "\ufeffCONSOLE_PORT=9001\n",
        "\ufeffexport CONSOLE_PORT='9001'  # where the console listens\r\n",
        '# a comment\n\n  CONSOLE_PORT = "9001"',
    ],
)
def test_every_usual_way_to_write_a_line_is_understood(tmp_path: Path, content: str) -> None:
    assert read_given(NAMES, {}, written(tmp_path, content)) == {"CONSOLE_PORT": "9001"}


def test_a_sign_inside_a_value_is_part_of_it(tmp_path: Path) -> None:
    file = written(tmp_path, "KAWAN_KEYS=a#b=c\nCONSOLE_HOST=$HOME\n")
    assert read_given(NAMES, {}, file) == {"KAWAN_KEYS": "a#b=c", "CONSOLE_HOST": "$HOME"}


def test_the_environment_comes_before_the_file_and_an_empty_value_counts_as_none(tmp_path: Path) -> None:
    file = written(tmp_path, "CONSOLE_PORT=9001\nCONSOLE_HOST=127.0.0.2\nKAWAN_KEYS=\n")
    given = read_given(NAMES, {"CONSOLE_PORT": "9002", "CONSOLE_HOST": " "}, file)
    assert given == {"CONSOLE_PORT": "9002"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("CONSOLE_PORT=1\nnonsense\n", ".env, line 2: expected NAME=value"),
        ("\n\n=9001\n", ".env, line 3: expected NAME=value"),
        ("KAWAN_KEYS='abc\n", ".env, line 1: expected NAME=value"),
        (b"CONSOLE_PORT=1\nCONSOLE_HOST=caf\xe9\n", ".env, line 2: is not UTF-8"),
        ("CONSOLE_PORT=1\n".encode("utf-16"), ".env, line 1: is not UTF-8"),
        ("\n\nCONSOL_PORT=1\n", ".env, line 3: CONSOL_PORT is no setting; did you mean CONSOLE_PORT?"),
        ("console_port=1\n", "console_port is no setting; did you mean CONSOLE_PORT?"),
        ("TELEGRAM_TOKEN=1:a\n", "TELEGRAM_TOKEN is no setting; did you mean TELEGRAM_BOT_TOKEN?"),
        ("POSTGRES_PASSWORD=x\n", "POSTGRES_PASSWORD is no setting; see .env.example"),
    ],
)
def test_a_line_that_means_nothing_is_named_and_nothing_secret_with_it(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_given(NAMES, {}, written(tmp_path, content))
    assert said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("line", [KEY, f"{KEY[:-1]} = x", "123456:hidden-letters", "123456:hidden-letters=1"])
def test_a_secret_on_a_line_of_its_own_is_not_shown(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingsError, match="line 1") as refused:
        read_given(NAMES, {}, written(tmp_path, line))
    assert KEY[:20] not in str(refused.value) and "hidden" not in str(refused.value)


def test_all_strange_names_are_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_given(NAMES, {"CONSOLE_PRT": "1"}, written(tmp_path, "A=1\nCONSOLE_PORT=1\nB=2\n"))
    said = str(refused.value)
    assert "line 1: A" in said and "line 3: B" in said and "CONSOLE_PRT: is no setting" in said


def test_names_of_others_in_the_environment_are_let_be(tmp_path: Path) -> None:
    others = {"PATH": "/bin", "KAWAN_PICTURES": "x", "TELEGRAM_CHAT_ID": "5", "CONSOLE_SERVICE_HOST": "10.0.0.1"}
    assert read_given(NAMES, others, tmp_path / ".env") == {}


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.env: cannot be read"):
        read_given(NAMES, {}, tmp_path)
