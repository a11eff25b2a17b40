"""Tests of nlg_with_fallback.py, against a stand-in for Rasa in testdata/.

    NLGSERVER_URL=http://127.0.0.1:5056/nlg python3 nlg_with_fallback_test.py

Without the variable, the test of a real nlgserver is skipped.
"""

import asyncio
import os
import socket
import sys
import time
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "testdata")]

from rasa.core.nlg.generator import create  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

RESPONSES = {
    "utter_greet": [{"text": "Hi {name} (domain)", "buttons": [{"title": "a", "payload": "/a"}]}],
    "utter_placeholder": [{"text": "(text from nlgserver: utter_placeholder)"}],
    "utter_card": [{"custom": {"a": 1}}],
}
REPLY = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"


def reply(body, status=b"200 OK", kind=b"application/json"):
    return REPLY % (status, kind, len(body), body)


class Tracker:
    def current_state(self, *_):
        return {"sender_id": "ann", "slots": {"name": "Ann", "known_customer": True}, "latest_message": {}, "events": []}


class Server:
    """A server whose nth connection is treated as the nth behavior says, and later ones as the last."""

    def __init__(self, *behaviors):
        self.behaviors = behaviors
        self.connections = 0

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.connection, "127.0.0.1", 0)
        port = self.server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/nlg"
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def connection(self, reader, writer):
        behavior = self.behaviors[min(self.connections, len(self.behaviors) - 1)]
        self.connections += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await reader.readexactly(length)
        if behavior == "hang":
            await asyncio.sleep(60)
        if isinstance(behavior, bytes):
            writer.write(behavior)
            await writer.drain()
        writer.close()  # "drop": without a word


def free_url():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{s.getsockname()[1]}/nlg"


def generator(url, **settings):
    config = EndpointConfig(url=url, type="nlg_with_fallback.NlgserverWithFallback", **settings)
    return create(config, types.SimpleNamespace(responses=RESPONSES))


class Fallback(unittest.IsolatedAsyncioTestCase):
    async def say(self, generator, response="utter_greet", **kwargs):
        return await generator.generate(response, Tracker(), "collector", **kwargs)

    async def test_a_reply_is_used(self):
        async with Server(reply(b'{"text": "Hello Ann"}')) as server:
            self.assertEqual(await self.say(generator(server.url)), {"text": "Hello Ann"})
            self.assertEqual(server.connections, 1)

    async def test_an_empty_reply_says_nothing(self):
        async with Server(reply(b"{}")) as server:
            self.assertEqual(await self.say(generator(server.url)), {})

    async def test_no_server(self):
        with self.assertLogs("nlg_with_fallback", "WARNING") as logs:
            message = await self.say(generator(free_url()))
        self.assertEqual(message, {"text": "Hi Ann (domain)", "buttons": [{"title": "a", "payload": "/a"}]})
        self.assertIn("utter_greet: no message from http://127.0.0.1", logs.output[0])

    async def test_the_connection_fails_once(self):
        async with Server("drop", reply(b'{"text": "Hello Ann"}')) as server:
            self.assertEqual(await self.say(generator(server.url)), {"text": "Hello Ann"})
            self.assertEqual(server.connections, 2)

    async def test_the_connection_fails_twice(self):
        async with Server("drop") as server:
            self.assertEqual((await self.say(generator(server.url)))["text"], "Hi Ann (domain)")
            self.assertEqual(server.connections, 2, "one retry, not more")

    async def test_a_server_that_hangs(self):
        async with Server("hang") as server:
            g = generator(server.url, timeout=0.2, pause=60)
            started = time.monotonic()
            for _ in range(5):
                self.assertEqual((await self.say(g))["text"], "Hi Ann (domain)")
            self.assertLess(time.monotonic() - started, 5)
            self.assertEqual(server.connections, 1, "not asked again within the pause")

    async def test_a_server_that_hung_is_asked_again(self):
        async with Server("hang", reply(b'{"text": "Hello Ann"}')) as server:
            g = generator(server.url, timeout=0.2, pause=0.1)
            self.assertEqual((await self.say(g))["text"], "Hi Ann (domain)")
            await asyncio.sleep(0.2)
            self.assertEqual(await self.say(g), {"text": "Hello Ann"})

    async def test_a_refused_connection_causes_no_pause(self):
        g = generator(free_url(), pause=60)
        await self.say(g)
        async with Server(reply(b'{"text": "Hello Ann"}')) as server:
            g.remote.nlg_endpoint.url = server.url
            self.assertEqual(await self.say(g), {"text": "Hello Ann"})

    async def test_bad_replies(self):
        for bad in (
            reply(b"busy", b"503 Service Unavailable"),
            reply(b"{}", b"404 Not Found"),
            reply(b"{}", b"401 Unauthorized"),
            reply(b"<html>", kind=b"text/html"),
            reply(b"not json"),
            reply(b"[]"),
            reply(b'{"text": 1}'),
        ):
            with self.subTest(bad):
                async with Server(bad) as server:
                    self.assertEqual((await self.say(generator(server.url)))["text"], "Hi Ann (domain)")
                    self.assertEqual(server.connections, 1, "an answer is no reason to ask again")

    async def test_arguments_reach_both(self):
        message = await self.say(generator(free_url()), name="Bo", domain_responses=RESPONSES)
        self.assertEqual(message["text"], "Hi Bo (domain)")

    async def test_a_message_without_text(self):
        self.assertEqual(await self.say(generator(free_url()), "utter_card"), {"custom": {"a": 1}})

    async def test_nothing_in_the_domain(self):
        for name in ("utter_unknown", "utter_placeholder"):
            with self.subTest(name), self.assertRaises(Exception) as raised, self.assertLogs("nlg_with_fallback", "ERROR"):
                await self.say(generator(free_url()), name)
            self.assertIsInstance(raised.exception, OSError)  # what Rasa logs is the cause

    async def test_a_stop_is_not_swallowed(self):
        async with Server("hang") as server:
            task = asyncio.ensure_future(self.say(generator(server.url, timeout=30)))
            await asyncio.sleep(0.1)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

    async def test_settings(self):
        for settings in ({"timeout": 0}, {"timeout": "2s"}, {"pause": -1}, {"timeout": True}, {"timeout": 300}):
            with self.subTest(settings), self.assertRaises(ValueError):
                generator("http://127.0.0.1:1/nlg", **settings)
        with self.assertRaises(ValueError):
            generator(None)

    @unittest.skipUnless(os.environ.get("NLGSERVER_URL"), "NLGSERVER_URL is not set")
    async def test_nlgserver(self):
        g = generator(os.environ["NLGSERVER_URL"], token=os.environ.get("NLGSERVER_TOKEN"))
        self.assertEqual(await self.say(g), {"text": "Hello Ann"})
        self.assertEqual(await self.say(g, "utter_card"), {"custom": {"a": 1}})  # the server does not know it: 404


if __name__ == "__main__":
    unittest.main()
