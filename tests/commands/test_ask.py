"""Does `kawan ask` answer line by line, without side effects?"""

import json
import signal
import subprocess
import time
from pathlib import Path

from tests.commands.process import ROOT, command, environment, kawan


def test_a_file_is_answered_in_order(tmp_path: Path) -> None:
    lines = [
        {"text": "gaji saya belum dibayar 3 bulan", "language": "id", "from": "id", "to": "my"},
        {"text": "", "language": "en"},
        {"text": "help", "language": "vi", "from": "vn"},
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    answered = [
        json.loads(line) for line in kawan("ask", "--file", str(file), KAWAN_DATA=str(tmp_path)).stdout.splitlines()
    ]
    assert [one["text"] for one in answered] == [line["text"] for line in lines]
    assert answered[0]["intent"] == "unpaid_wages" and answered[0]["replies"]
    assert all(len(one["candidates"]) <= 3 for one in answered)
    assert not (tmp_path / "kawan.sqlite").exists()


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"text": "a"}\nnot json\n', encoding="utf-8")
    result = kawan("ask", "--file", str(file), KAWAN_DATA=str(tmp_path))
    assert result.returncode == 2 and "line 2" in result.stderr


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    result = kawan("ask", "--language", "xx", "hello", KAWAN_DATA=str(tmp_path))
    assert result.returncode == 2 and "language" in result.stderr


def test_a_chat_in_the_terminal_ends_with_ctrl_c_at_once(tmp_path: Path) -> None:
    assert kawan("setup", KAWAN_DATA=str(tmp_path / "data")).returncode == 0
    talking = subprocess.Popen(
        command("chat"),
        cwd=ROOT,
        env=environment(KAWAN_DATA=str(tmp_path / "data")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert talking.stdout is not None and talking.stdout.readline()
    time.sleep(0.5)
    talking.send_signal(signal.SIGINT)
    _, said = talking.communicate(timeout=20)
    assert talking.returncode == 130 and b"Traceback" not in said


def test_a_file_that_is_not_there_is_named_as_that(tmp_path: Path) -> None:
    ended = kawan("ask", "--file", str(tmp_path / "lines.jsonl"))
    assert ended.returncode == 2 and "cannot be read (No such file or directory)" in ended.stderr
