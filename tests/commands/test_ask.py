"""Does `kawan ask` answer line by line, without side effects?"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def kawan(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KAWAN_DATA": str(data), "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_a_file_is_answered_in_order(tmp_path: Path) -> None:
    lines = [
        {"text": "gaji saya belum dibayar 3 bulan", "language": "id", "from": "id", "to": "my"},
        {"text": "", "language": "en"},
        {"text": "help", "language": "vi", "from": "vn"},
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    answered = [json.loads(line) for line in kawan("ask", "--file", str(file), data=tmp_path).stdout.splitlines()]
    assert [one["text"] for one in answered] == [line["text"] for line in lines]
    assert answered[0]["intent"] == "unpaid_wages" and answered[0]["replies"]
    assert all(len(one["candidates"]) <= 3 for one in answered)
    assert not (tmp_path / "kawan.sqlite").exists()


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"text": "a"}\nnot json\n', encoding="utf-8")
    result = kawan("ask", "--file", str(file), data=tmp_path)
    assert result.returncode == 2 and "line 2" in result.stderr


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    result = kawan("ask", "--language", "xx", "hello", data=tmp_path)
    assert result.returncode == 2 and "language" in result.stderr
