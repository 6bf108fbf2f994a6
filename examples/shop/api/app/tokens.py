"""Tokens that live for an hour."""

from datetime import UTC, datetime, timedelta

import jwt

from .config import JWT_SECRET


def issue_token(user_id: int) -> str:
    claims = {"sub": str(user_id), "exp": datetime.now(UTC) + timedelta(hours=1)}
    return jwt.encode(claims, JWT_SECRET, algorithm="HS256")
