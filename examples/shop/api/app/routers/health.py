from fastapi import APIRouter, Depends, Response
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..database import session

router = APIRouter()


@router.get("/health")
def health(response: Response, db: Session = Depends(session)) -> dict:
    """Answers 503 while the database cannot be reached."""
    try:
        db.execute(text("SELECT 1"))
    except Exception:
        response.status_code = 503
        return {"status": "unavailable"}
    return {"status": "ok"}
