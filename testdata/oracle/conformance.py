"""Rasa itself on the conformance vectors (testdata/conformance).

NOT RUN against Rasa: no machine at hand could install it. What was run is this script on
a stand-in for Rasa's modules. It is written against the public code of Rasa Open Source
3.6 and 3.7 and of Rasa Pro 3.12, and touches little of it: Domain.load, the generator,
the interpolator's functions and numpy.random.choice, by which Rasa draws a variation.
The vectors themselves were made by Rasa's own code, with an earlier program.

The rows follow this project's contract where it differs from Rasa on purpose
(docs/deviations.md). D1, D3 and D5 are applied here; rows that D2, D4, D6 to D9, D11,
D14 or D15 decide show as differences each time: read the diff before you keep what
--write wrote. Arguments that are called like a parameter of generate (tracker,
utter_action, output_channel) raise in Rasa's process; a server just has them as variables.
"""
import asyncio
import copy
import json
import os
import pathlib
import tempfile
from types import SimpleNamespace

import numpy

import rasa.core.nlg.interpolator as interpolator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain

import rows

MADE_WITH = {}  # loading: rasa 3.7.0a1; selection, predicates, Jinja, translation: Rasa Pro 3.19
INTERNAL_ERROR = "utter_internal_error_rasa"
ENGINES = ("interpolate", "interpolate_text", "interpolate_format_template", "interpolate_jinja_template")


class Channel(str):
    """An output channel for versions that want the name and for those that want the object."""

    def name(self):
        return str(self)


class Tracker:
    """What a generator reads of a tracker."""

    def __init__(self, state):
        self.sender_id = state["sender_id"]
        self.slots = state["slots"]
        frames = state.get("stack") or [{}]
        self.stack = SimpleNamespace(current_context=lambda: dict(frames[-1]))
        code = self.slots.get("language")
        self.current_language = SimpleNamespace(code=code) if isinstance(code, str) else None

    def current_slot_values(self):
        return copy.deepcopy(self.slots)


def forgiving(engine, raised):
    """D1: a string that raises goes out as written."""
    def run(response, *args, **kwargs):
        try:
            return engine(response, *args, **kwargs)
        except Exception:  # noqa: BLE001
            raised.append(response)
            return response
    return run


def paths(folder, case):
    """D3: a directory's own files first, sorted, then its subdirectories."""
    if "paths" in case:
        return [str(folder / path) for path in case["paths"]]
    found = []
    for directory, subdirectories, names in os.walk(folder):
        subdirectories.sort()
        found += [os.path.join(directory, name) for name in sorted(names) if name.endswith((".yml", ".yaml"))]
    return [path for path in found if Domain.is_domain_file(path)]


def load(case):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path, text in case["files"].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        before = dict(os.environ)
        os.environ.update(case.get("env", {}))
        try:
            return Domain.load(paths(folder, case)).responses
        finally:
            os.environ.clear()
            os.environ.update(before)


def generate(responses, request, pick):
    """The message for one of the variations that Rasa draws from, and all of these."""
    drawn = []

    def choice(variations):
        drawn[:] = variations
        return variations[pick]
    numpy.random.choice = choice
    message = asyncio.run(TemplatedNaturalLanguageGenerator(responses).generate(
        request["response"], Tracker(request["tracker"]), Channel(request["channel"]["name"]), **request["arguments"]))
    return message, drawn


def contract(message):
    """D5."""
    return {key: value for key, value in message.items()
            if key not in ("condition", "channel", "translation") and value is not None and (key, value) != ("buttons", [])}


def want(case):
    request = case["request"]
    try:
        responses = load(case)
    except Exception:  # noqa: BLE001
        return {"load": "error"}
    if request["response"] not in responses:
        return {"outcome": "unknown_response"}
    raised = []
    originals = {name: getattr(interpolator, name) for name in ENGINES if hasattr(interpolator, name)}
    for name, engine in originals.items():
        setattr(interpolator, name, forgiving(engine, raised))
    try:
        message, drawn = generate(responses, request, 0)
        if message is None:
            return {"outcome": "no_variation"}
        messages = [contract(generate(responses, request, i)[0]) for i in range(len(drawn))]
    except Exception as e:  # noqa: BLE001
        return {"outcome": f"{type(e).__name__}: {e}"}
    finally:
        for name, engine in originals.items():
            setattr(interpolator, name, engine)
    source = request["response"]
    if not any(drawn[0] is variation for variation in responses[source]):
        source = INTERNAL_ERROR
    places = [next(i for i, v in enumerate(responses[source]) if v is variation) for variation in drawn]
    result = {"eligible": places, "messages": messages}
    if source != request["response"]:
        result["of"] = source
    if raised:
        result["raw"] = True
    return result


def recompute(case):
    new = want(case)
    if json.dumps(new, sort_keys=True) != json.dumps(case["want"], sort_keys=True):
        case["want"] = new
    return case


def files(root):
    return [(path, lambda text: rows.rewrite(text, recompute)) for path in sorted((root / "testdata/conformance").glob("*.jsonl"))]
