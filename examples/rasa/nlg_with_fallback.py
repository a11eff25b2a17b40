"""Ask nlgserver for each message, and use the domain's own texts when it cannot answer.

Rasa waits five minutes for its NLG server, never retries, and says nothing when the
request fails. This generator waits two seconds, retries once when the connection
fails, and then says what Rasa itself would say from its domain. A message is lost
only if the domain has no text for it either.

Put this file where Rasa can import it, such as beside `endpoints.yml`, and name the
class there:

    nlg:
      type: nlg_with_fallback.NlgserverWithFallback
      url: http://nlgserver:5056/nlg
      timeout: 2      # seconds for a message, the retry included
      pause: 5        # seconds in which nlgserver is not asked after it took too long

All other keys that Rasa knows for `nlg:` work too: `token`, `token_name`, `headers`,
`params`, `basic_auth`, `cafile`.

It needs Python 3.8 or newer and nothing that Rasa does not have.
"""

import asyncio
import logging
import time
from typing import Any, Dict, Optional

import aiohttp
from rasa.core.nlg.callback import CallbackNaturalLanguageGenerator
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

logger = logging.getLogger(__name__)

# The start of the texts that `nlgserver export-domain` writes. Nobody should read them.
PLACEHOLDER = "(text from nlgserver: "


class NlgserverWithFallback(NaturalLanguageGenerator):
    """Ask nlgserver, and fall back to the responses of the domain."""

    def __init__(self, endpoint_config: Any, domain: Any) -> None:
        """Read the settings. Rasa calls this once, with `nlg:` and the domain."""
        settings = endpoint_config.kwargs or {}
        self.timeout = _seconds(settings, "timeout", 2)
        self.pause = _seconds(settings, "pause", 5)
        if not endpoint_config.url:
            raise ValueError("nlg: url is missing; write url: http://nlgserver:5056/nlg")
        self.url = endpoint_config.url
        self.remote = CallbackNaturalLanguageGenerator(endpoint_config)
        self.local = TemplatedNaturalLanguageGenerator(domain.responses)
        self.ask_again_at = 0.0

    async def generate(self, utter_action: str, tracker: Any, output_channel: Any, **kwargs: Any) -> Optional[Dict[str, Any]]:
        """Return the message for a response; None if there is nothing to say."""
        wait = self.ask_again_at - time.monotonic()
        if wait > 0:
            failure: Exception = asyncio.TimeoutError(f"nlgserver took too long; it is asked again in {wait:.1f} s")
        else:
            try:
                return await self._ask(utter_action, tracker, output_channel, **kwargs)
            except Exception as error:  # whatever happened, the user must not be left without a message
                failure = error
        message = await self.local.generate(utter_action, tracker, output_channel, **kwargs)
        reason = str(failure) or type(failure).__name__
        if message is None or str(message.get("text") or "").startswith(PLACEHOLDER):
            logger.error("%s: no message from %s (%s), and the domain has no text for it", utter_action, self.url, reason)
            raise failure
        logger.warning("%s: no message from %s (%s); using the text of the domain", utter_action, self.url, reason)
        return message

    async def _ask(self, *args: Any, **kwargs: Any) -> Optional[Dict[str, Any]]:
        """Ask nlgserver, twice if the connection fails. Both tries share the timeout."""
        deadline = time.monotonic() + self.timeout
        for retry in (True, False):
            try:
                left = max(deadline - time.monotonic(), 0.001)
                return await asyncio.wait_for(self.remote.generate(*args, **kwargs), left)
            except asyncio.TimeoutError as error:
                # Without a pause, each message of a turn would wait again.
                self.ask_again_at = time.monotonic() + self.pause
                raise asyncio.TimeoutError(f"no reply within {self.timeout:g} s") from error
            except aiohttp.ClientConnectionError:
                # A reply has no effect on nlgserver, so that asking again is safe.
                if not retry:
                    raise
        raise AssertionError("unreachable")


def _seconds(settings: Dict[str, Any], key: str, default: float) -> float:
    value = settings.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 300 or key == "timeout" and value == 0:
        raise ValueError(f"nlg: {key} must be a number of seconds below 300, not {value!r}")
    return float(value)
