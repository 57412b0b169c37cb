"""`make bench`: one table. Ratios are of one run; absolute figures are of this machine."""

import asyncio
import statistics
import tempfile
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bot.commands.ask import load_engine
from bot.commands.setup import prepare
from bot.house import build_house
from bot.settings import read_settings
from bot.understanding.model import model_path
from tests.bench.measures import WORDS, asked, console_start, conversation, crowd, training_seconds
from tests.bench.stock import stock_turns

Row = tuple[str, str, bool]


def main() -> None:
    """Measures, then prints."""
    with tempfile.TemporaryDirectory() as name:
        rows = measured(Path(name))
    table = Table("measure", "here", "as promised")
    for measure, value, kept in rows:
        table.add_row(measure, value, "yes" if kept else "no")
    Console().print(table)


def measured(folder: Path) -> list[Row]:
    """Every row of the table."""
    settings = read_settings({"KAWAN_DATA": str(folder / "data"), "KAWAN_DEMO": "1"}, folder)
    house = build_house(settings)
    prepare(house)
    engine = load_engine(house.services)
    costs = asyncio.run(conversation(engine, 1_000))
    lines = asyncio.run(asked(house, engine, 200))
    rate, complete = asyncio.run(crowd(house, engine, 500, 4))
    memory = psutil.Process().memory_info().rss / 2**20
    stock = statistics.median(stock_turns(model_path(), settings.data, list(WORDS) * 10))
    seconds, console_memory = console_start(settings)
    trained = training_seconds(folder / "training")
    turn, line = statistics.median(costs), statistics.median(lines)
    growth = statistics.median(costs[-40:]) / statistics.median(costs[5:45])
    return [
        ("a turn, median (ms)", f"{turn:.1f}", turn <= 8),
        ("the same turn the stock way, median (ms)", f"{stock:.1f}", stock / turn >= 5),
        ("the stock way against ours (times slower)", f"{stock / turn:.1f}", stock / turn >= 5),
        ("the 1,000th message against the 10th", f"{growth:.2f}", growth <= 1.2),
        ("500 people at once (messages a second)", f"{rate:.0f}", rate >= 100 and complete),
        ("a line of kawan ask --file, median (ms)", f"{line:.1f}", line < 25),
        ("bot process (MB)", f"{memory:.0f}", memory < 800),
        ("console: first page (s)", f"{seconds:.2f}", seconds <= 2),
        ("console process (MB)", f"{console_memory:.0f}", console_memory < 150),
        ("training on two cores (s)", f"{trained:.0f}", trained <= 120),
    ]


if __name__ == "__main__":
    main()
