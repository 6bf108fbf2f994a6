from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..database import session

router = APIRouter()


class Tenant(BaseModel):
    name: str


@router.post("/", status_code=201)
def create_tenant(tenant: Tenant, db: Session = Depends(session)) -> dict:
    db.execute(text("INSERT INTO tenants (name) VALUES (:name)"), tenant.model_dump())
    db.commit()
    return tenant.model_dump()


@router.delete("/{tenant_id}", status_code=204)
def delete_tenant(tenant_id: int, db: Session = Depends(session)) -> None:
    db.execute(text("DELETE FROM tenants WHERE id = :id"), {"id": tenant_id})
    db.commit()
