"""The generator that uses the domain's responses. Rasa: section 3."""

from rasa.core.nlg.generator import NaturalLanguageGenerator


class TemplatedNaturalLanguageGenerator(NaturalLanguageGenerator):
    def __init__(self, responses):
        self.responses = responses

    async def generate(self, utter_action, tracker, output_channel, **kwargs):
        variations = self.responses.get(utter_action)
        if not variations:
            return None
        variables = {**tracker.current_state()["slots"], **kwargs}
        return {key: value.format(**variables) if key == "text" else value for key, value in variations[0].items()}
