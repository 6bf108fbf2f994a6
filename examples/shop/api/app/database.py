"""The database session of a request."""

from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from .config import settings

engine = create_engine(settings.database_url, pool_size=10, max_overflow=5, pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine)


def session() -> Iterator[Session]:
    opened = SessionLocal()
    try:
        yield opened
    finally:
        opened.close()
