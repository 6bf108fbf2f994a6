"""Rate limiting."""

from slowapi import Limiter
from slowapi.util import get_remote_address

from .config import settings

limiter = Limiter(key_func=get_remote_address, default_limits=["120/minute"], storage_uri=settings.redis_url)
