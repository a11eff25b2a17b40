"""An endpoint, and requests to it. Rasa: sections 5.2 and 5.5."""

import aiohttp


class ClientResponseError(aiohttp.ClientError):
    def __init__(self, status, message, text):
        super().__init__(f"{status}, {message}, body='{text}'")
        self.status = status


class EndpointConfig:
    def __init__(self, url=None, headers=None, token=None, token_name="token", **kwargs):
        self.url = url
        self.headers = headers or {}
        self.token = token
        self.token_name = token_name
        self.type = kwargs.pop("type", None)
        self.kwargs = kwargs

    async def request(self, method, json, timeout):
        params = {self.token_name: self.token} if self.token else {}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout)) as session:
            async with session.request(method, self.url, json=json, headers=self.headers, params=params) as response:
                if response.status >= 400:
                    raise ClientResponseError(response.status, response.reason, await response.content.read())
                try:
                    return await response.json()
                except aiohttp.ContentTypeError:
                    return None
