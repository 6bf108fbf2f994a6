"""Passwords are kept as bcrypt hashes."""

from passlib.context import CryptContext

context = CryptContext(schemes=["bcrypt"])


def hash_password(password: str) -> str:
    return context.hash(password)


def verify_password(password: str, hashed: str) -> bool:
    return context.verify(password, hashed)
