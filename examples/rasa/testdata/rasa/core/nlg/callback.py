"""The generator that asks a server. Rasa: sections 5.1 to 5.5."""

from rasa.core.nlg.generator import NaturalLanguageGenerator

FIVE_MINUTES = 300


class CallbackNaturalLanguageGenerator(NaturalLanguageGenerator):
    def __init__(self, endpoint_config):
        self.nlg_endpoint = endpoint_config

    async def generate(self, utter_action, tracker, output_channel, **kwargs):
        kwargs.pop("domain_responses", None)
        request = {
            "response": utter_action,
            "id": None,
            "arguments": kwargs,
            "tracker": tracker.current_state(),
            "channel": {"name": output_channel},
        }
        reply = await self.nlg_endpoint.request(method="post", json=request, timeout=FIVE_MINUTES)
        if not isinstance(reply, dict) or not isinstance(reply.get("text", ""), str):
            raise ValueError("NLG web endpoint returned an invalid response.")
        return reply
