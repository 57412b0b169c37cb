from tests.console.conftest import *  # noqa


def test_smoke(as_, file_case):
    file_case()
    b = as_("sokha")
    assert b.get("/cases").status_code == 200
    r = b.get("/cases/KW-7F3K-9QTM")
    assert r.status_code == 200, r.text
    here = "/cases/KW-7F3K-9QTM"
    assert b.fill(here + "/claim", here, version=1).status_code == 303
    assert b.fill(here + "/reply", here, version=2, reply="Hello").status_code == 303
    assert b.fill(here + "/close", here, version=3, outcome="solved", remedy="money", amount="10", currency="thb").status_code == 303
    print(b.get(here).text)
    assert 0
