"""The base class of generators, and how Rasa makes the one that endpoints.yml names."""

import importlib


class NaturalLanguageGenerator:
    async def generate(self, utter_action, tracker, output_channel, **kwargs):
        raise NotImplementedError


def create(endpoint_config, domain):
    module, name = endpoint_config.type.rsplit(".", 1)
    generator = getattr(importlib.import_module(module), name)
    return generator(endpoint_config=endpoint_config, domain=domain)
