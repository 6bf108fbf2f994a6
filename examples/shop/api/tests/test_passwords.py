from app.passwords import hash_password, verify_password


def test_a_password_matches_its_hash():
    assert verify_password("correct horse", hash_password("correct horse"))


def test_another_password_does_not():
    assert not verify_password("wrong horse", hash_password("correct horse"))
