"""Copies the warehouse's stock into the shop once a night."""

import httpx

LOGIN = {"username": "lantern", "password": "{{made-up:warehouse}}"}


def main() -> None:
    with httpx.Client(base_url="https://warehouse.example.org", timeout=30) as client:
        client.post("/login", json=LOGIN).raise_for_status()
        print(client.get("/stock").json())


if __name__ == "__main__":
    main()
