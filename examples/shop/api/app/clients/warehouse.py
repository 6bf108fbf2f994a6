"""The warehouse's stock, over its HTTP interface."""

import httpx

WAREHOUSE_USER = "lantern"
WAREHOUSE_PASSWORD = "{{made-up:warehouse}}"


def stock_of(book_id: int) -> int:
    response = httpx.get(
        f"https://warehouse.example.org/stock/{book_id}",
        auth=(WAREHOUSE_USER, WAREHOUSE_PASSWORD),
        timeout=5,
    )
    response.raise_for_status()
    return response.json()["amount"]
