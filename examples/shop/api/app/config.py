"""Settings of the service, read once from the environment."""

import os

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    redis_url: str = "redis://localhost:6379/0"
    allowed_origins: list[str] = ["https://shop.example.org"]
    debug: bool = False


settings = Settings()

JWT_SECRET = os.getenv("JWT_SECRET", "{{made-up:jwt-default}}")
