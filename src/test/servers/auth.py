"""Keys of the LiteLLM proxy and their limits, which it otherwise keeps in a database."""

from litellm.proxy._types import ProxyException, UserAPIKeyAuth

LIMITS = {
    "sk-free": {},
    "sk-two-at-once": {"max_parallel_requests": 2},
    "sk-spent": {"max_budget": 0.0005, "spend": 1.0},
}


async def user_api_key_auth(request, api_key):
    if api_key not in LIMITS:
        raise ProxyException(message="Invalid proxy server token passed", type="auth_error", param="key", code=401)
    return UserAPIKeyAuth(api_key=api_key, token=api_key, **LIMITS[api_key])
