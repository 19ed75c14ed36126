"""How a service wants to be asked."""

from app.model.door import Credential, plain_rules


def test_a_plain_service_gets_its_headers_and_nothing_else():
    rules = plain_rules("https://app.test", {"X-Api-Key": "s3cret"})

    assert rules.credentials == (Credential("https://app.test", headers=(("x-api-key", "s3cret"),)),)
    assert (rules.read_error, rules.budget) == (None, None)


def test_a_credential_never_shows_what_it_holds():
    credential = Credential("https://a.test", (("authorization", "OAuth s3cret"),), (("access_token", "s3cret"),))

    assert "s3cret" not in repr(credential)
    assert "s3cret" not in repr(plain_rules("https://a.test", {"x": "s3cret"}))
