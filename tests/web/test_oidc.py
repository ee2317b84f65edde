"""Signing in with a provider: a small one of our own on loopback, honest and dishonest."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import judge
from tests.web.test_signing import browser, somebody

from onrecord.web import Door, create_app
from onrecord.web.oidc import Provider

KEY = RSAKey.generate_key(2048, parameters={"kid": "k1"})
OTHER = RSAKey.generate_key(2048, parameters={"kid": "k1"})


class Issuer:
    """An OpenID Connect provider that says what a test lets it say."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {}
        self.signs = KEY
        self.challenge = ""
        self.nonce = ""
        self.codes = {"good"}
        issuer = self

        class Answers(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                return

            def _send(self, value: object, status: int = 200) -> None:
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                if self.path.startswith("/.well-known/"):
                    at = issuer.address
                    self._send(
                        {
                            "issuer": at,
                            "authorization_endpoint": f"{at}/auth",
                            "token_endpoint": f"{at}/token",
                            "jwks_uri": f"{at}/keys",
                        }
                    )
                else:
                    self._send({"keys": [KEY.as_dict(private=False)]})

            def do_POST(self) -> None:
                asked = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
                verifier = asked["code_verifier"][0]
                challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
                if asked["code"][0] not in issuer.codes or challenge != issuer.challenge:
                    self._send({"error": "invalid_grant"}, 400)
                    return
                issuer.codes.discard(asked["code"][0])
                self._send({"access_token": "x", "token_type": "Bearer", "id_token": issuer.token()})

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self) -> str:
        claims = {
            "iss": self.address, "aud": "desk", "sub": "42", "exp": int(time.time()) + 300, "nonce": self.nonce,
            "email": "ben@example.org", "email_verified": True, **self.says,
        }  # fmt: skip
        alg = self.says.get("alg", "RS256")
        return jwt.encode({"alg": alg, "kid": "k1"}, {k: v for k, v in claims.items() if v is not None}, self.signs)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def desk(ledger_file: Path, issuer: Issuer) -> Iterator[Starlette]:
    provider = Provider(issuer.address, "desk", "secret", "the office")
    app = create_app(ledger_file, judge=judge, door=Door(provider=provider))
    somebody(app)
    somebody(app, "ben@example.org", "analyst")
    yield app
    app.state.desk.ledger.close()


def _begun(desk: Starlette, issuer: Issuer, there: str = "/incidents") -> tuple[TestClient, str]:
    """A browser that was sent to the provider, and the state it took along."""
    client = browser(desk)
    reply = client.get(f"/signin/provider?next={there}")
    assert reply.status_code == 303
    assert reply.headers["location"].startswith(f"{issuer.address}/auth?")
    asked = parse_qs(urlsplit(reply.headers["location"]).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:8765/signin/provider/back"]
    assert asked["code_challenge_method"] == ["S256"]
    issuer.challenge, issuer.nonce = asked["code_challenge"][0], asked["nonce"][0]
    return client, asked["state"][0]


def test_somebody_with_an_account_is_let_in_and_known_again(desk: Starlette, issuer: Issuer) -> None:
    assert "the office" in browser(desk).get("/signin").text
    client, state = _begun(desk, issuer)
    reply = client.get(f"/signin/provider/back?code=good&state={state}")
    assert (reply.status_code, reply.headers["location"]) == (303, "/incidents")
    assert ">ben@example.org</a>" in client.get("/incidents").text
    # the address may change, and then be somebody else's: the number is who they are
    issuer.codes.add("again")
    issuer.says = {"email": "new@example.org"}
    client, state = _begun(desk, issuer)
    assert client.get(f"/signin/provider/back?code=again&state={state}").status_code == 303
    issuer.codes.add("third")
    issuer.says = {"sub": "77"}
    client, state = _begun(desk, issuer)
    assert client.get(f"/signin/provider/back?code=third&state={state}").status_code == 401


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}, {"sub": None},
        {"email_verified": False}, {"email_verified": "true"}, {"email": "nobody@example.org"}, {"email": None},
    ],
)  # fmt: skip
def test_what_does_not_fit_lets_nobody_in(desk: Starlette, issuer: Issuer, says: dict[str, Any]) -> None:
    issuer.says = says
    client, state = _begun(desk, issuer)
    assert client.get(f"/signin/provider/back?code=good&state={state}").status_code == 401
    assert client.get("/incidents").status_code == 303


def test_a_token_that_another_key_signed_lets_nobody_in(desk: Starlette, issuer: Issuer) -> None:
    issuer.signs = OTHER
    client, state = _begun(desk, issuer)
    assert client.get(f"/signin/provider/back?code=good&state={state}").status_code == 401


def test_an_answer_to_another_browser_lets_nobody_in(desk: Starlette, issuer: Issuer) -> None:
    _, state = _begun(desk, issuer)
    victim, own = _begun(desk, issuer)
    assert victim.get(f"/signin/provider/back?code=good&state={state}").status_code == 401
    assert browser(desk).get(f"/signin/provider/back?code=good&state={own}").status_code == 401
    assert victim.get(f"/signin/provider/back?code=wrong&state={own}").status_code == 401
    forged = {"cookie": "onrecord_provider=e30=.0000"}
    assert browser(desk).get(f"/signin/provider/back?code=good&state={own}", headers=forged).status_code == 401


def test_a_disabled_account_stays_out_and_a_second_factor_is_asked_for(desk: Starlette, issuer: Issuer) -> None:
    accounts = desk.state.desk.people.accounts
    ben = accounts.by_name("ben@example.org")
    accounts.set_totp(ben.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client, state = _begun(desk, issuer)
    assert client.get(f"/signin/provider/back?code=good&state={state}").headers["location"].startswith("/signin/code")
    assert client.get("/incidents").status_code == 303
    accounts.set_disabled(ben.id, True)
    issuer.codes.add("again")
    client, state = _begun(desk, issuer)
    assert client.get(f"/signin/provider/back?code=again&state={state}").status_code == 401


def test_a_provider_that_cannot_be_asked_is_told(ledger_file: Path) -> None:
    app = create_app(ledger_file, door=Door(provider=Provider("http://127.0.0.1:9", "desk", "secret")))
    somebody(app)
    reply = browser(app).get("/signin/provider")
    assert reply.status_code == 502
    assert "cannot be asked now" in reply.text
    app.state.desk.ledger.close()
