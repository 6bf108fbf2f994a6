"""The bookshop's API."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .config import settings
from .limiter import limiter
from .routers import auth, books, health, orders, tenants

app = FastAPI(title="Lantern Books")
app.state.limiter = limiter

app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.allowed_origins,
    allow_credentials=True,
    allow_methods=["GET", "POST", "PUT", "DELETE"],
)

app.include_router(health.router)
app.include_router(auth.router, prefix="/auth")
app.include_router(books.router, prefix="/api/books")
app.include_router(orders.router, prefix="/api/orders")
app.include_router(tenants.router, prefix="/api/tenants")
