from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..database import session
from ..deps import current_user

router = APIRouter(dependencies=[Depends(current_user)])


class Book(BaseModel):
    title: str
    price: int


@router.get("/")
def list_books(db: Session = Depends(session)) -> list[dict]:
    return [dict(row._mapping) for row in db.execute(text("SELECT id, title, price FROM books"))]


@router.post("/", status_code=201)
def add_book(book: Book, db: Session = Depends(session)) -> dict:
    db.execute(text("INSERT INTO books (title, price) VALUES (:title, :price)"), book.model_dump())
    db.commit()
    return book.model_dump()
