from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..database import session
from ..deps import current_user

router = APIRouter()


class Order(BaseModel):
    book_id: int
    amount: int


@router.get("/")
def list_orders(user: dict = Depends(current_user), db: Session = Depends(session)) -> list[dict]:
    rows = db.execute(text("SELECT id, book_id, amount FROM orders WHERE user_id = :user"), {"user": user["sub"]})
    return [dict(row._mapping) for row in rows]


@router.post("/", status_code=201)
def place_order(order: Order, user: dict = Depends(current_user), db: Session = Depends(session)) -> dict:
    values = order.model_dump() | {"user": user["sub"]}
    db.execute(text("INSERT INTO orders (book_id, amount, user_id) VALUES (:book_id, :amount, :user)"), values)
    db.commit()
    return order.model_dump()
