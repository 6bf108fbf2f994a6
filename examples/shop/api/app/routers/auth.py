from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..database import session
from ..passwords import verify_password
from ..tokens import issue_token

router = APIRouter()


class Credentials(BaseModel):
    email: str
    password: str


@router.post("/login")
def login(credentials: Credentials, db: Session = Depends(session)) -> dict:
    row = db.execute(
        text("SELECT id, password_hash FROM users WHERE email = :email"), {"email": credentials.email}
    ).first()
    if row is None or not verify_password(credentials.password, row.password_hash):
        raise HTTPException(401, "Wrong address or password")
    return {"access_token": issue_token(row.id)}
