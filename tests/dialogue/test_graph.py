"""Does Rasa, with Kawan's components in its graph, understand what Kawan understands without Rasa?"""

from rasa.core.agent import Agent

from bot.understanding.model import load, model_path
from tests.nlu_messages import LANGUAGES, messages


async def test_rasa_and_kawan_read_the_same_in_every_language(agent: Agent) -> None:
    understanding = load(model_path())
    texts = [text for language in LANGUAGES for text, _ in messages(language)[::3]]
    assert len(LANGUAGES) == 9 and len(texts) >= 300
    for text in texts:
        said, parse = await agent.parse_message(text), understanding.read(text)
        assert tuple((one["name"], one["confidence"]) for one in said["intent_ranking"]) == parse.ranking
        assert any(one["entity"] == "danger" for one in said["entities"]) == parse.danger
